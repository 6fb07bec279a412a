"""Full Bayes for the Gamma-Poisson model: the rates eliminated exactly, two numbers left.

The grid lies on (log mean, log beta), mean = alpha / beta, which is (log alpha, log beta) turned
so that the direction that the data bound least, towards the Poisson limit, is an axis of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from scipy import special

from hbtutor.inference.count_kernels import NegativeBinomialKernel
from hbtutor.inference.family import Array, Kernel, Target
from hbtutor.inference.kernels import GammaKernel
from hbtutor.inference.pair_prior import PairPrior, pair_prior, refuse_growth
from hbtutor.inference.priors import Flat, LogDensity
from hbtutor.inference.rate_data import RateData
from hbtutor.inference.rate_fit import fit
from hbtutor.validation import nonnegative, same_shape

__all__ = ["RateTarget", "fit", "target"]

_POSITIVE = (0.0, np.inf)
# The logarithm of each name is linear in (log mean, log beta).
_POWERS = {"alpha": (1.0, 1.0), "beta": (0.0, 1.0), "mean": (1.0, 0.0), "cv": (-0.5, -0.5)}


class RateScales:
    """alpha, beta, mean = alpha/beta, cv = alpha^(-1/2), the rates' coefficient of variation."""

    domains: ClassVar[Mapping[str, tuple[float, float]]] = dict.fromkeys(_POWERS, _POSITIVE)
    pairs: ClassVar[tuple[tuple[str, str], ...]] = (
        ("alpha", "beta"),
        ("mean", "cv"),
        ("mean", "alpha"),
        ("mean", "beta"),
    )

    def natural(self, v: Array) -> dict[str, Array]:
        return {name: np.exp(a * v[0] + b * v[1]) for name, (a, b) in _POWERS.items()}

    def log_jacobian(self, pair: tuple[str, str], v: Array) -> Array:
        (a, b), (c, d) = (_POWERS[name] for name in pair)
        return (a + c) * v[0] + (b + d) * v[1]

    def standard(self, pair: tuple[str, str], first: Array, second: Array) -> Array:
        (a, b), (c, d) = (_POWERS[name] for name in pair)
        with np.errstate(divide="ignore"):
            x, y = np.log(first), np.log(second)
        return np.array([d * x - b * y, a * y - c * x]) / (a * d - b * c)


_DEFAULTS = {"mean": LogDensity(lambda mean: -np.log(mean), support=_POSITIVE), "cv": Flat()}


def target(counts: Any, *, exposure: Any = 1, prior: Any = None) -> Target:
    """Return what the engine integrates.

    counts, exposure: as `GammaPoisson.posterior`.  prior: a joint prior for ("alpha", "beta"), or
    priors for "alpha" and "beta", or for "mean" (= alpha/beta) and one of "cv" (= alpha^(-1/2),
    the coefficient of variation of the rates), "alpha", "beta".  What is left out is flat in
    log mean and in cv.
    """
    data = RateData.checked(counts, exposure=exposure)
    built = RateTarget(data, pair_prior(prior, RateScales(), _DEFAULTS))
    refuse_growth(built.log_density, built.start, built.improper)
    _refuse_large_means(built)
    return built


def _refuse_large_means(built: RateTarget) -> None:
    """Refuse a prior that leaves infinite mass at large means and tiny alpha.

    There the likelihood falls only as mean^(-J alpha), so a prior that does not fall faster than
    1/mean has infinite mass for every alpha below some number; at exactly 1/mean the integral
    over the mean is 1/(J alpha), which the rest must make up for as alpha tends to 0.
    """
    if built.prior.coordinates is not None and np.isfinite(built.prior.coordinates[0].high):
        return
    alpha, mean = np.meshgrid([-60.0, -30.0], [30.0, 60.0])
    v = np.array([mean.ravel(), (alpha - mean).ravel()])  # log beta = log alpha - log mean
    values = built.log_density_at(v).reshape(2, 2)
    along_mean = (values[1, 0] - values[0, 0]) / 30
    along_alpha = (values[0, 1] - values[0, 0]) / 30
    if along_mean > 1e-9 or (along_mean > -1e-9 and along_alpha < 1.01):
        raise ValueError(built.improper)


@dataclass(frozen=True, eq=False)
class RateTarget:
    """The posterior of the two hyperparameters for one data set."""

    data: RateData
    prior: PairPrior
    names: tuple[str, ...] = field(default=("alpha", "beta", "mean", "cv"), init=False)

    @property
    def groups(self) -> int:
        return self.data.groups

    @property
    def labels(self) -> Any:
        return self.data.labels

    @property
    def improper(self) -> str:
        happened = int(np.sum(self.data.counts > 0))
        return (
            "the posterior of alpha and beta is improper under this prior: the likelihood tends "
            "to a positive constant as alpha and beta tend to infinity together (the Poisson "
            f"limit), falls only as alpha^{happened} as alpha tends to 0 (from {happened} groups "
            "with events), and only as mean^(-J alpha) as the mean grows. Use proper priors, such "
            "as HalfCauchy for 'alpha' and 'beta'."
        )

    @property
    def start(self) -> Array:
        y, t = self.data.total
        log_mean = np.log((y + 0.5) / t)
        # What the counts' spread leaves over the Poisson's suggests an alpha.
        expected = self.data.exposure * np.exp(log_mean)
        spare = np.sum((self.data.counts - expected) ** 2 - expected) / np.sum(expected**2)
        alpha = 1 / min(max(spare, 0.01), 10.0)
        return self.prior.start(np.array([log_mean, np.log(alpha) - log_mean]))

    def log_density(self, u: Array) -> Array:
        v = self.prior.standard(u)
        return self.prior.log_density(u, v) + self.data.log_likelihood(v[0], v[1])

    def log_density_at(self, v: Array) -> Array:
        """Log posterior density of the standard coordinates v, whatever u is."""
        values = self.prior.scales.natural(v)
        del values
        return self.log_density(v)

    def _natural(self, u: Array) -> dict[str, Array]:
        return self.prior.scales.natural(self.prior.standard(u))

    def hyper(self, u: Array) -> Mapping[str, Array | Kernel]:
        return dict(self._natural(u))

    def theta(self, u: Array, part: slice) -> GammaKernel:
        values = self._natural(u)
        y, t = self.data.counts[part], self.data.exposure[part]
        return GammaKernel(values["alpha"][:, None] + y, values["beta"][:, None] + t)

    def new_theta(self, u: Array) -> Kernel:
        values = self._natural(u)
        return GammaKernel(values["alpha"][:, None], values["beta"][:, None])

    def predictive(self, u: Array, part: slice, *, exposure: Any = None) -> Kernel:
        law = self.theta(u, part)
        return NegativeBinomialKernel(self._exposure(exposure)[None, part], law.alpha, law.beta)

    def _exposure(self, exposure: Any) -> Array:
        if exposure is None:
            return self.data.exposure
        exposure = nonnegative("exposure", exposure)
        same_shape(counts=self.data.counts, exposure=exposure)
        return np.broadcast_to(np.asarray(exposure, dtype=float), self.data.exposure.shape)

    def draw(self, rng: np.random.Generator, u: Array) -> tuple[dict[str, Array], Array]:
        return self._natural(u), self.theta(u, slice(None)).sample(rng)

    def replicate(self, rng: np.random.Generator, theta: Array) -> Array:
        return rng.poisson(theta * self.data.exposure).astype(float)

    def log_likelihood(self, theta: Array) -> Array:
        y, rate = self.data.counts, theta * self.data.exposure
        return special.xlogy(y, rate) - rate - special.gammaln(y + 1)

    def observed(self) -> Array:
        return self.data.counts
