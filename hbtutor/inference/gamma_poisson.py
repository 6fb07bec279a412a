"""Full Bayes for the Gamma-Poisson model: the rates eliminated exactly, two numbers left.

The grid lies on (log mean, log alpha), mean = alpha / beta, which is (log alpha, log beta) turned
so that the direction that the data bound least, towards the Poisson limit, is an axis of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
from scipy import special

from hbtutor.inference.alike import Alike, alike
from hbtutor.inference.count_kernels import NegativeBinomialKernel
from hbtutor.inference.family import Array, Kernel
from hbtutor.inference.kernels import GammaKernel
from hbtutor.inference.mode import Bulk
from hbtutor.inference.pair_prior import PairPrior, pair_prior, ways_out
from hbtutor.inference.priors import HalfNormal, LogDensity
from hbtutor.inference.rate_data import RateData
from hbtutor.inference.rate_fit import fit
from hbtutor.validation import nonnegative, same_shape

__all__ = ["RateTarget", "fit", "target"]

_POSITIVE = (0.0, np.inf)
# The logarithm of each name is linear in v = (log mean, log alpha).
_POWERS = {"alpha": (0.0, 1.0), "beta": (-1.0, 1.0), "mean": (1.0, 0.0), "cv": (0.0, -0.5)}


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
        with np.errstate(over="ignore"):
            return {name: np.exp(a * v[0] + b * v[1]) for name, (a, b) in _POWERS.items()}

    def log_jacobian(self, pair: tuple[str, str], v: Array) -> Array:
        (a, b), (c, d) = (_POWERS[name] for name in pair)
        return (a + c) * v[0] + (b + d) * v[1]

    def standard(self, pair: tuple[str, str], first: Array, second: Array) -> Array:
        (a, b), (c, d) = (_POWERS[name] for name in pair)
        with np.errstate(divide="ignore"):
            x, y = np.log(first), np.log(second)
        return np.array([d * x - b * y, a * y - c * x]) / (a * d - b * c)


_DEFAULTS = {
    "mean": LogDensity(lambda mean: -np.log(mean), support=_POSITIVE),
    "cv": HalfNormal(1.0),
}


def target(counts: Any, *, exposure: Any = 1, prior: Any = None) -> RateTarget:
    """Return what the engine integrates.

    counts, exposure: as `GammaPoisson.posterior`.  prior: a joint prior for ("alpha", "beta"), or
    priors for "alpha" and "beta", or for "mean" (= alpha/beta) and one of "cv" (= alpha^(-1/2),
    the coefficient of variation of the rates), "alpha", "beta".  What is left out is flat in
    log mean, and HalfNormal(1) in cv: the answer is the same in any unit of exposure.
    """
    data = RateData.checked(counts, exposure=exposure)
    built = RateTarget(data, pair_prior(prior, RateScales(), data.ridge, _DEFAULTS))
    return replace(built, bulk=built.prior.bulk(built.log_density, built.start, built.improper))


@dataclass(frozen=True, eq=False)
class RateTarget:
    """The posterior of the two hyperparameters for one data set."""

    data: RateData
    prior: PairPrior
    bulk: Bulk | None = None
    names: tuple[str, ...] = field(default=("alpha", "beta", "mean", "cv"), init=False)

    @property
    def groups(self) -> int:
        return self.data.groups

    @property
    def labels(self) -> Any:
        return self.data.labels

    @property
    def alike(self) -> Alike | None:
        return alike(self.data.counts, self.data.exposure)

    @property
    def improper(self) -> str:
        happened = int(np.sum(self.data.counts > 0))
        if happened == 0:
            cause = (
                "every count is zero, so the likelihood does not fall as the mean or alpha tends "
                "to 0"
            )
        else:
            cause = (
                "the likelihood tends to a positive constant as alpha and beta tend to infinity "
                f"together (the Poisson limit), falls only as alpha^{happened} as alpha tends to "
                f"0 (from {happened} groups with events), and only as mean^(-J alpha) as the mean "
                "grows"
            )
        return (
            f"the posterior of alpha and beta is improper under this prior: {cause}. Use proper "
            "priors, such as HalfCauchy for 'alpha' and 'beta'."
        )

    @property
    def start(self) -> Array:
        y, t = self.data.total
        log_mean = np.log((y + 0.5) / t)
        # What the counts' spread leaves over the Poisson's suggests an alpha.
        expected = self.data.exposure * np.exp(log_mean)
        spare = np.sum((self.data.counts - expected) ** 2 - expected) / np.sum(expected**2)
        alpha = 1 / min(max(spare, 0.01), 10.0)
        return self.prior.start(np.array([log_mean, np.log(alpha)]))

    def log_density(self, u: Array) -> Array:
        v = self.prior.standard(u)
        return self.prior.log_density(u, v) + self._log_likelihood(v)

    def _log_likelihood(self, v: Array) -> Array:
        return self.data.log_likelihood(v[0], v[1] - v[0])

    def corners(self) -> Array:
        """The 16 ways out, and the way along the ridge of the density to large means.

        At a large mean the likelihood is about alpha^g mean^(-J alpha), g the groups with events:
        its mass lies at alpha about g / (J log mean), or where the prior allows, nearer to zero
        the larger the mean: no straight line goes there.
        """
        log_alpha = np.linspace(-130.0, 5.0, 541)
        ridge = []
        for log_mean in (60.0, 120.0):
            v = np.array([np.full(541, log_mean), log_alpha])
            height = self.prior.log_density_standard(v) + self._log_likelihood(v)
            if height.max() == -np.inf:
                return ways_out(self.start)
            ridge.append(self.prior.start(v[:, int(np.argmax(height))]))
        return np.column_stack([ways_out(self.start), *ridge])

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
