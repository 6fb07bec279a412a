"""Sufficient statistics: cross-products against plain sums, and the columns that vary."""

import numpy as np
import pytest

from hbtutor.inference.linear_statistics import linear_statistics, varying_columns
from hbtutor.models.groups import group_by

RNG = np.random.default_rng(5)
GROUP = list("aaabbcccc")
X = np.column_stack([np.ones(9), 2000 + np.arange(9.0) ** 1.5])
Y = 1e6 + RNG.normal(size=9)


@pytest.mark.parametrize("correlated", [True, False])
def test_sums_are_those_of_the_transformed_columns(correlated):
    s = linear_statistics(Y, X, group_by("g", GROUP), np.arange(2), correlated=correlated)
    Q = X @ np.linalg.inv(s.x_root)
    Z = X @ np.linalg.inv(s.z_root)
    residual = Y - X @ np.linalg.lstsq(X, Y, rcond=None)[0]
    assert pytest.approx(np.eye(2), abs=1e-9) == (Q.T @ Q)
    assert (Z**2).mean(axis=0) == pytest.approx(np.ones(2), rel=1e-9)
    total = 0.0
    for j, label in enumerate("abc"):
        rows = [i for i, g in enumerate(GROUP) if g == label]
        assert s.ZZ[j] == pytest.approx(Z[rows].T @ Z[rows], rel=1e-7, abs=1e-7)
        own = np.linalg.lstsq(Z[rows], np.column_stack([Q[rows], residual[rows]]), rcond=None)[0]
        assert s.own[j] == pytest.approx(own, rel=1e-6, abs=1e-6)
        left = residual[rows] - Z[rows] @ own[:, -1]
        total += left @ left
    assert s.within[-1, -1] == pytest.approx(total, rel=1e-6)
    assert np.swapaxes(s.root, 1, 2) @ s.root == pytest.approx(s.ZZ, rel=1e-9, abs=1e-9)


def test_diagonal_sigma_allows_no_rotation_of_the_columns():
    s = linear_statistics(Y, X, group_by("g", GROUP), np.arange(2), correlated=False)
    assert s.z_root[0, 1] == s.z_root[1, 0] == 0


def test_coefficients_and_covariances_come_back_in_the_original_units():
    s = linear_statistics(Y, X, group_by("g", GROUP), np.arange(2), correlated=True)
    ols = np.linalg.lstsq(X - [0, 2000], Y, rcond=None)[0]
    assert s.coefficients(np.zeros(2))[1] == pytest.approx(ols[1], rel=1e-8)
    S = np.array([[2.0, 0.3], [0.3, 1.0]])
    Sigma = s.covariance(np.linalg.cholesky(S))
    Z = X @ np.linalg.inv(s.z_root)
    assert X @ Sigma @ X.T == pytest.approx(Z @ S @ Z.T, rel=1e-6, abs=1e-6)


def test_varying_columns():
    assert varying_columns(None, 3).tolist() == [0, 1, 2]
    assert varying_columns([2, 0], 3).tolist() == [0, 2]
    assert varying_columns([True, False, True], 3).tolist() == [0, 2]
    for bad in ([], [0, 0], [3], [-1], [0.5], "0", [True, False]):
        with pytest.raises(ValueError, match="varying must list distinct positions of columns"):
            varying_columns(bad, 3)
