"""The engine: one to three hyperparameters integrated without chance.

The grid starts coarse and every axis is checked by a second grid that lies half a step aside.
Where the two agree, either is right to about the square of their difference; half the difference
is reported as the bound, in posterior standard deviations.  Where they do not, they are merged
into one grid of half the step, and the check is repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.grid import Grid
from hbtutor.inference.mode import Bulk, LogDensity

Moments = Callable[[Array], tuple[Array, Array]]
_STEP = {1: 0.35, 2: 0.7, 3: 0.8}
_EDGE = -36.0
_MOST_NODES = 2_000_000
TOLERANCE = 1e-10


def integrate(
    log_density: LogDensity, bulk: Bulk, ends: list[tuple[float, float]], moments: Moments
) -> Grid:
    """Return the grid on which the moments have settled to the tolerance.

    moments: from nodes (d, K) to the first and the second moment of q quantities, (q, K) each,
    about points near their means.  Raises ValueError if 2 million nodes do not suffice.
    """
    grid = _wide_enough(log_density, bulk, ends)
    errors = [np.inf] * len(ends)
    aside: dict[int, Grid] = {}
    axis, settled = 0, 0
    while settled < len(ends):
        other = grid.shifted(axis).filled(log_density)
        before, errors[axis] = errors[axis], _disagreement(grid, other, moments)
        aside[axis] = other
        # Rounding in the log density of very many groups can stop the improvement earlier.
        stalled = errors[axis] < 1e-6 and errors[axis] > before / 4
        if errors[axis] <= TOLERANCE / len(ends) or stalled:
            settled += 1
        else:
            grid, settled = grid.merged(other, axis), 0
            if grid.log_p.size > _MOST_NODES:
                raise ValueError(
                    "the posterior of the hyperparameters is not smooth enough to be integrated "
                    f"(error {max(errors):.1g} after {grid.log_p.size} nodes). A prior with a "
                    "jump or a kink must say so by its support, as Uniform does."
                )
            continue
        axis = (axis + 1) % len(ends)
    in_order = tuple(aside[axis] for axis in range(len(ends)))
    return replace(grid, error=float(sum(errors)) + 1e-15, aside=in_order)


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


def _disagreement(one: Grid, two: Grid, moments: Moments) -> float:
    """Half the largest difference between two grids: of the mass, the means and the sds."""
    log_mass = [np.log(np.exp(g.log_p).sum()) + g.peak for g in (one, two)]
    (mean, sd), (mean_two, sd_two) = (_means_and_sds(g, moments) for g in (one, two))
    with np.errstate(invalid="ignore", divide="ignore"):
        differences = [np.abs(mean - mean_two) / sd, np.abs(sd / sd_two - 1)]
    worst = max(float(np.nanmax(d, initial=0.0)) for d in differences)
    return max(abs(log_mass[0] - log_mass[1]), worst) / 2


def _means_and_sds(grid: Grid, moments: Moments) -> tuple[Array, Array]:
    first, second = moments(grid.u)
    mean = first @ grid.weights
    return mean, np.sqrt(np.maximum(second @ grid.weights - mean**2, 0))
