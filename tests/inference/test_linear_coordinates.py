"""Unconstrained coordinates of (Sigma, sigma2): there and back, and the LKJ density in them."""

import numpy as np
import pytest

from hbtutor.inference.linear_coordinates import LKJ, coordinates, log_lkj, natural


@pytest.mark.parametrize("q", [1, 2, 3])
def test_coordinates_come_back(q):
    root = np.random.default_rng(q).normal(size=(q, q))
    Sigma = root @ root.T + np.eye(q)
    u = coordinates(1.7, Sigma, correlated=True)
    at = natural(u[None], q, correlated=True)
    assert at.sigma[0] == pytest.approx(1.7)
    assert at.factor[0] @ at.factor[0].T == pytest.approx(Sigma, rel=1e-10)


@pytest.mark.parametrize("eta", [1.0, 2.5])
def test_lkj_is_a_power_of_the_determinant_times_the_jacobian(eta):
    """q = 3: density of u is det(R)^(eta - 1) |dR/du|, the Jacobian by central differences."""
    rng = np.random.default_rng(1)

    def correlations(z):
        R = natural(np.concatenate([np.zeros(4), z])[None], 3, correlated=True).correlation[0]
        return R[[1, 2, 2], [0, 0, 1]]

    values = []
    for z in rng.normal(0, 0.7, (5, 3)):
        steps = 1e-6 * np.eye(3)
        jacobian = [(correlations(z + e) - correlations(z - e)) / 2e-6 for e in steps]
        R = natural(np.concatenate([np.zeros(4), z])[None], 3, correlated=True).correlation[0]
        direct = (eta - 1) * np.log(np.linalg.det(R)) + np.linalg.slogdet(jacobian)[1]
        values.append(log_lkj(np.tanh(z)[None], 3, eta)[0] - direct)
    assert values == pytest.approx(np.full(5, values[0]), abs=1e-7)


def test_bad_eta_is_refused():
    with pytest.raises(ValueError, match="eta must be positive; got 0"):
        LKJ(0)
