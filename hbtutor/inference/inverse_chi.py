"""The law of a standard deviation whose square is scaled inverse chi-squared."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import special

from hbtutor.inference.family import Array


@dataclass(frozen=True, eq=False)
class InverseChiKernel:
    """sqrt(df scale2 / chi-squared with df degrees of freedom), scale2 of shape (K, g).

    What is left of a scale once everything else is given: sigma, and tau = t sigma.
    """

    scale2: Array
    df: Array
    support: tuple[float, float] = field(default=(0.0, np.inf), init=False)
    discrete: bool = field(default=False, init=False)

    @property
    def mean(self) -> Array:
        """Mean, infinite for df <= 1."""
        half = np.maximum(self.df / 2, 0.5 + 1e-9)
        ratio = np.exp(special.gammaln(half - 0.5) - special.gammaln(half))
        return np.where(self.df > 1, np.sqrt(half * self.scale2) * ratio, np.inf)

    @property
    def var(self) -> Array:
        """Variance, infinite for df <= 2."""
        with np.errstate(invalid="ignore"):
            second = self.scale2 * self.df / np.maximum(self.df - 2, 1e-300)
            return np.where(self.df > 2, np.maximum(second - self.mean**2, 0.0), np.inf)

    def _half_square(self, x: Array) -> Array:
        with np.errstate(divide="ignore", over="ignore"):
            return 0.5 * self.df * self.scale2 / np.maximum(x, 0.0) ** 2

    def cdf(self, x: Array) -> Array:
        """P(value <= x) = P(chi-squared >= df scale2 / x^2)."""
        return special.gammaincc(self.df / 2, self._half_square(x))

    @cached_property
    def _log_norm(self) -> Array:
        half = self.df / 2
        with np.errstate(divide="ignore"):  # a scale of zero has no density away from zero
            return np.log(2) + half * np.log(half * self.scale2) - special.gammaln(half)

    def pdf(self, x: Array) -> Array:
        """Density at x, zero for x <= 0."""
        inside = x > 0
        x = np.where(inside, x, 1.0)
        log_pdf = self._log_norm - (self.df + 1) * np.log(x) - self._half_square(x)
        return np.where(inside, np.exp(log_pdf), 0.0)

    def sample(self, rng: np.random.Generator) -> Array:
        """Draw once for each entry."""
        chi2 = rng.chisquare(np.broadcast_to(self.df, np.shape(self.scale2)))
        return np.sqrt(self.df * self.scale2 / chi2)
