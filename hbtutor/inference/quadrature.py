"""The engine: one to three hyperparameters integrated without chance.

The grid starts coarse and every axis is checked by a second grid that lies half a step aside.
Where the two agree, either is right to about the square of their difference; half the difference
is reported as the bound, in posterior standard deviations.  Where they do not, they are merged
into one grid of half the step, and the check is repeated.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.grid import Grid
from hbtutor.inference.mode import Bulk, LogDensity
from hbtutor.inference.watched import Watched

_STEP = {1: 0.35, 2: 0.7, 3: 0.8}
_EDGE = -36.0
_MOST_NODES = {1: 20_000, 2: 1_000_000, 3: 2_000_000}
# Bounds for moments and for probabilities.  Where groups are nearly pooled and their common mean is
# itself integrated, a probability is nearly a step in the coordinates and settles last.
TOLERANCES = {1: np.array([1e-10, 1e-10]), 2: np.array([1e-10, 2e-5]), 3: np.array([1e-10, 1e-4])}


def integrate(
    log_density: LogDensity, bulk: Bulk, ends: list[tuple[float, float]], watched: Watched
) -> Grid:
    """Return the grid on which everything watched has settled to the tolerance.

    Raises ValueError if a million nodes do not suffice.
    """
    d = len(ends)
    grid = _wide_enough(log_density, bulk, ends)
    errors = np.full((d, 2), np.inf)
    aside: dict[int, Grid] = {}
    axis, settled = 0, 0
    while settled < d:
        other = grid.shifted(axis).filled(log_density)
        before, errors[axis] = errors[axis].copy(), _disagreement(grid, other, watched)
        aside[axis] = other
        # Rounding in the log density of very many groups can stop the improvement earlier.
        stalled = (errors[axis] < 1e-6) & (errors[axis] > before / 4)
        if np.all((errors[axis] <= TOLERANCES[d] / d) | stalled):
            settled += 1
            axis = (axis + 1) % d
        else:
            grid, settled = grid.merged(other, axis), 0
            if grid.log_p.size > _MOST_NODES[d]:
                raise ValueError(
                    "the posterior of the hyperparameters is not smooth enough to be integrated "
                    f"(error {errors.max():.1g} after {grid.log_p.size} nodes). A prior with a "
                    "jump or a kink must say so by its support, as Uniform does."
                )
    moments, probabilities = errors.sum(axis=0) + 1e-15
    return replace(
        grid,
        error=float(moments),
        probability_error=float(probabilities),
        aside=tuple(aside[axis] for axis in range(d)),
    )


def _wide_enough(log_density: LogDensity, bulk: Bulk, ends: list[tuple[float, float]]) -> Grid:
    """Lay out a grid; push an end outwards as long as there is mass on it."""
    for _ in range(12):
        grid = Grid.laid_out(log_density, bulk, ends, _STEP[len(ends)])
        if len(ends) == 1:
            return grid
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


def _disagreement(one: Grid, two: Grid, watched: Watched) -> tuple[float, float]:
    """Half the largest difference between two grids: of mass and moments; of probabilities."""
    log_mass = [np.log(np.exp(g.log_p).sum()) + g.peak for g in (one, two)]
    (mean, sd, p), (mean_two, sd_two, p_two) = (_summaries(g, watched) for g in (one, two))
    with np.errstate(invalid="ignore", divide="ignore"):
        moments = np.concatenate([np.abs(mean - mean_two) / sd, np.abs(sd / sd_two - 1)])
    worst = float(np.nanmax(moments, initial=abs(log_mass[0] - log_mass[1])))
    return worst / 2, float(np.max(np.abs(p - p_two))) / 2


def _summaries(grid: Grid, watched: Watched) -> tuple[Array, Array, Array]:
    first, second = watched.moments(grid.u)
    mean = first @ grid.weights
    sd = np.sqrt(np.maximum(second @ grid.weights - mean**2, 0))
    return mean, sd, watched.probabilities(grid.u) @ grid.weights
