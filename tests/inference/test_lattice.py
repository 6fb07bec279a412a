"""The lattice finds a density wherever it is and however narrow, or says that there is none."""

import numpy as np
import pytest

from hbtutor.inference.lattice import spread


@pytest.mark.parametrize("scale", [1e-4, 0.03, 1.0])
@pytest.mark.parametrize("centre", [(0.3, -1.0), (-40.0, 25.0)])
def test_a_leaning_bell(scale, centre):
    covariance = scale**2 * np.array([[1.0, 0.8], [0.8, 2.0]])
    inverse = np.linalg.inv(covariance)

    def log_density(u):
        d = u - np.array(centre)[:, None]
        return -0.5 * np.einsum("ik,ij,jk->k", d, inverse, d)

    found = spread(log_density, np.zeros(2), "improper")
    assert np.allclose(found.centre, centre, atol=0.3 * scale)
    assert np.allclose(found.covariance, covariance, rtol=0.25)


def test_a_ridge_without_a_smooth_top():
    found = spread(lambda u: -np.abs(u[0]) - np.abs(u[1]) / 2, np.array([9.0, -20.0]), "improper")
    assert np.allclose(found.centre, 0, atol=0.5)
    assert np.sqrt(found.covariance[1, 1]) == pytest.approx(8**0.5, rel=0.15)


@pytest.mark.parametrize("growth", [lambda u: u[0], lambda u: 0.01 * u[1] - u[0] ** 2])
def test_what_keeps_growing_is_refused_with_the_reason(growth):
    with pytest.raises(ValueError, match="the stated reason"):
        spread(growth, np.zeros(2), "the stated reason")
