"""Laws at the nodes: the conditionals that a posterior mixes, as arrays of nodes by groups.

The records of hbtutor.distributions say the same for one law and check what enters; here the
arguments are already checked, arrive by the million and must cost nothing but arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import special

from hbtutor.inference.family import Array

_ROOT_TWO_PI = np.sqrt(2 * np.pi)


@dataclass(frozen=True, eq=False)
class NormalKernel:
    """Normal(mean, var), each (K, g)."""

    mean: Array
    var: Array
    support: tuple[float, float] = field(default=(-np.inf, np.inf), init=False)
    discrete: bool = field(default=False, init=False)

    @cached_property
    def _scale(self) -> Array:
        return 1 / np.sqrt(self.var)

    def cdf(self, x: Array) -> Array:
        return special.ndtr((x - self.mean) * self._scale)

    def pdf(self, x: Array) -> Array:
        z = (x - self.mean) * self._scale
        return np.exp(-0.5 * z * z) * self._height

    def cdf_and_pdf(self, x: Array) -> tuple[Array, Array]:
        """Both at once, for half the price: what a quantile is sought with."""
        z = (x - self.mean) * self._scale
        return special.ndtr(z), np.exp(-0.5 * z * z) * self._height

    @cached_property
    def _height(self) -> Array:
        return self._scale / _ROOT_TWO_PI

    def sample(self, rng: np.random.Generator) -> Array:
        return rng.normal(self.mean, np.sqrt(self.var))


@dataclass(frozen=True, eq=False)
class BetaKernel:
    """Beta(alpha, beta), each (K, g)."""

    alpha: Array
    beta: Array
    support: tuple[float, float] = field(default=(0.0, 1.0), init=False)
    discrete: bool = field(default=False, init=False)

    @property
    def mean(self) -> Array:
        return self.alpha / (self.alpha + self.beta)

    @property
    def var(self) -> Array:
        size = self.alpha + self.beta
        return (self.alpha / size) * (self.beta / size) / (size + 1)

    def cdf(self, x: Array) -> Array:
        return special.betainc(self.alpha, self.beta, np.clip(x, 0.0, 1.0))

    @cached_property
    def _log_norm(self) -> Array:
        return special.betaln(self.alpha, self.beta)

    def pdf(self, x: Array) -> Array:
        inside = (x > 0) & (x < 1)
        x = np.where(inside, x, 0.5)
        log_pdf = (
            special.xlogy(self.alpha - 1, x) + special.xlog1py(self.beta - 1, -x) - self._log_norm
        )
        return np.where(inside, np.exp(log_pdf), 0.0)

    def sample(self, rng: np.random.Generator) -> Array:
        return rng.beta(self.alpha, self.beta)


@dataclass(frozen=True, eq=False)
class GammaKernel:
    """Gamma with shape alpha and RATE beta, each (K, g)."""

    alpha: Array
    beta: Array
    support: tuple[float, float] = field(default=(0.0, np.inf), init=False)
    discrete: bool = field(default=False, init=False)

    @property
    def mean(self) -> Array:
        return self.alpha / self.beta

    @property
    def var(self) -> Array:
        return self.alpha / self.beta**2

    def cdf(self, x: Array) -> Array:
        return special.gammainc(self.alpha, np.maximum(x, 0.0) * self.beta)

    @cached_property
    def _log_norm(self) -> Array:
        return special.gammaln(self.alpha) - self.alpha * np.log(self.beta)

    def pdf(self, x: Array) -> Array:
        inside = x > 0
        x = np.where(inside, x, 1.0)
        log_pdf = special.xlogy(self.alpha - 1, x) - self.beta * x - self._log_norm
        return np.where(inside, np.exp(log_pdf), 0.0)

    def sample(self, rng: np.random.Generator) -> Array:
        return rng.gamma(self.alpha, 1 / self.beta)


@dataclass(frozen=True, eq=False)
class StudentKernel:
    """Student t with location, squared scale and degrees of freedom, each (K, g) or broadcast."""

    location: Array
    scale2: Array
    df: Array
    support: tuple[float, float] = field(default=(-np.inf, np.inf), init=False)
    discrete: bool = field(default=False, init=False)

    @property
    def mean(self) -> Array:
        return np.where(self.df > 1, self.location, np.nan)

    @property
    def var(self) -> Array:
        return np.where(
            self.df > 2, self.scale2 * self.df / np.maximum(self.df - 2, 1e-300), np.inf
        )

    def _standard(self, x: Array) -> Array:
        return (x - self.location) / np.sqrt(self.scale2)

    def cdf(self, x: Array) -> Array:
        return special.stdtr(self.df, self._standard(x))

    def pdf(self, x: Array) -> Array:
        z = self._standard(x)
        log_norm = special.betaln(self.df / 2, 0.5) + 0.5 * np.log(self.df * self.scale2)
        return np.exp(-(self.df + 1) / 2 * np.log1p(z * z / self.df) - log_norm)

    def sample(self, rng: np.random.Generator) -> Array:
        shape = np.broadcast_shapes(
            np.shape(self.location), np.shape(self.scale2), np.shape(self.df)
        )
        return self.location + np.sqrt(self.scale2) * rng.standard_t(self.df, size=shape)
