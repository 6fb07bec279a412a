"""The three-level deviance against dense matrices, and its slope against differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hbtutor.inference.nested_deviance import nested_profile
from hbtutor.inference.nested_statistics import nested_statistics

RNG = np.random.default_rng(8)
SCHOOL = np.array([0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2])
ROOM = np.array([0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 2, 2])
AGE = RNG.normal(10, 2, 12)
Y = 50 + 2 * AGE + RNG.normal(0, 2, 3)[SCHOOL] + RNG.normal(0, 3, 12)
KNOWN = RNG.uniform(1, 9, 12)
spreads = st.floats(0, 4)


def dense(tau2, omega2, noise, reml):
    """-2 log likelihood at the best coefficients for given variances, by dense algebra."""
    same_school = SCHOOL[:, None] == SCHOOL
    same_room = same_school & (ROOM[:, None] == ROOM)
    V = omega2 * same_school + tau2 * same_room + np.diag(noise)
    X = np.column_stack([np.ones(12), AGE])
    inverse = np.linalg.inv(V)
    b = np.linalg.solve(X.T @ inverse @ X, X.T @ inverse @ Y)
    value = -2 * stats.multivariate_normal(X @ b, V).logpdf(Y)
    if reml:
        value += np.linalg.slogdet(X.T @ inverse @ X)[1] - 2 * np.log(2 * np.pi)
    return value


@pytest.mark.parametrize("reml", [False, True])
@given(tau=spreads, omega=spreads)
def test_unknown_sigma2(reml, tau, omega):
    s = nested_statistics(Y, classroom=ROOM, school=SCHOOL, X=AGE[:, None])
    at = nested_profile(s, np.diag([tau, omega]), reml=reml)
    expected = dense(tau**2 * at.sigma2, omega**2 * at.sigma2, np.full(12, at.sigma2), reml)
    assert at.deviance == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("reml", [False, True])
@given(tau=spreads, omega=spreads)
def test_known_sigma2(reml, tau, omega):
    s = nested_statistics(Y, classroom=ROOM, school=SCHOOL, X=AGE[:, None], sigma2=KNOWN)
    at = nested_profile(s, np.diag([tau, omega]), reml=reml)
    expected = dense(tau**2 * s.unit, omega**2 * s.unit, KNOWN, reml)
    assert at.deviance == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("known", [None, KNOWN])
@pytest.mark.parametrize("reml", [False, True])
def test_slope_is_the_derivative(reml, known):
    s = nested_statistics(Y, classroom=ROOM, school=SCHOOL, sigma2=known)
    F = np.diag([0.8, 1.7])
    exact = 2 * np.diag(nested_profile(s, F, reml=reml).slope) * np.diag(F)
    for k in range(2):
        step = 1e-6 * np.diag(np.eye(2)[k])
        up, down = (nested_profile(s, F + sign * step, reml=reml).deviance for sign in (1, -1))
        assert exact[k] == pytest.approx((up - down) / 2e-6, rel=1e-5)


def test_a_large_offset_costs_no_digits():
    small = nested_statistics(Y, classroom=ROOM, school=SCHOOL)
    large = nested_statistics(Y + 1e8, classroom=ROOM, school=SCHOOL)
    F = np.diag([0.8, 1.7])
    one, two = (nested_profile(s, F, reml=True).deviance for s in (small, large))
    assert one == pytest.approx(two, rel=1e-8)
