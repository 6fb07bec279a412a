"""Full Bayes for the Normal-Normal model under any prior on mu: (mu, tau) is integrated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hbtutor.inference import normal_laws as laws
from hbtutor.inference.coordinates import Coordinate, SinhLine
from hbtutor.inference.family import Array, Kernel
from hbtutor.inference.kernels import NormalKernel
from hbtutor.inference.normal_data import NormalData
from hbtutor.inference.normal_scale import ScalePrior
from hbtutor.inference.priors import Prior, prior_of


@dataclass(frozen=True, eq=False)
class GivenMean:
    """The posterior of (mu, tau) when no formula eliminates mu."""

    data: NormalData
    scale: ScalePrior
    on_mu: Prior
    place: Coordinate | SinhLine
    names: tuple[str, ...] = field(default=("mu", "tau", "tau2"), init=False)

    @classmethod
    def of(cls, data: NormalData, scale: ScalePrior, prior: Any) -> GivenMean:
        """Choose the coordinate of mu by the support of its prior."""
        chosen = prior_of("mu", prior, (-np.inf, np.inf))
        if np.ndim(chosen.logpdf(np.asarray(data.centre))) > 0:
            raise ValueError(f"prior['mu'] must be one density, with numbers in it; got {prior!r}.")
        low, high = chosen.support
        if np.isinf(low) and np.isinf(high):
            width = float(np.sqrt(np.var(data.y) + np.median(data.v)))
            return cls(data, scale, chosen, SinhLine(data.centre, width))
        if np.isinf(low):
            raise ValueError("a prior on mu with an upper limit only is not supported.")
        return cls(data, scale, chosen, Coordinate(low, high))

    @property
    def improper(self) -> str:
        return self.scale.improper

    @property
    def start(self) -> Array:
        low, high = self.on_mu.support
        inside = min(max(self.data.centre, low + 1e-3), high - 1e-3)
        if np.isfinite(low) and np.isfinite(high) and not low < inside < high:
            inside = (low + high) / 2
        return np.append(self.place.line(np.asarray(inside)), self.scale.start(self.data))

    @property
    def groups(self) -> int:
        return self.data.groups

    @property
    def labels(self) -> Any:
        return self.data.labels

    def _mu_tau(self, u: Array) -> tuple[Array, Array]:
        return self.place.natural(u[0]), self.scale.coordinate.natural(u[1])

    def log_density(self, u: Array) -> Array:
        with np.errstate(over="ignore", invalid="ignore"):
            mu, tau = self._mu_tau(u)
            each, back = np.unique(tau, return_inverse=True)
            sums = self.data.sums(each**2)
            w, wr, wrr, log_t = (s[back] for s in sums)
            m = mu - self.data.centre
            log_p = -0.5 * (log_t + wrr - m * (2 * wr - m * w)) + self.on_mu.logpdf(mu)
            log_p = log_p + self.place.log_jacobian(u[0]) + self.scale.log_density(u[1], tau)
        return np.where(np.isnan(log_p), -np.inf, log_p)

    def hyper(self, u: Array) -> Mapping[str, Array | Kernel]:
        mu, tau = self._mu_tau(u)
        return {"mu": mu, "tau": tau, "tau2": tau**2}

    def theta(self, u: Array, part: slice) -> Kernel:
        mu, tau = self._mu_tau(u)
        return laws.group_law(self.data, part, tau**2, mu, np.zeros_like(mu))

    def new_theta(self, u: Array) -> Kernel:
        mu, tau = self._mu_tau(u)
        return NormalKernel(mu[:, None], (tau**2)[:, None])

    def predictive(self, u: Array, part: slice, *, sigma2: Any = None) -> Kernel:
        law = self.theta(u, part)
        return NormalKernel(law.mean, law.var + laws.observation_variance(self.data, part, sigma2))

    def draw(self, rng: np.random.Generator, u: Array) -> tuple[dict[str, Array], Array]:
        mu, tau = self._mu_tau(u)
        return laws.draw_groups(rng, self.data, tau, mu)

    def replicate(self, rng: np.random.Generator, theta: Array) -> Array:
        return laws.replicate(rng, self.data, theta)

    def log_likelihood(self, theta: Array) -> Array:
        return laws.log_likelihood(self.data, theta)

    def observed(self) -> Array:
        return self.data.y
