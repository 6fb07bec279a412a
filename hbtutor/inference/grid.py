"""A product of trapezoid rules in stretched coordinates.

With z = a sinh(w / a) the nodes w = h k lie densely where the mass is and thin out exponentially
in the tails; u = mode + factor z.  For a smooth integrand on the whole line the trapezoid rule
converges exponentially in 1 / h.  Source: Trefethen and Weideman (2014), SIAM Review 56:385-458.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.mode import Bulk, LogDensity

_WIDTH = 9.0  # a Gaussian is below 1e-17 of its peak beyond 9 standard deviations


@dataclass(frozen=True, eq=False)
class Grid:
    """Axes, and the log density in their coordinates w at every node.

    bulk: mode and factor; stretch: a for each axis (infinite: none); axes: the nodes w of each;
    log_p: (K1, ..., Kd), log of density x Jacobian, relative to `peak`, its largest value.
    error, probability_error: bounds on what halving the steps changes; aside: for each axis, the
    grid half a step aside that gave the bounds; see `hbtutor.inference.quadrature`.
    """

    bulk: Bulk
    stretch: tuple[float, ...]
    axes: tuple[Array, ...]
    log_p: Array
    peak: float
    error: float = math.inf
    probability_error: float = math.inf
    aside: tuple[Grid, ...] = ()

    @classmethod
    def laid_out(cls, bulk: Bulk, ends: list[tuple[float, float]], step: float) -> Grid:
        """Lay a grid of this step, without values, over the stated reach of each axis."""
        stretch = tuple(stretch_for(max(end)) for end in ends)
        axes = []
        for a, (left, right) in zip(stretch, ends, strict=True):
            low, high = (
                math.ceil(_unstretched(left, a) / step),
                math.ceil(_unstretched(right, a) / step),
            )
            axes.append(step * np.arange(-low, high + 1))
        return cls(bulk, stretch, tuple(axes), np.empty(0), 0.0)

    def filled(self, log_density: LogDensity) -> Grid:
        """Return the same grid with the log density at its nodes."""
        return self.holding(log_density(self.u))

    def holding(self, log_density: Array) -> Grid:
        """Return the same grid with these values of the log density over u, (K,)."""
        log_p = log_density + self.log_stretch
        peak = float(np.max(log_p))
        shape = tuple(axis.size for axis in self.axes)
        return self.with_same_nodes(log_p=(log_p - peak).reshape(shape), peak=peak)

    def with_same_nodes(self, **changes: Any) -> Grid:
        """Return a changed grid that has the nodes already worked out, if they were."""
        grid = object.__new__(Grid)
        grid.__dict__.update(self.__dict__, **changes)
        grid.__dict__.pop("weights", None)
        return grid

    def shifted(self, axis: int) -> Grid:
        """Return the unfilled grid whose nodes on one axis lie half a step aside."""
        old, h = self.axes[axis], self.step(axis)
        new = np.append(old - h / 2, old[-1] + h / 2)
        axes = (*self.axes[:axis], new, *self.axes[axis + 1 :])
        return Grid(self.bulk, self.stretch, axes, np.empty(0), 0.0)

    def merged(self, other: Grid, axis: int) -> Grid:
        """Return the grid of half the step on one axis: these nodes and the shifted ones."""
        peak = max(self.peak, other.peak)
        mine, theirs = self.log_p + (self.peak - peak), other.log_p + (other.peak - peak)
        nodes = _interleaved(other.axes[axis], self.axes[axis], 0)
        axes = (*self.axes[:axis], nodes, *self.axes[axis + 1 :])
        return Grid(self.bulk, self.stretch, axes, _interleaved(theirs, mine, axis), peak)

    def halved(self, log_density: LogDensity) -> Grid:
        """Return the grid of half the step on every axis.

        What is read off between the nodes, the distribution of one coordinate, has the square
        root of the accuracy that the sum over all nodes has; half the step makes up for it.
        """
        grid = self.merged(self.aside[0], 0)
        for axis in range(1, len(self.axes)):
            grid = grid.merged(grid.shifted(axis).filled(log_density), axis)
        return grid

    def step(self, axis: int) -> float:
        """Return the step h of one axis."""
        return float(self.axes[axis][1] - self.axes[axis][0])

    def to_u(self, w: Array) -> Array:
        """Return the coordinates u, (d, K), of points w, (d, K)."""
        z = [
            axis if math.isinf(a) else a * np.sinh(axis / a)
            for a, axis in zip(self.stretch, w, strict=True)
        ]
        if len(z) == 1:
            return self.bulk.mode[0] + self.bulk.factor[0, 0] * z[0][None, :]
        return self.bulk.mode[:, None] + self.bulk.factor @ np.array(z)

    @cached_property
    def w(self) -> Array:
        """All nodes, (d, K), the last axis running fastest."""
        if len(self.axes) == 1:
            return self.axes[0][None, :]
        return np.array(np.meshgrid(*self.axes, indexing="ij")).reshape(len(self.axes), -1)

    @cached_property
    def u(self) -> Array:
        """All nodes in the family's coordinates, (d, K)."""
        return self.to_u(self.w)

    @cached_property
    def log_stretch(self) -> Array:
        """Log of dz/dw at all nodes, (K,)."""
        total = np.zeros(self.w.shape[1])
        for a, axis in zip(self.stretch, self.w, strict=True):
            if not math.isinf(a):
                total += np.log(np.cosh(axis / a))
        return total

    @cached_property
    def weights(self) -> Array:
        """The probability of each node, (K,), summing to one."""
        p = np.exp(self.log_p.ravel())
        return p / p.sum()

    @property
    def log_norm(self) -> float:
        """Log of the integral of the density over u."""
        log_cell = sum(math.log(self.step(i)) for i in range(len(self.axes)))
        log_det = float(np.sum(np.log(np.diag(self.bulk.factor))))
        return self.peak + math.log(float(np.exp(self.log_p).sum())) + log_cell + log_det


def _interleaved(odd: Array, even: Array, axis: int) -> Array:
    """Return both arrays in turn along the axis, beginning and ending with the longer one."""
    shape = list(odd.shape)
    shape[axis] += even.shape[axis]
    both = np.empty(shape)
    every = (slice(None),) * axis
    both[(*every, slice(0, None, 2))], both[(*every, slice(1, None, 2))] = odd, even
    return both


def stretch_for(reach: float) -> float:
    """Return the a for which a sinh(9 / a) is the reach: Gaussian tails need no stretching.

    >>> round(stretch_for(100.0), 3), stretch_for(8.0)
    (1.942, inf)
    """
    if reach <= 1.05 * _WIDTH:
        return math.inf
    ratio, x = reach / _WIDTH, 1.0
    for _ in range(60):  # Newton for sinh(x) / x = ratio in its logarithm, x = 9 / a
        slope = 1 / math.tanh(x) - 1 / x
        change = (math.log(math.sinh(x) / x) - math.log(ratio)) / slope
        x = max(x - change, x / 4)
        if abs(change) < 1e-4:
            break
    return _WIDTH / x


def _unstretched(z: float, a: float) -> float:
    return z if math.isinf(a) else a * math.asinh(z / a)
