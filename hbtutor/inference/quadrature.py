"""The engine: one to three hyperparameters integrated without chance.

The grid starts coarse and every axis is checked by a second grid that lies half a step aside.
Where the two agree, either is right to about the square of their difference; half the difference
is reported as the bound, in posterior standard deviations.  Where they do not, they are merged
into one grid of half the step, and the check is repeated.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.grid import Grid
from hbtutor.inference.mode import Bulk, LogDensity
from hbtutor.inference.watched import Watched

_STEP = {1: 0.3, 2: 0.7, 3: 0.8}
_EDGE = -36.0
_MOST_NODES = {1: 20_000, 2: 1_000_000, 3: 2_000_000}
# Bounds for moments and for probabilities.  Where groups are nearly pooled and their common mean is
# itself integrated, a probability is nearly a step in the coordinates and settles last.
TOLERANCES = {1: np.array([1e-10, 1e-10]), 2: np.array([1e-10, 2e-5]), 3: np.array([1e-10, 1e-4])}


class Sums(NamedTuple):
    """Sums over a grid's nodes, in units of exp(peak): mass, moments (q,), probabilities (8,)."""

    peak: float
    mass: float
    first: Array
    second: Array
    below: Array

    @classmethod
    def over(cls, grid: Grid, first: Array, second: Array, below: Array) -> Sums:
        """Sum what is watched at the grid's nodes, (q, K), (q, K), (8, K)."""
        p = np.exp(grid.log_p.ravel())
        return cls(grid.peak, float(p.sum()), first @ p, second @ p, below @ p)

    def plus(self, other: Sums) -> Sums:
        """Return the sums over both grids' nodes."""
        peak = max(self.peak, other.peak)
        mine, theirs = math.exp(self.peak - peak), math.exp(other.peak - peak)
        return Sums(
            peak,
            mine * self.mass + theirs * other.mass,
            mine * self.first + theirs * other.first,
            mine * self.second + theirs * other.second,
            mine * self.below + theirs * other.below,
        )


def integrate(
    log_density: LogDensity, bulk: Bulk, ends: list[tuple[float, float]], watched: Watched
) -> Grid:
    """Return the grid on which everything watched has settled to the tolerance.

    Raises ValueError if a million nodes do not suffice.
    """
    d = len(ends)
    grid, sums, other, other_sums = _first_pair(log_density, bulk, ends, watched)
    errors = np.full((d, 2), np.inf)
    aside: dict[int, Grid] = {}
    axis, settled = 0, 0
    while True:
        before, errors[axis] = errors[axis].copy(), _disagreement(sums, other_sums)
        aside[axis] = other
        # Rounding in the log density of very many groups can stop the improvement earlier.
        stalled = (errors[axis] < 1e-6) & (errors[axis] > before / 4)
        if np.all((errors[axis] <= TOLERANCES[d] / d) | stalled):
            settled += 1
            axis = (axis + 1) % d
        else:
            grid, sums, settled = grid.merged(other, axis), sums.plus(other_sums), 0
            if grid.log_p.size > _MOST_NODES[d]:
                raise ValueError(
                    "the posterior of the hyperparameters is not smooth enough to be integrated "
                    f"(error {errors.max():.1g} after {grid.log_p.size} nodes). A prior with a "
                    "jump or a kink must say so by its support, as Uniform does."
                )
        if settled == d:
            break
        other = grid.shifted(axis).filled(log_density)
        other_sums = Sums.over(other, *watched(other.u))
    moments, probabilities = errors.sum(axis=0) + 1e-15
    return grid.with_same_nodes(
        error=float(moments),
        probability_error=float(probabilities),
        aside=tuple(aside[axis] for axis in range(d)),
    )


def _first_pair(
    log_density: LogDensity, bulk: Bulk, ends: list[tuple[float, float]], watched: Watched
) -> tuple[Grid, Sums, Grid, Sums]:
    """Return the first grid and the one beside it, with their sums.

    On the line both are evaluated in one call: there the calls are what takes the time.
    """
    if len(ends) > 1:
        grid = _wide_enough(log_density, bulk, ends)
        other = grid.shifted(0).filled(log_density)
        sums = (Sums.over(one, *watched(one.u)) for one in (grid, other))
        return grid, next(sums), other, next(sums)
    grid = Grid.laid_out(bulk, ends, _STEP[1])
    other = grid.shifted(0)
    u = np.concatenate([grid.u, other.u], axis=1)
    log_p, seen, n = log_density(u), watched(u), grid.u.shape[1]
    grid, other = grid.holding(log_p[:n]), other.holding(log_p[n:])
    one, two = (
        Sums.over(grid, *(a[:, :n] for a in seen)),
        Sums.over(other, *(a[:, n:] for a in seen)),
    )
    return grid, one, other, two


def _wide_enough(log_density: LogDensity, bulk: Bulk, ends: list[tuple[float, float]]) -> Grid:
    """Lay out a grid; push an end outwards as long as there is mass on it."""
    for _ in range(12):
        grid = Grid.laid_out(bulk, ends, _STEP[len(ends)]).filled(log_density)
        wider = []
        for axis, (left, right) in enumerate(ends):
            faces = np.moveaxis(grid.log_p, axis, 0)
            wider.append(
                (
                    left * (1.5 if faces[0].max() > _EDGE else 1),
                    right * (1.5 if faces[-1].max() > _EDGE else 1),
                )
            )
        if wider == ends:
            return grid
        ends = wider
    return grid


def _disagreement(one: Sums, two: Sums) -> tuple[float, float]:
    """Half the largest difference between two grids: of mass and moments; of probabilities."""
    log_mass = math.log(one.mass) - math.log(two.mass) + one.peak - two.peak
    mean, mean_two = one.first / one.mass, two.first / two.mass
    sd = np.sqrt(np.maximum(one.second / one.mass - mean**2, 0))
    sd_two = np.sqrt(np.maximum(two.second / two.mass - mean_two**2, 0))
    with np.errstate(invalid="ignore", divide="ignore"):
        moments = np.concatenate([np.abs(mean - mean_two) / sd, np.abs(sd / sd_two - 1)])
    worst = float(np.fmax.reduce(moments, initial=abs(log_mass)))
    below = np.abs(one.below / one.mass - two.below / two.mass)
    return worst / 2, float(np.max(below)) / 2
