"""Full Bayes for the Normal-Normal model: mu eliminated exactly, tau integrated.

Given tau, everything is normal.  With t_j = v_j + tau2 and w_j = 1 / t_j, a flat or a normal prior
on mu leaves mu | tau, y ~ Normal(m, V), V = 1 / (sum w + 1/g2), and the log marginal of tau is
(log V - sum log t - sum w (y - m)^2 - (m0 - m)^2 / g2) / 2.  Source: Gelman et al., Bayesian Data
Analysis, 3rd ed., equations 5.20 and 5.21.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from hbtutor.distributions import Normal
from hbtutor.inference import normal_laws as laws
from hbtutor.inference.family import Array, Kernel, Target
from hbtutor.inference.kernels import NormalKernel
from hbtutor.inference.normal_data import NormalData
from hbtutor.inference.normal_fit import fit
from hbtutor.inference.normal_mean import GivenMean
from hbtutor.inference.normal_scale import ScalePrior, scale_prior
from hbtutor.inference.priors import Flat, check_names

__all__ = ["NormalTarget", "fit", "target"]


def target(y: Any, *, sigma2: Any, n: Any = 1, prior: Any = None) -> Target:
    """Return what the engine integrates.

    y, sigma2, n: as `NormalNormal.posterior`.  prior: for "mu" (default Flat()) and for one of
    "tau" (default Flat()), "tau2" or "log_tau", each a density on the scale it names.
    """
    data = NormalData.checked(y, sigma2=sigma2, n=n)
    prior = {} if prior is None else prior
    check_names(prior, ("mu", "tau", "tau2", "log_tau"))
    on_mu = prior.get("mu", Flat())
    scale = scale_prior(prior, groups=data.groups, flat_mu=isinstance(on_mu, Flat))
    if isinstance(on_mu, Flat):
        return NormalTarget(data, scale, 0.0, data.centre)
    if isinstance(on_mu, Normal) and np.ndim(on_mu.mean) == np.ndim(on_mu.var) == 0:
        return NormalTarget(data, scale, 1 / float(on_mu.var), float(on_mu.mean))
    return GivenMean.of(data, scale, on_mu)


class GivenTau(NamedTuple):
    """What follows from tau, (K,) each: mean and variance of mu, and the log marginal of tau."""

    tau: Array
    tau2: Array
    mean: Array
    var: Array
    log_marginal: Array


@dataclass(frozen=True, eq=False)
class NormalTarget:
    """The posterior of tau with mu eliminated.

    precision, location: of the normal prior on mu; precision 0 is the flat prior.
    """

    data: NormalData
    scale: ScalePrior
    precision: float
    location: float
    names: tuple[str, ...] = field(default=("mu", "tau", "tau2"), init=False)
    # The engine asks for density, hyperparameters and groups at one and the same array of nodes.
    _latest: list[tuple[Array, GivenTau]] = field(default_factory=list, init=False, repr=False)

    @property
    def improper(self) -> str:
        return self.scale.improper

    @property
    def start(self) -> Array:
        return self.scale.start(self.data)

    @property
    def groups(self) -> int:
        return self.data.groups

    @property
    def labels(self) -> Any:
        return self.data.labels

    def given_tau(self, u: Array) -> GivenTau:
        """Everything that follows from tau at the nodes; kept for the latest two arrays."""
        for nodes, given in self._latest:
            if nodes is u:
                return given
        given = self._given_tau(self.scale.coordinate.natural(u[0]))
        self._latest[:] = [(u, given), *self._latest[:1]]
        return given

    def _given_tau(self, tau: Array) -> GivenTau:
        tau2 = tau * tau
        sums = self.data.sums(tau2)
        var = 1 / (sums.w + self.precision)
        m0 = self.location - self.data.centre
        m = var * (sums.wr + self.precision * m0)
        square = sums.wrr - m * (2 * sums.wr - m * sums.w) + self.precision * (m - m0) ** 2
        return GivenTau(
            tau, tau2, m + self.data.centre, var, 0.5 * (np.log(var) - sums.log_t - square)
        )

    def log_density(self, u: Array) -> Array:
        given = self.given_tau(u)
        return given.log_marginal + self.scale.log_density(u[0], given.tau)

    def hyper(self, u: Array) -> Mapping[str, Array | Kernel]:
        given = self.given_tau(u)
        mu = NormalKernel(given.mean[:, None], given.var[:, None])
        return {"mu": mu, "tau": given.tau, "tau2": given.tau2}

    def value(self, u: Array, name: str) -> Array:
        """tau or tau2 at the nodes, without the sums over groups that mu needs."""
        tau = self.scale.coordinate.natural(u[0])
        return tau if name == "tau" else tau * tau

    def theta(self, u: Array, part: slice) -> Kernel:
        given = self.given_tau(u)
        return laws.group_law(self.data, part, given.tau2, given.mean, given.var)

    def new_theta(self, u: Array) -> Kernel:
        given = self.given_tau(u)
        return NormalKernel(given.mean[:, None], (given.var + given.tau2)[:, None])

    def predictive(self, u: Array, part: slice, *, sigma2: Any = None) -> Kernel:
        law = self.theta(u, part)
        return NormalKernel(law.mean, law.var + laws.observation_variance(self.data, part, sigma2))

    def draw(self, rng: np.random.Generator, u: Array) -> tuple[dict[str, Array], Array]:
        given = self.given_tau(u)
        mu = rng.normal(given.mean, np.sqrt(given.var))
        return laws.draw_groups(rng, self.data, given.tau, mu)

    def replicate(self, rng: np.random.Generator, theta: Array) -> Array:
        return laws.replicate(rng, self.data, theta)

    def log_likelihood(self, theta: Array) -> Array:
        return laws.log_likelihood(self.data, theta)

    def observed(self) -> Array:
        return self.data.y
