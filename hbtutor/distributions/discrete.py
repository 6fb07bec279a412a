"""Distributions of counts: Binomial, Poisson and Negative Binomial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions.base import Discrete
from hbtutor.distributions.rising import log_rising_excess
from hbtutor.validation import counts, generator, nonnegative, positive, probability, same_shape


@dataclass(frozen=True, eq=False)
class Binomial(Discrete):
    """Successes in a number of trials, each with probability p (0 and 1 included).

    >>> Binomial(trials=10, p=0.3).mean
    3.0
    """

    trials: Any
    p: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "trials", counts("trials", self.trials))
        object.__setattr__(self, "p", probability("p", self.p))
        same_shape(trials=self.trials, p=self.p)

    @property
    def mean(self) -> Any:
        """Mean trials p."""
        return self.trials * self.p

    @property
    def var(self) -> Any:
        """Variance trials p (1 - p)."""
        return self.trials * self.p * (1 - self.p)

    def _largest(self) -> Any:
        return self.trials

    def _scipy(self) -> Any:
        from scipy import stats

        return stats.binom(self.trials, self.p)


@dataclass(frozen=True, eq=False)
class Poisson(Discrete):
    """Counts with the given rate (expected count), zero or positive.

    >>> Poisson(rate=2.5).var
    2.5
    """

    rate: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", nonnegative("rate", self.rate))

    @property
    def mean(self) -> Any:
        """Mean: the rate."""
        return self.rate

    @property
    def var(self) -> Any:
        """Variance: the rate."""
        return self.rate

    def _scipy(self) -> Any:
        from scipy import stats

        return stats.poisson(self.rate)


@dataclass(frozen=True, eq=False)
class NegativeBinomial(Discrete):
    """Failures before the r-th success of trials with probability p, as scipy.stats.nbinom(r, p).

    r may be any positive number: it is the Gamma's shape in the Gamma-Poisson mixture.
    p is greater than 0 and at most 1 (at 1 there are no failures).

    >>> NegativeBinomial(r=3, p=0.25).mean, NegativeBinomial(r=3, p=0.25).var
    (9.0, 36.0)
    """

    r: Any
    p: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "r", positive("r", self.r))
        object.__setattr__(self, "p", positive("p", probability("p", self.p)))
        same_shape(r=self.r, p=self.p)
        object.__setattr__(self, "_odds", (1 - self.p) / self.p)

    @classmethod
    def from_gamma(cls, alpha: Any, beta: Any, exposure: Any = 1) -> NegativeBinomial:
        """Return the Poisson counts' law at this exposure when the rate is Gamma(alpha, beta).

        r = alpha, p = beta / (beta + exposure).  In the Poisson limit p is within rounding of 1
        and 1 - p has lost its digits; the odds (1 - p) / p = exposure / beta have not.

        >>> NegativeBinomial.from_gamma(alpha=5e20, beta=1e20, exposure=2).mean
        10.0
        """
        distribution = cls(r=alpha, p=beta / (beta + exposure))
        object.__setattr__(distribution, "_odds", exposure / beta)
        return distribution

    @property
    def mean(self) -> Any:
        """Mean r (1 - p) / p."""
        return self.r * self._odds  # type: ignore[attr-defined]

    @property
    def var(self) -> Any:
        """Variance r (1 - p) / p^2 = mean + mean^2 / r."""
        return self.mean * (1 + self._odds)  # type: ignore[attr-defined]

    def _log_probability(self, k: Any) -> Any:
        # k log(r (1 - p) / p) - (r + k) log(1 + (1 - p) / p) - log k!, and the rising factorial
        # of r: the Poisson's log pmf as r -> infinity with r (1 - p) / p fixed.
        import numpy as np
        from scipy.special import gammaln, xlogy

        odds: Any = np.asarray(self._odds, dtype=float)  # type: ignore[attr-defined]
        r = np.asarray(self.r, dtype=float)
        base = xlogy(k, r * odds) - (r + k) * np.log1p(odds) - gammaln(k + 1)
        return base + log_rising_excess(r, k)

    def cdf(self, x: Any) -> Any:
        """Return P(value <= x), elementwise over x and the parameters."""
        import numpy as np
        from scipy.special import betaincc

        x = np.floor(np.asarray(x, dtype=float))
        below = betaincc(np.maximum(x, 0) + 1, self.r, self._failure())
        return np.where(x >= 0, below, 0.0)[()]

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator: shape ``shape``, or (size, *shape)."""
        import numpy as np

        full = self.shape if size is None else (size, *self.shape)
        odds: Any = np.asarray(self._odds, dtype=float)  # type: ignore[attr-defined]
        return generator(rng).poisson(rng.gamma(self.r, odds, full or None))

    def _inverse_cdf(self, p: Any) -> Any:
        import numpy as np
        from scipy import stats

        # Where p is within rounding of 1 the Poisson's quantile is at most a step away.
        close = self._failure() < 1e-8
        k = np.where(close, stats.poisson(self.mean).ppf(p), stats.nbinom(self.r, self.p).ppf(p))
        up = close & (self.cdf(k) < p)
        down = close & (k > 0) & (self.cdf(k - 1) >= p)
        return k + up - down

    def _failure(self) -> Any:
        import numpy as np

        odds: Any = np.asarray(self._odds, dtype=float)  # type: ignore[attr-defined]
        return odds / (1 + odds)
