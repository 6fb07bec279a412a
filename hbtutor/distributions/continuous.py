"""Distributions with a density: Normal, Beta, Gamma (shape and rate), Student's t."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions.base import Continuous, square_root
from hbtutor.validation import finite, generator, is_symbolic, positive, same_shape


@dataclass(frozen=True, eq=False)
class Normal(Continuous):
    """The normal distribution with its variance (not its standard deviation).

    mean: in the units of the data; var: positive, in squared units.

    >>> posterior = Normal(mean=55.0, var=16.0)
    >>> posterior.sd
    4.0
    >>> [round(float(bound), 2) for bound in posterior.interval(0.95)]
    [47.16, 62.84]
    """

    mean: Any
    var: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "mean", finite("mean", self.mean))
        object.__setattr__(self, "var", positive("var", self.var))
        same_shape(mean=self.mean, var=self.var)

    @classmethod
    def point_mass(cls, mean: Any) -> Normal:
        """Return the limit var -> 0: all the probability on the mean.

        >>> [float(bound) for bound in Normal.point_mass(7.7).interval(0.95)]
        [7.7, 7.7]
        """
        distribution = object.__new__(cls)
        mean = finite("mean", mean)
        object.__setattr__(distribution, "mean", mean)
        object.__setattr__(distribution, "var", mean * 0.0)
        return distribution

    def cdf(self, x: Any) -> Any:
        """Return P(value <= x): a step at the mean where the variance is zero."""
        if self._is_point_mass():
            import numpy as np

            return np.where(np.asarray(x) >= self.mean, 1.0, 0.0)[()]
        return super().cdf(x)

    def logpdf(self, x: Any) -> Any:
        """Return the log density at x: infinite at a point mass, minus infinity elsewhere."""
        if self._is_point_mass():
            import numpy as np

            return np.where(np.asarray(x) == self.mean, np.inf, -np.inf)[()]
        return super().logpdf(x)

    def quantile(self, p: Any) -> Any:
        """Return the quantile(s): for p of shape (k,), an array of shape (k, *shape)."""
        if self._is_point_mass():
            return self.mean + 0 * Normal(self.mean, self.var + 1.0).quantile(p)
        return super().quantile(p)

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator: shape ``shape``, or (size, *shape)."""
        full = self.shape if size is None else (size, *self.shape)
        return generator(rng).normal(self.mean, self.sd, full or None)

    def _is_point_mass(self) -> bool:
        import numpy as np

        return not is_symbolic(self.var) and not np.any(self.var)

    def _scipy(self) -> Any:
        from scipy import stats

        return stats.norm(self.mean, self.sd)


@dataclass(frozen=True, eq=False)
class StudentT(Continuous):
    """Student's t with location and scale.

    df: degrees of freedom, positive; loc: its centre; scale: positive (not its sd).

    >>> float(StudentT(df=4.0, loc=10.0, scale=2.0).var)
    8.0
    """

    df: Any
    loc: Any
    scale: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "df", positive("df", self.df))
        object.__setattr__(self, "loc", finite("loc", self.loc))
        object.__setattr__(self, "scale", positive("scale", self.scale))
        same_shape(df=self.df, loc=self.loc, scale=self.scale)

    @property
    def mean(self) -> Any:
        """Mean: nan where df <= 1, where it does not exist."""
        return self._scipy().mean()

    @property
    def var(self) -> Any:
        """Variance: infinite where 1 < df <= 2, nan where df <= 1."""
        return self._scipy().var()[()]

    def _scipy(self) -> Any:
        from scipy import stats

        return stats.t(self.df, self.loc, self.scale)


@dataclass(frozen=True, eq=False)
class Beta(Continuous):
    """The Beta distribution on (0, 1): alpha and beta are prior successes and failures.

    >>> Beta(alpha=3, beta=1).mean
    0.75
    """

    alpha: Any
    beta: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "alpha", positive("alpha", self.alpha))
        object.__setattr__(self, "beta", positive("beta", self.beta))
        same_shape(alpha=self.alpha, beta=self.beta)

    @property
    def mean(self) -> Any:
        """Mean alpha / (alpha + beta)."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def var(self) -> Any:
        """Variance mean (1 - mean) / (alpha + beta + 1)."""
        size = self.alpha + self.beta
        return (self.alpha / size) * (self.beta / size) / (size + 1)

    def _scipy(self) -> Any:
        from scipy import stats

        return stats.beta(self.alpha, self.beta)


@dataclass(frozen=True, eq=False)
class Gamma(Continuous):
    """The Gamma distribution with shape alpha and RATE beta (SciPy's scale is 1 / beta).

    >>> Gamma(alpha=6, beta=3).mean, round(Gamma(alpha=6, beta=3).var, 4)
    (2.0, 0.6667)
    """

    alpha: Any
    beta: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "alpha", positive("alpha", self.alpha))
        object.__setattr__(self, "beta", positive("beta", self.beta))
        same_shape(alpha=self.alpha, beta=self.beta)

    @property
    def mean(self) -> Any:
        """Mean alpha / beta."""
        return self.alpha / self.beta

    @property
    def var(self) -> Any:
        """Variance alpha / beta^2."""
        return self.alpha / self.beta**2

    @property
    def sd(self) -> Any:
        """Standard deviation sqrt(alpha) / beta."""
        return square_root(self.alpha) / self.beta

    def _scipy(self) -> Any:
        from scipy import stats

        return stats.gamma(self.alpha, scale=1 / self.beta)
