"""HalfLine: there and back, its Jacobian by differences, and how fast it reaches zero."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from hbtutor.inference.half_line import HalfLine

PLACE = HalfLine(scale=3.0)


@given(x=st.floats(1e-8, 1e8))
def test_there_and_back(x):
    assert PLACE.natural(PLACE.line(np.array(x))) == pytest.approx(x, rel=1e-9)


@given(u=st.floats(-3, 20))
def test_jacobian_is_the_derivative(u):
    slope = (PLACE.natural(np.array(u + 1e-5)) - PLACE.natural(np.array(u - 1e-5))) / 2e-5
    assert np.exp(PLACE.log_jacobian(np.array(u))) == pytest.approx(slope, rel=1e-7)


def test_a_density_that_is_not_zero_at_zero_keeps_its_mass():
    u = np.linspace(-8, 12, 401)
    density = stats.halfnorm.pdf(PLACE.natural(u), scale=2.0) * np.exp(PLACE.log_jacobian(u))
    assert integrate.trapezoid(density, u) == pytest.approx(1.0, rel=1e-12)


def test_far_to_the_left_it_is_zero_and_nothing_overflows():
    far = np.array([-60.0, -700.0])
    assert PLACE.natural(far).tolist() == [0.0, 0.0]
    assert (PLACE.log_jacobian(far) < -1e20).all()
