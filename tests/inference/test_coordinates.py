"""Coordinates are maps of the line with a Jacobian: there and back, and slopes by differences."""

import numpy as np
import pytest

from hbtutor.inference.coordinates import Coordinate, SinhLine

U = np.array([-7.0, -0.4, 0.0, 1.3, 6.0])
CASES = [
    Coordinate(),
    Coordinate(0.0),
    Coordinate(-2.5),
    Coordinate(2.0, 9.0),
    SinhLine(3.0, 0.7),
]


@pytest.mark.parametrize("coordinate", CASES)
def test_there_and_back(coordinate):
    np.testing.assert_allclose(coordinate.line(coordinate.natural(U)), U, atol=1e-11)


@pytest.mark.parametrize("coordinate", CASES)
def test_the_jacobian_is_the_slope(coordinate):
    h = 1e-5
    slope = (coordinate.natural(U + h) - coordinate.natural(U - h)) / (2 * h)
    np.testing.assert_allclose(np.exp(coordinate.log_jacobian(U)), slope, rtol=1e-6)


@pytest.mark.parametrize("limits", [(2.0, 2.0), (3.0, 1.0), (-np.inf, 4.0)])
def test_impossible_limits_are_refused(limits):
    with pytest.raises(ValueError, match="support"):
        Coordinate(*limits)
