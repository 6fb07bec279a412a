"""What the tails of a posterior decide: whether it is proper, which moments it has, how far to go.

The coordinates are such that every density of interest falls at least exponentially in them, and
a power of a scale becomes a slope: a posterior with density tau^-a has slope 1 - a in log tau.
So the slopes, measured far out along each axis in both directions, decide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.mode import Bulk, LogDensity

_NEAR, _FAR = 30.0, 60.0
_LIMIT = 300.0
_DROP = 40.0  # exp(-40) = 4e-18: what lies farther out does not change the last digit
_REACH = np.array([1.5 * 1.4**k for k in range(20)])


@dataclass(frozen=True, eq=False)
class Tails:
    """Nodes far out along the axes, and the log density there.

    far: (d, 4 d) nodes, near and far in each of the 2 d directions; log_far: (4 d,).
    """

    bulk: Bulk
    far: Array
    log_far: Array

    @classmethod
    def of(cls, log_density: LogDensity, bulk: Bulk, improper: str) -> Tails:
        """Measure; raises ValueError with the reason `improper` if the mass is not finite."""
        far = np.concatenate(
            [
                bulk.mode[:, None] + direction[:, None] * [_NEAR, _FAR]
                for direction in _directions(bulk)
            ],
            axis=1,
        )
        tails = cls(bulk, far, log_density(far))
        if not tails.fall(tails.log_far):
            raise ValueError(improper)
        return tails

    def fall(self, log_values: Array) -> bool:
        """Tell whether a function with these logs at the far nodes has a finite integral."""
        near, far = log_values.reshape(-1, 2).T
        with np.errstate(invalid="ignore"):
            falling = far - near < -np.log(2)
        return bool(np.all(falling | (far == -np.inf)))

    def moments(self, size: Array) -> tuple[bool, bool]:
        """Tell whether a quantity of this absolute size at the far nodes has a mean, a variance."""
        with np.errstate(divide="ignore"):
            log_size = np.log(size)
        first = self.fall(self.log_far + log_size)
        return first, first and self.fall(self.log_far + 2 * log_size)


def reach(
    log_density: LogDensity, bulk: Bulk, log_size: Callable[[Array], Array]
) -> list[tuple[float, float]]:
    """Return how far each axis must go, left and right, in units of the bulk's scale.

    log_size: log of the largest factor by which a wanted moment weights the density, (K,).
    """
    directions = _directions(bulk)
    scale = np.abs(np.diag(bulk.factor)).repeat(2)
    nodes = [
        bulk.mode[:, None] + direction[:, None] * np.minimum(_REACH * length, _LIMIT)
        for direction, length in zip(directions, scale, strict=True)
    ]
    u = np.concatenate([bulk.mode[:, None], *nodes], axis=1)
    log_values = log_density(u) + log_size(u)
    rays = log_values[1:].reshape(len(directions), -1)
    top = max(log_values[0], np.max(rays))
    inside = rays > top - _DROP
    # The last node inside, and one more: a tail may rise again before it falls for good.
    last = rays.shape[1] - 1 - np.argmax(inside[:, ::-1], axis=1)
    last = np.where(inside.any(axis=1), np.minimum(last + 1, rays.shape[1] - 1), 2)
    ends = np.minimum(_REACH[last] * scale, _LIMIT) / scale
    return [(float(left), float(right)) for right, left in ends.reshape(-1, 2)]


def _directions(bulk: Bulk) -> list[Array]:
    """Both ways along each axis of the factor, scaled to one unit of that axis's coordinate."""
    columns = bulk.factor / np.diag(bulk.factor)
    return [sign * columns[:, i] for i in range(columns.shape[1]) for sign in (1, -1)]
