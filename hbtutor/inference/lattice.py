"""Centre and spread of a density on the plane, from a lattice that zooms in on it.

Where the data hardly bound a hyperparameter, curvature at the mode says little: the density may
be a ridge that falls off exponentially, or have no maximum that Newton's method can find.  Sums
over a lattice need neither derivatives nor a smooth top.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.mode import LogDensity

_SIDE = 25
_FARTHEST = 150.0


class Spread(NamedTuple):
    """Centre, (2,), and covariance, (2, 2), of a density: roughly, its tails being cut off."""

    centre: Array
    covariance: Array


def spread(log_density: LogDensity, start: Array, improper: str) -> Spread:
    """Look around start as far as 6 and 14 units, and follow the mass until it is resolved.

    Raises ValueError, with the reason `improper`, if the density keeps growing outwards.

    >>> def bell(u):
    ...     return -0.5 * ((u[0] - 3) / 0.01) ** 2 - 0.5 * ((u[1] + 2) / 0.5) ** 2
    >>> found = spread(bell, np.zeros(2), "improper")
    >>> found.centre.round(3), np.sqrt(np.diag(found.covariance)).round(3)
    (array([ 3., -2.]), array([0.01, 0.5 ]))
    """
    centre, half = np.asarray(start, dtype=float), np.array([6.0, 14.0])
    ticks = np.linspace(-1, 1, _SIDE)
    unit = np.array(np.meshgrid(ticks, ticks, indexing="ij")).reshape(2, -1)
    for _ in range(60):
        u = centre[:, None] + half[:, None] * unit
        height = log_density(u)
        best = int(np.argmax(height))
        if np.max(np.abs(u[:, best] - start)) > _FARTHEST or height[best] == -np.inf:
            break
        if np.any(np.abs(unit[:, best]) == 1):
            centre = u[:, best]
            continue
        weight = np.exp(height - height[best])
        weight /= weight.sum()
        mean = u @ weight
        covariance = ((u - mean[:, None]) * weight) @ (u - mean[:, None]).T
        sd, spacing = np.sqrt(np.diag(covariance)), 2 * half / (_SIDE - 1)
        if np.all(spacing <= 0.6 * sd) and np.all(half <= 14.0):
            return Spread(mean, covariance)
        centre, half = mean, np.clip(5 * sd, 2 * spacing, [6.0, 14.0])
    raise ValueError(improper)
