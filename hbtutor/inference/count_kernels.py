"""Laws of counts at the nodes: what a group's next count looks like, given the hyperparameters."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import special

from hbtutor.distributions import BetaNegativeBinomialCount
from hbtutor.distributions.rising import log_rising_excess, log_weights
from hbtutor.inference.family import Array


@dataclass(frozen=True, eq=False)
class BetaBinomialKernel:
    """Successes in trials, (1, g), whose probability is Beta(alpha, beta), each (K, g)."""

    trials: Array
    alpha: Array
    beta: Array
    discrete: bool = field(default=True, init=False)

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, float(np.max(self.trials))

    @property
    def mean(self) -> Array:
        return self.trials * (self.alpha / (self.alpha + self.beta))

    @property
    def var(self) -> Array:
        size = self.alpha + self.beta
        binomial = self.trials * (self.alpha / size) * (self.beta / size)
        return binomial * (size + self.trials) / (size + 1)

    def cdf(self, x: Array) -> Array:
        """Sum the probabilities up to x, each from the last by its ratio."""
        n, a, b = self.trials, self.alpha, self.beta
        x = np.floor(x)
        log_p = self._log_pmf(np.zeros_like(a + n))
        total = np.zeros(np.broadcast_shapes(np.shape(x), log_p.shape))
        with np.errstate(divide="ignore"):
            for i in range(int(np.max(np.minimum(x, n), initial=-1)) + 1):
                total += np.where(i <= x, np.exp(log_p), 0.0)
                ratio = np.maximum(n - i, 0) * (a + i) / ((i + 1) * np.maximum(b + n - i - 1, b))
                log_p = log_p + np.log(ratio)
        return np.where(x >= n, 1.0, np.minimum(total, 1.0))

    def pdf(self, x: Array) -> Array:
        inside = (x >= 0) & (x <= self.trials) & (x % 1 == 0)
        return np.where(inside, np.exp(self._log_pmf(np.where(inside, x, 0.0))), 0.0)

    def _log_pmf(self, k: Array) -> Array:
        n, a, b = self.trials, self.alpha, self.beta
        log_p, log_q = log_weights(a, b)
        ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
        rising = log_rising_excess(a, k) + log_rising_excess(b, n - k)
        return ways + k * log_p + (n - k) * log_q + rising - log_rising_excess(a + b, n)

    def sample(self, rng: np.random.Generator) -> Array:
        trials = np.broadcast_to(self.trials, np.shape(self.alpha)).astype(np.int64)
        return rng.binomial(trials, rng.beta(self.alpha, self.beta)).astype(float)


@dataclass(frozen=True, eq=False)
class NegativeBinomialKernel:
    """Events in an exposure, (1, g), whose rate is Gamma(alpha, beta), shape and RATE, (K, g)."""

    exposure: Array
    alpha: Array
    beta: Array
    support: tuple[float, float] = field(default=(0.0, np.inf), init=False)
    discrete: bool = field(default=True, init=False)

    @property
    def mean(self) -> Array:
        return self.exposure * (self.alpha / self.beta)

    @property
    def var(self) -> Array:
        return self.mean * (1 + self.exposure / self.beta)

    def cdf(self, x: Array) -> Array:
        q = self.exposure / (self.beta + self.exposure)
        above = np.maximum(np.floor(x), 0) + 1
        below = special.betainc(self.alpha, above, 1 - q)
        close = q < 1e-4  # near Poisson 1 - q has lost its digits; the complement is slower
        if close.any():
            close, above, alpha, q = np.broadcast_arrays(close, above, self.alpha, q)
            below[close] = special.betaincc(above[close], alpha[close], q[close])
        return np.where(x >= 0, below, 0.0)

    def pdf(self, x: Array) -> Array:
        inside = (x >= 0) & (x % 1 == 0)
        k = np.where(inside, x, 0.0)
        odds = self.exposure / self.beta
        log_p = special.xlogy(k, self.alpha * odds) - (self.alpha + k) * np.log1p(odds)
        log_p = log_p - special.gammaln(k + 1) + log_rising_excess(self.alpha, k)
        return np.where(inside, np.exp(log_p), 0.0)

    def sample(self, rng: np.random.Generator) -> Array:
        return rng.poisson(self.exposure * rng.gamma(self.alpha, 1 / self.beta)).astype(float)


@dataclass(frozen=True, eq=False)
class BetaNegativeBinomialKernel:
    """Failures before the r-th success, r (1, 1), with probability Beta(alpha, beta), (1, 1)."""

    r: Array
    alpha: Array
    beta: Array
    support: tuple[float, float] = field(default=(0.0, np.inf), init=False)
    discrete: bool = field(default=True, init=False)

    @property
    def _record(self) -> BetaNegativeBinomialCount:
        return BetaNegativeBinomialCount(self.r, self.alpha, self.beta)

    @property
    def mean(self) -> Array:
        return self._record.mean

    @property
    def var(self) -> Array:
        return self._record.var

    def cdf(self, x: Array) -> Array:
        return np.asarray(self._record.cdf(x))

    def pdf(self, x: Array) -> Array:
        return np.exp(self._record.logpmf(x))

    def sample(self, rng: np.random.Generator) -> Array:
        return rng.negative_binomial(self.r, rng.beta(self.alpha, self.beta)).astype(float)
