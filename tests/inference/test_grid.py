"""The grid: its nodes, its refinement, its integral."""

import math

import numpy as np
import pytest

from hbtutor.inference.grid import Grid, stretch_for
from hbtutor.inference.mode import Bulk

BULK = Bulk(np.array([1.0, -2.0]), np.array([[0.5, 0.0], [0.3, 0.2]]))
ENDS = [(9.0, 9.0), (9.0, 30.0)]


def _log_density(u):
    """Correlated Gaussian in the bulk's own units, with a wider second axis."""
    z = np.linalg.solve(BULK.factor, u - BULK.mode[:, None])
    return -0.5 * z[0] ** 2 - np.sqrt(1 + z[1] ** 2)


def test_stretching_reaches_exactly_as_far_as_asked():
    for reach in (12.0, 60.0, 1e5):
        a = stretch_for(reach)
        assert a * math.sinh(9 / a) == pytest.approx(reach, rel=1e-6)
    assert stretch_for(9.0) == math.inf


def test_a_halved_grid_is_one_laid_at_half_the_step():
    grid = Grid.laid_out(BULK, ENDS, 0.6).filled(_log_density)
    for axis in (0, 1):
        other = grid.shifted(axis).filled(_log_density)
        merged = grid.merged(other, axis)
        assert merged.step(axis) == pytest.approx(0.3, rel=1e-12)
        assert merged.step(1 - axis) == pytest.approx(0.6, rel=1e-12)
        again = merged.filled(_log_density)
        np.testing.assert_allclose(merged.log_p, again.log_p, atol=1e-12)
        assert merged.peak == again.peak


def test_the_integral():
    """The Gaussian axis gives sqrt(2 pi), the other 2 K_1(1) = 1.2038..., times the determinant."""
    grid = Grid.laid_out(BULK, [(9.0, 9.0), (45.0, 45.0)], 0.1).filled(_log_density)
    exact = math.log(math.sqrt(2 * math.pi) * 2 * 0.6019072301972346 * 0.5 * 0.2)
    assert grid.log_norm == pytest.approx(exact, abs=1e-10)
    assert grid.weights.sum() == pytest.approx(1, rel=1e-14)


def test_nodes_are_where_they_say():
    grid = Grid.laid_out(BULK, ENDS, 0.6)
    a = grid.stretch[1]
    w = grid.w[:, 5]
    z = np.array([w[0], a * np.sinh(w[1] / a)])
    np.testing.assert_allclose(grid.u[:, 5], BULK.mode + BULK.factor @ z, rtol=1e-13)
