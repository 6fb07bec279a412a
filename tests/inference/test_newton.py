"""The damped Newton method on functions whose maxima are known."""

import numpy as np
import pytest

from hbtutor.inference.newton import maximise


@pytest.mark.parametrize("start", [[0.0, 0.0], [-30.0, 12.0], [4.0, -9.0]])
def test_it_climbs_from_where_the_surface_is_not_concave(start):
    """exp(-quadratic) curves upwards far out: a bare Newton step would run away."""
    A, top = np.array([[0.02, 0.005], [0.005, 0.01]]), np.array([1.5, -2.0])

    def hill(x):
        d = x - top
        height = np.exp(-0.5 * d @ A @ d)
        return height, -height * (A @ d), height * (np.outer(A @ d, A @ d) - A)

    found = maximise(hill, np.array(start))
    assert found.converged
    assert np.allclose(found.point, top, atol=1e-10)
    assert found.value == pytest.approx(1)
    assert np.allclose(found.hessian, -A)


def test_a_function_without_a_maximum_does_not_converge():
    def slope(x):
        return x[0] + x[1], np.array([1.0, 1.0]), np.array([[-1e-9, 0.0], [0.0, -1e-9]])

    assert not maximise(slope, np.zeros(2)).converged
