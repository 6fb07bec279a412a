"""Rising factorials against 60-digit arithmetic, over thirty orders of magnitude."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbtutor.distributions.rising import log_rising_excess, log_weights


@given(log_a=st.floats(-12, 18), k=st.one_of(st.integers(0, 100_000), st.floats(1.01, 2000)))
def test_excess_agrees_with_sixty_digits(log_a, k):
    a = 10.0**log_a
    with mpmath.workdps(60):
        exact = mpmath.loggamma(mpmath.mpf(a) + k) - mpmath.loggamma(a) - k * mpmath.log(a)
        exact = float(exact)
    rounding = 0 if a >= 10 else 1e-14  # below 10 by log Gamma, to rounding of its terms
    assert log_rising_excess(a, k) == pytest.approx(exact, rel=2e-13, abs=rounding)


def test_excess_is_elementwise():
    a, k = np.array([[1e15], [0.5]]), np.array([0.0, 1.0, 3.0])
    expected = np.array([[0, 0, 3e-15], [0, 0, np.log(3 * 5)]])
    assert np.allclose(log_rising_excess(a, k), expected, rtol=1e-12, atol=0)


def test_weights_do_not_cancel():
    log_p, log_q = log_weights(1e20, 3.0)
    assert log_p == pytest.approx(-3e-20, rel=1e-12)
    assert log_q == pytest.approx(np.log(3e-20), rel=1e-12)
