"""The profiled deviance against dense matrices, and its gradient against differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hbtutor.inference.linear_deviance import inverse_and_logdet, profile
from hbtutor.inference.linear_statistics import linear_statistics
from hbtutor.models.groups import group_by

RNG = np.random.default_rng(12)
GROUP = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3])
X = np.column_stack([np.ones(14), RNG.normal(5, 2, 14), RNG.normal(size=14)])
Y = 100 + X @ [3.0, -2.0, 1.0] + RNG.normal(size=4)[GROUP] + RNG.normal(size=14)
VARYING = np.array([0, 2])
STATISTICS = linear_statistics(Y, X, group_by("group", GROUP), VARYING, correlated=True)

factors = st.lists(st.floats(-3, 3), min_size=3, max_size=3)


def matrix(entries):
    return np.array([[entries[0], 0.0], [entries[1], entries[2]]])


def dense(F):
    """-2 log likelihood at the best b and sigma2 for S = F F', ML and REML, by dense algebra."""
    Z = X[:, VARYING]
    S = STATISTICS.covariance(F)
    V = np.eye(14) + (GROUP[:, None] == GROUP) * (Z @ S @ Z.T)
    inverse = np.linalg.inv(V)
    b = np.linalg.solve(X.T @ inverse @ X, X.T @ inverse @ Y)
    rest = float((Y - X @ b) @ inverse @ (Y - X @ b))
    ml = -2 * stats.multivariate_normal(X @ b, rest / 14 * V).logpdf(Y)
    reml = 11 * (np.log(2 * np.pi * rest / 11) + 1) + np.linalg.slogdet(V)[1]
    return ml, reml + np.linalg.slogdet(X.T @ inverse @ X)[1], b


@given(entries=factors)
def test_deviance_is_that_of_dense_matrices(entries):
    F = matrix(entries)
    ml, reml, b = dense(F)
    assert profile(STATISTICS, F, reml=False).deviance == pytest.approx(ml, rel=1e-10)
    ours = profile(STATISTICS, F, reml=True)
    assert ours.deviance == pytest.approx(reml, rel=1e-10)
    assert STATISTICS.coefficients(ours.b) == pytest.approx(b, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("reml", [False, True])
@pytest.mark.parametrize("entries", [(0.7, -0.4, 1.3), (0.01, 0.0, 2.0), (1.0, 0.5, 0.0)])
def test_slope_is_the_derivative(entries, reml):
    """d deviance / dF = 2 slope F, by central differences."""
    F = matrix(entries)
    exact = 2 * profile(STATISTICS, F, reml=reml).slope @ F
    for i, j in ((0, 0), (1, 0), (1, 1)):
        step = np.zeros((2, 2))
        step[i, j] = 1e-6
        up, down = (profile(STATISTICS, F + s * step, reml=reml).deviance for s in (1, -1))
        assert exact[i, j] == pytest.approx((up - down) / 2e-6, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("r", [1, 2, 3])
def test_small_inverses_written_out_agree_with_lapack(r):
    root = np.random.default_rng(r).normal(size=(7, r, r))
    A = root @ np.swapaxes(root, 1, 2) + np.eye(r)
    inverse, logdet = inverse_and_logdet(A)
    assert inverse == pytest.approx(np.linalg.inv(A), rel=1e-9)
    assert logdet == pytest.approx(np.linalg.slogdet(A)[1], rel=1e-12)
