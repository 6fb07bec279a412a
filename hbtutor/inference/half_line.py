"""A coordinate for a spread whose density does not vanish at zero.

On its logarithm such a spread has a long tail to the left, exp(u), which takes many nodes.  Here
x = scale exp(u - exp(-u)): to the right still a logarithm, to the left doubly exponential, so that
a few nodes reach zero.  Source: Takahasi and Mori (1974), Publ. RIMS Kyoto 9:721-741.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from hbtutor.inference.coordinates import Coordinate
from hbtutor.inference.family import Array


@dataclass(frozen=True)
class HalfLine(Coordinate):
    """The map x = scale exp(u - exp(-u)) between x > 0 and the whole line.

    scale: a typical value of x; it stands at u = 0.567.

    >>> HalfLine(scale=5.0).natural(HalfLine(scale=5.0).line(np.array(2.0))).round(12)
    np.float64(2.0)
    """

    low: float = 0.0
    high: float = np.inf
    scale: float = 1.0

    def natural(self, u: Array) -> Array:
        """Return x at the coordinate u."""
        with np.errstate(over="ignore", under="ignore"):
            return self.scale * np.exp(u - np.exp(-u))

    def line(self, x: Array) -> Array:
        """Return the coordinate u of x: with s = exp(-u), s exp(s) = scale / x."""
        log_ratio = np.log(x / self.scale)
        return log_ratio + special.lambertw(np.exp(-log_ratio)).real

    def log_jacobian(self, u: Array) -> Array:
        """Return log dx/du."""
        with np.errstate(over="ignore"):
            return np.log(self.scale) + u - np.exp(-u) + np.logaddexp(0.0, -u)
