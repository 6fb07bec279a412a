"""InverseChiKernel against SciPy's inverse gamma law of the square, and its draws."""

import numpy as np
import pytest
from scipy import integrate, stats

from hbtutor.inference.inverse_chi import InverseChiKernel

KERNEL = InverseChiKernel(np.array([[2.0, 5.0], [0.3, 40.0]]), np.array(7.0))


def square():
    return stats.invgamma(3.5, scale=3.5 * KERNEL.scale2)


def test_moments_cdf_and_density_follow_from_the_square():
    x = np.array([[1.2, 2.5], [0.6, 9.0]])
    assert KERNEL.cdf(x) == pytest.approx(square().cdf(x**2), rel=1e-12)
    assert KERNEL.pdf(x) == pytest.approx(square().pdf(x**2) * 2 * x, rel=1e-12)
    assert KERNEL.mean**2 + KERNEL.var == pytest.approx(square().mean(), rel=1e-12)
    grid = np.linspace(1e-4, 60, 400_001)
    one = InverseChiKernel(np.array([[2.0]]), np.array(7.0))
    density = one.pdf(grid[:, None])[:, 0]
    assert integrate.trapezoid(grid * density, grid) == pytest.approx(one.mean[0, 0], rel=1e-7)
    assert KERNEL.pdf(np.array(-1.0)).tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert KERNEL.cdf(np.array(0.0)).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_draws_have_these_moments():
    wide = InverseChiKernel(np.full((40_000, 1), 2.0), np.array(7.0))
    drawn = wide.sample(np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(wide.mean[0, 0], abs=0.02)
    assert drawn.var() == pytest.approx(wide.var[0, 0], rel=0.15)


def test_moments_that_do_not_exist_are_infinite():
    assert np.isinf(InverseChiKernel(np.ones((1, 1)), np.array(2.0)).var).all()
    assert np.isinf(InverseChiKernel(np.ones((1, 1)), np.array(1.0)).mean).all()
