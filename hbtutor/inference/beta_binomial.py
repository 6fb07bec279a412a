"""Full Bayes for the Beta-Binomial model: the proportions eliminated exactly, two numbers left.

The grid lies on (logit mean, log size), size = alpha + beta: there the posterior is smooth and
nearly normal, and the size, which the data may hardly bound, is an axis of its own.
Source: Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
from scipy import special

from hbtutor.inference.alike import Alike, alike
from hbtutor.inference.count_kernels import BetaBinomialKernel
from hbtutor.inference.family import Array, Kernel
from hbtutor.inference.kernels import BetaKernel
from hbtutor.inference.mode import Bulk
from hbtutor.inference.pair_prior import PairPrior, pair_prior, ways_out
from hbtutor.inference.priors import Flat, LogDensity, SumPower
from hbtutor.inference.proportion_data import ProportionData
from hbtutor.inference.proportion_fit import fit
from hbtutor.validation import counts, same_shape

__all__ = ["ProportionTarget", "fit", "target"]

_POSITIVE = (0.0, np.inf)


class ProportionScales:
    """alpha, beta, mean = alpha/(alpha + beta), size = alpha + beta; v = (logit mean, log size)."""

    domains: ClassVar[Mapping[str, tuple[float, float]]] = {
        "alpha": _POSITIVE,
        "beta": _POSITIVE,
        "mean": (0.0, 1.0),
        "size": _POSITIVE,
    }
    pairs: ClassVar[tuple[tuple[str, str], ...]] = (
        ("mean", "size"),
        ("alpha", "beta"),
        ("mean", "alpha"),
        ("mean", "beta"),
    )

    def natural(self, v: Array) -> dict[str, Array]:
        mean, other, size = special.expit(v[0]), special.expit(-v[0]), np.exp(v[1])
        return {"alpha": mean * size, "beta": other * size, "mean": mean, "size": size}

    def log_jacobian(self, pair: tuple[str, str], v: Array) -> Array:
        log_mean, log_other = special.log_expit(v[0]), special.log_expit(-v[0])
        more = {"size": 0.0, "alpha": log_mean, "beta": log_other}
        extra = v[1] if pair == ("alpha", "beta") else more[pair[1]]
        return log_mean + log_other + v[1] + extra

    def standard(self, pair: tuple[str, str], first: Array, second: Array) -> Array:
        with np.errstate(divide="ignore"):
            a, b = np.log(first), np.log(second)
            if pair == ("alpha", "beta"):
                return np.array([a - b, np.logaddexp(a, b)])
            other = np.log1p(-np.minimum(first, 1 - 1e-16))
        share = {"size": 0.0, "alpha": a, "beta": other}[pair[1]]
        return np.array([a - other, b - share])


_DEFAULTS = {
    "mean": Flat(),
    "size": LogDensity(lambda size: -1.5 * np.log(size), support=_POSITIVE),
}


def target(successes: Any, *, trials: Any, prior: Any = None) -> ProportionTarget:
    """Return what the engine integrates.

    successes, trials: as `BetaBinomial.posterior`.  prior: {("alpha", "beta"): SumPower()} if
    left out; else a joint prior of alpha and beta, or priors for two of "alpha", "beta", "mean"
    and "size" (= alpha + beta).  "mean" alone or "size" alone leaves the other as under
    SumPower(): flat, and size^(-3/2).
    """
    data = ProportionData.checked(successes, trials=trials)
    if prior is None:
        prior = {("alpha", "beta"): SumPower()}
    built = ProportionTarget(data, pair_prior(prior, ProportionScales(), data.ridge, _DEFAULTS))
    return replace(built, bulk=built.prior.bulk(built.log_density, built.start, built.improper))


@dataclass(frozen=True, eq=False)
class ProportionTarget:
    """The posterior of the two hyperparameters for one data set."""

    data: ProportionData
    prior: PairPrior
    bulk: Bulk | None = None
    names: tuple[str, ...] = field(default=("alpha", "beta", "mean", "size"), init=False)

    @property
    def groups(self) -> int:
        return self.data.groups

    @property
    def labels(self) -> Any:
        return self.data.labels

    @property
    def alike(self) -> Alike | None:
        return alike(self.data.successes, self.data.trials)

    @property
    def improper(self) -> str:
        mixed = self.data.mixed
        cause = (
            "no group has both successes and failures, so the likelihood does not fall as "
            "alpha + beta tends to 0"
            if mixed == 0
            else "the likelihood tends to a positive constant as alpha + beta tends to infinity "
            f"(complete pooling) and falls only as its power {mixed} as it tends to 0"
        )
        return (
            f"the posterior of alpha and beta is improper under this prior: {cause}. Use a proper "
            "prior for 'size' (= alpha + beta), such as HalfCauchy, or {('alpha', 'beta'): "
            "SumPower()} if some group has successes and failures."
        )

    @property
    def start(self) -> Array:
        k, n = self.data.total
        logit = np.log((k + 0.5) / (n - k + 0.5))
        # What the proportions' spread leaves over the binomial's suggests a size.
        tried = self.data.trials > 0
        proportion = self.data.successes[tried] / self.data.trials[tried]
        mean = special.expit(logit)
        ratio = np.mean((proportion - mean) ** 2) / (mean * (1 - mean))
        spare = max(ratio - np.mean(1 / self.data.trials[tried]), 0.01)
        return self.prior.start(np.array([logit, np.log(max(1 / spare - 1, 0.1))]))

    def log_density(self, u: Array) -> Array:
        v = self.prior.standard(u)
        return self.prior.log_density(u, v) + self.data.log_likelihood(v[0], v[1])

    def corners(self) -> Array:
        return ways_out(self.start)

    def _natural(self, u: Array) -> dict[str, Array]:
        return self.prior.scales.natural(self.prior.standard(u))

    def hyper(self, u: Array) -> Mapping[str, Array | Kernel]:
        return dict(self._natural(u))

    def theta(self, u: Array, part: slice) -> BetaKernel:
        values = self._natural(u)
        k, n = self.data.successes[part], self.data.trials[part]
        return BetaKernel(values["alpha"][:, None] + k, values["beta"][:, None] + (n - k))

    def new_theta(self, u: Array) -> Kernel:
        values = self._natural(u)
        return BetaKernel(values["alpha"][:, None], values["beta"][:, None])

    def predictive(self, u: Array, part: slice, *, trials: Any = None) -> Kernel:
        law = self.theta(u, part)
        return BetaBinomialKernel(self._trials(trials)[None, part], law.alpha, law.beta)

    def _trials(self, trials: Any) -> Array:
        if trials is None:
            return self.data.trials
        trials = counts("trials", trials)
        same_shape(successes=self.data.successes, trials=trials)
        return np.broadcast_to(np.asarray(trials, dtype=float), self.data.trials.shape)

    def draw(self, rng: np.random.Generator, u: Array) -> tuple[dict[str, Array], Array]:
        return self._natural(u), self.theta(u, slice(None)).sample(rng)

    def replicate(self, rng: np.random.Generator, theta: Array) -> Array:
        return rng.binomial(self.data.trials.astype(np.int64), theta).astype(float)

    def log_likelihood(self, theta: Array) -> Array:
        k, n = self.data.successes, self.data.trials
        ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
        return ways + special.xlogy(k, theta) + special.xlog1py(n - k, -theta)

    def observed(self) -> Array:
        return self.data.successes
