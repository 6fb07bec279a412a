"""Distributions of counts: Binomial, Poisson, Negative Binomial and their beta mixtures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions.base import Discrete
from hbtutor.validation import counts, fraction, is_symbolic, positive, same_shape


@dataclass(frozen=True, eq=False)
class Binomial(Discrete):
    """Successes in a number of trials, each with probability p.

    >>> Binomial(trials=10, p=0.3).mean
    3.0
    """

    trials: Any
    p: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "trials", counts("trials", self.trials))
        object.__setattr__(self, "p", fraction("p", self.p))
        same_shape(trials=self.trials, p=self.p)

    @property
    def mean(self) -> Any:
        """Mean trials p."""
        return self.trials * self.p

    @property
    def var(self) -> Any:
        """Variance trials p (1 - p)."""
        return self.trials * self.p * (1 - self.p)

    def _scipy(self) -> Any:
        from scipy import stats

        return stats.binom(self.trials, self.p)


@dataclass(frozen=True, eq=False)
class Poisson(Discrete):
    """Counts with the given rate (expected count).

    >>> Poisson(rate=2.5).var
    2.5
    """

    rate: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", positive("rate", self.rate))

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

    >>> NegativeBinomial(r=3, p=0.25).mean, NegativeBinomial(r=3, p=0.25).var
    (9.0, 36.0)
    """

    r: Any
    p: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "r", positive("r", self.r))
        object.__setattr__(self, "p", fraction("p", self.p))
        same_shape(r=self.r, p=self.p)

    @property
    def mean(self) -> Any:
        """Mean r (1 - p) / p."""
        return self.r * (1 - self.p) / self.p

    @property
    def var(self) -> Any:
        """Variance r (1 - p) / p^2 = mean + mean^2 / r."""
        return self.r * (1 - self.p) / self.p**2

    def _scipy(self) -> Any:
        from scipy import stats

        return stats.nbinom(self.r, self.p)


@dataclass(frozen=True, eq=False)
class BetaBinomialCount(Discrete):
    """Successes in a number of trials whose probability is Beta(alpha, beta).

    >>> BetaBinomialCount(trials=10, alpha=3, beta=1).mean
    7.5
    """

    trials: Any
    alpha: Any
    beta: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "trials", counts("trials", self.trials))
        object.__setattr__(self, "alpha", positive("alpha", self.alpha))
        object.__setattr__(self, "beta", positive("beta", self.beta))
        same_shape(trials=self.trials, alpha=self.alpha, beta=self.beta)

    @property
    def mean(self) -> Any:
        """Mean trials alpha / (alpha + beta)."""
        return self.trials * self.alpha / (self.alpha + self.beta)

    @property
    def var(self) -> Any:
        """Variance: the binomial's, times (alpha + beta + trials) / (alpha + beta + 1)."""
        size = self.alpha + self.beta
        binomial = self.trials * (self.alpha / size) * (self.beta / size)
        return binomial * (size + self.trials) / (size + 1)

    def _scipy(self) -> Any:
        from scipy import stats

        return stats.betabinom(self.trials, self.alpha, self.beta)


@dataclass(frozen=True, eq=False)
class BetaNegativeBinomialCount(Discrete):
    """Failures before the r-th success of trials whose probability is Beta(alpha, beta).

    >>> float(BetaNegativeBinomialCount(r=2, alpha=5, beta=6).mean)
    3.0
    """

    r: Any
    alpha: Any
    beta: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "r", positive("r", self.r))
        object.__setattr__(self, "alpha", positive("alpha", self.alpha))
        object.__setattr__(self, "beta", positive("beta", self.beta))
        same_shape(r=self.r, alpha=self.alpha, beta=self.beta)

    @property
    def mean(self) -> Any:
        """Mean r beta / (alpha - 1): infinite where alpha <= 1."""
        return _where_exists(self.alpha, 1, self.r * self.beta / _safe(self.alpha, 1))

    @property
    def var(self) -> Any:
        """Variance: infinite where alpha <= 2."""
        a, b, r = self.alpha, self.beta, self.r
        ratio = r * b * (a + r - 1) * (a + b - 1)
        return _where_exists(a, 2, ratio / (_safe(a, 2) * _safe(a, 1) ** 2))

    def _scipy(self) -> Any:
        from scipy import stats

        return stats.betanbinom(self.r, self.alpha, self.beta)


def _safe(alpha: Any, order: int) -> Any:
    """Return alpha - order, with 1 where the moment of that order does not exist."""
    if is_symbolic(alpha):
        return alpha - order
    import numpy as np

    return np.where(np.asarray(alpha) > order, alpha - order, 1.0)[()]


def _where_exists(alpha: Any, order: int, value: Any) -> Any:
    if is_symbolic(alpha, value):
        return value
    import numpy as np

    return np.where(np.asarray(alpha) > order, value, np.inf)[()]
