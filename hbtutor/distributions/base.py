"""What all univariate distributions share: everything that SciPy's frozen distribution gives."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from typing import Any

from hbtutor.validation import generator, is_symbolic, shape


def square_root(value: Any) -> Any:
    """Return the square root of a number, an array or a symbol.

    A fraction as the exponent keeps symbols exact: 0.5 would turn them into floats.

    >>> square_root(25.0)
    5.0
    """
    return value ** (Fraction(1, 2) if is_symbolic(value) else 0.5)


class Distribution:
    """A univariate distribution; subclasses give ``mean``, ``var`` and SciPy's frozen twin."""

    @property
    def sd(self) -> Any:
        """Standard deviation, in the shape of the parameters."""
        return square_root(self.var)  # type: ignore[attr-defined]

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the parameters: () for one distribution, (J,) for one for each group."""
        shapes = (shape(getattr(self, field.name)) for field in fields(self))  # type: ignore[arg-type]
        return next((found for found in shapes if found), ())

    def cdf(self, x: Any) -> Any:
        """Return P(value <= x), elementwise over x and the parameters."""
        return self._scipy().cdf(x)

    def quantile(self, p: Any) -> Any:
        """Return the quantile(s): for p of shape (k,), an array of shape (k, *shape)."""
        import numpy as np

        p = np.asarray(p, dtype=float)
        if not ((p >= 0) & (p <= 1)).all():
            raise ValueError(f"p must be between 0 and 1; got {p.tolist()!r}.")
        return self._inverse_cdf(p.reshape(p.shape + (1,) * len(self.shape)))[()]

    def interval(self, p: float = 0.95) -> tuple[Any, Any]:
        """Return the equal-tailed interval of probability p as (low, high), each of ``shape``."""
        if not 0 < p < 1:
            raise ValueError(f"p must be strictly between 0 and 1; got {p!r}.")
        low, high = self.quantile([(1 - p) / 2, (1 + p) / 2])
        return low, high

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator: shape ``shape``, or (size, *shape)."""
        full = self.shape if size is None else (size, *self.shape)
        return self._scipy().rvs(size=full or None, random_state=generator(rng))

    def _inverse_cdf(self, p: Any) -> Any:
        return self._scipy().ppf(p)

    def _scipy(self) -> Any:
        raise NotImplementedError


class Continuous(Distribution):
    """A distribution with a density."""

    def logpdf(self, x: Any) -> Any:
        """Return the log density at x, elementwise over x and the parameters."""
        return self._scipy().logpdf(x)


class Discrete(Distribution):
    """A distribution on the whole numbers from 0 up."""

    def logpmf(self, k: Any) -> Any:
        """Return the log probability of k, elementwise over k and the parameters.

        It is minus infinity where k is not a whole number of the support.
        """
        import numpy as np

        k = np.asarray(k, dtype=float)
        inside = (k >= 0) & (k <= self._largest()) & (k % 1 == 0)
        return np.where(inside, self._log_probability(np.where(inside, k, 0.0)), -np.inf)[()]

    def _largest(self) -> Any:
        """Return the largest count that is possible."""
        return float("inf")

    def _log_probability(self, k: Any) -> Any:
        return self._scipy().logpmf(k)
