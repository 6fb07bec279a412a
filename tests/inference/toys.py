"""Targets whose answers are known in closed form, to hold the engine against."""

from dataclasses import dataclass

import numpy as np

from hbtutor.inference.kernels import NormalKernel


@dataclass(frozen=True, eq=False)
class GaussianTarget:
    """Coordinates that are jointly Normal(mean, cov); theta_j | u ~ Normal(u_1 + j, 2)."""

    mean: np.ndarray
    cov: np.ndarray
    groups: int = 3
    labels: object = None
    improper: str = "improper"

    @property
    def names(self):
        return (*(f"x{i}" for i in range(self.mean.size)), "exp_last")

    @property
    def start(self):
        return self.mean + 1.7

    def log_density(self, u):
        r = u - self.mean[:, None]
        return -0.5 * np.sum(r * np.linalg.solve(self.cov, r), axis=0)

    def hyper(self, u):
        return {**{f"x{i}": u[i] for i in range(len(u))}, "exp_last": np.exp(u[-1])}

    def theta(self, u, part):
        shift = np.arange(self.groups)[part]
        return NormalKernel(u[0][:, None] + shift, np.full((u.shape[1], shift.size), 2.0))

    def new_theta(self, u):
        return NormalKernel(u[0][:, None], np.full((u.shape[1], 1), 5.0))

    def predictive(self, u, part):
        law = self.theta(u, part)
        return NormalKernel(law.mean, law.var + 1)


@dataclass(frozen=True, eq=False)
class PowerTarget:
    """tau with density proportional to tau^(left-1) / (1 + tau)^(left+right): Beta prime.

    E[tau^k] exists only for k < right; E[tau] = left / (right - 1).
    """

    left: float
    right: float
    groups: int = 1
    labels: object = None
    improper: str = "the posterior of tau is improper"
    names: tuple = ("tau",)

    @property
    def start(self):
        return np.array([0.3])

    def log_density(self, u):
        return self.left * u[0] - (self.left + self.right) * np.logaddexp(0, u[0])

    def hyper(self, u):
        return {"tau": np.exp(u[0])}

    def theta(self, u, part):
        return NormalKernel(np.zeros((u.shape[1], 1)), np.ones((u.shape[1], 1)))
