"""Counts whose success probability is itself Beta: the beta-binomial and its negative twin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions.rising import log_rising_excess, log_weights
from hbtutor.distributions.summed import Summed
from hbtutor.validation import counts, is_symbolic, positive, same_shape


@dataclass(frozen=True, eq=False)
class BetaBinomialCount(Summed):
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

    def _log_probability(self, k: Any) -> Any:
        # The binomial at the mean alpha / (alpha + beta), and what the rising factorials add.
        import numpy as np
        from scipy.special import gammaln

        n, a, b = (np.asarray(value, dtype=float) for value in (self.trials, self.alpha, self.beta))
        log_p, log_q = log_weights(a, b)
        ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
        rising = log_rising_excess(a, k) + log_rising_excess(b, n - k)
        return ways + k * log_p + (n - k) * log_q + rising - log_rising_excess(a + b, n)

    def _largest(self) -> Any:
        return self.trials

    def _draw(self, rng: Any, shape: tuple[int, ...]) -> Any:
        import numpy as np

        p = rng.beta(self.alpha, self.beta, shape)
        return rng.binomial(np.asarray(self.trials, dtype=int), p)


@dataclass(frozen=True, eq=False)
class BetaNegativeBinomialCount(Summed):
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

    def _log_probability(self, k: Any) -> Any:
        import numpy as np
        from scipy.special import gammaln

        r, a, b = (np.asarray(value, dtype=float) for value in (self.r, self.alpha, self.beta))
        # Where alpha + beta is large: the negative binomial at p = alpha / (alpha + beta), and
        # what the rising factorials add.  Where r is: the same ratios, taken from r upwards.
        log_p, log_q = log_weights(a, b)
        far = r * log_p + k * log_q + log_rising_excess(a, r) - log_rising_excess(a + b, r + k)
        near = log_rising_excess(a, b) - log_rising_excess(r + a, b + k)
        near = near + b * np.log(a / (r + a)) + k * np.log(b / (r + a))
        return (
            np.where(r > a + b, near, far)
            + (k * np.log(r) - gammaln(k + 1))
            + (log_rising_excess(r, k) + log_rising_excess(b, k))
        )

    def _far_below(self, x: int) -> float:
        """Integrate the negative binomial's distribution function, smooth in logit p, over p."""
        import numpy as np
        from scipy.special import betainc, expit, log_expit

        a, b = self.alpha, self.beta
        step = 0.1 / max(1.0, a, b, self.r) ** 0.5
        centre = np.log(a / b)
        # A Beta's logit has tails exp(-a |u|) to the left and exp(-b u) to the right.
        u = centre + np.arange(-40 / min(a, 1.0) - 10, 40 / min(b, 1.0) + 10, step)
        log_weight = a * log_expit(u) + b * log_expit(-u)
        weight = np.exp(log_weight - log_weight.max())
        return float(weight @ betainc(self.r, x + 1.0, expit(u)) / weight.sum())

    def _draw(self, rng: Any, shape: tuple[int, ...]) -> Any:
        return rng.negative_binomial(self.r, rng.beta(self.alpha, self.beta, shape))


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
