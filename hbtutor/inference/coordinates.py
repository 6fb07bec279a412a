"""From a quantity with limits to a coordinate without: where integration is done.

The trapezoid rule converges exponentially only if the integrand is smooth on the whole line, so
a scale is integrated on its logarithm, a fraction or anything between two limits on its logit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from hbtutor.inference.family import Array


@dataclass(frozen=True)
class Coordinate:
    """The map between a quantity x in (low, high) and a coordinate u on the whole line.

    (-inf, inf): x = u; (low, inf): x = low + exp(u); (low, high): x = low + (high - low) expit(u).

    >>> Coordinate(0, np.inf).natural(np.log(3.0)).round(12)
    np.float64(3.0)
    """

    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"support must be (low, high), low < high; got {self.low, self.high}.")
        if np.isinf(self.low) and np.isfinite(self.high):
            raise ValueError(f"a support with no lower limit must have no upper one; got {self}.")

    def natural(self, u: Array) -> Array:
        """Return x at the coordinate u."""
        if np.isfinite(self.high):
            return self.low + (self.high - self.low) * special.expit(u)
        return u if np.isinf(self.low) else self.low + np.exp(u)

    def line(self, x: Array) -> Array:
        """Return the coordinate u of x."""
        if np.isfinite(self.high):
            return np.log(x - self.low) - np.log(self.high - x)
        return x if np.isinf(self.low) else np.log(x - self.low)

    def log_jacobian(self, u: Array) -> Array:
        """Return log dx/du, which turns a density of x into a density of u."""
        if np.isfinite(self.high):
            width = np.log(self.high - self.low)
            return width + special.log_expit(u) + special.log_expit(-u)
        return np.zeros_like(u) if np.isinf(self.low) else u


@dataclass(frozen=True)
class SinhLine:
    """The coordinate of a location on the whole line: x = centre + scale sinh(u).

    A tail that falls as a power of x falls exponentially in u, as the engine wants it.

    >>> SinhLine(8.0, 5.0).natural(np.array(0.0))
    np.float64(8.0)
    """

    centre: float
    scale: float

    def natural(self, u: Array) -> Array:
        """Return x at the coordinate u."""
        return self.centre + self.scale * np.sinh(u)

    def line(self, x: Array) -> Array:
        """Return the coordinate u of x."""
        return np.arcsinh((x - self.centre) / self.scale)

    def log_jacobian(self, u: Array) -> Array:
        """Return log dx/du."""
        return np.log(self.scale) + np.logaddexp(u, -u) - np.log(2)
