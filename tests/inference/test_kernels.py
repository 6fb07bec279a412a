"""The laws at the nodes against scipy.stats, with unequal and awkward parameters."""

import numpy as np
import pytest
from scipy import stats

from hbtutor.inference.kernels import BetaKernel, GammaKernel, NormalKernel, StudentKernel

A = np.array([[0.3, 4.0], [7.5, 1.2], [130.0, 2.0]])
B = np.array([[2.2, 0.7], [3.0, 9.1], [55.0, 6.0]])
CASES = [
    (NormalKernel(A, B), stats.norm(A, B**0.5), [-1.3, 0.0, 2.7]),
    (BetaKernel(A, B), stats.beta(A, B), [0.07, 0.5, 0.93]),
    (GammaKernel(A, B), stats.gamma(A, scale=1 / B), [0.02, 1.0, 9.0]),
    (StudentKernel(A, B, B + 2.5), stats.t(B + 2.5, A, B**0.5), [-4.0, 0.1, 8.0]),
]


@pytest.mark.parametrize(("ours", "theirs", "points"), CASES)
def test_against_scipy(ours, theirs, points):
    np.testing.assert_allclose(ours.mean, theirs.mean(), rtol=1e-12)
    np.testing.assert_allclose(ours.var, theirs.var(), rtol=1e-12)
    x = np.array(points)[:, None, None]
    np.testing.assert_allclose(ours.cdf(x), theirs.cdf(x), rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(ours.pdf(x), theirs.pdf(x), rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize(("ours", "theirs", "points"), CASES)
def test_draws(ours, theirs, points):
    rng = np.random.default_rng(11)
    drawn = np.array([ours.sample(rng) for _ in range(4000)])
    for place in np.ndindex(A.shape):
        law = type(ours)(*(getattr(ours, name)[place] for name in _parameters(ours)))
        assert stats.kstest(drawn[(slice(None), *place)], law.cdf).pvalue > 1e-4


def _parameters(kernel):
    from dataclasses import fields

    return [field.name for field in fields(kernel) if field.init]


def test_outside_the_support_there_is_nothing():
    for kernel, outside in [(BetaKernel(A, B), [-0.1, 1.2]), (GammaKernel(A, B), [-2.0, 0.0])]:
        assert np.all(kernel.pdf(np.array(outside)[:, None, None]) == 0)
        assert np.all(kernel.cdf(np.array([[[outside[0]]]])) == 0)


def test_student_moments_that_do_not_exist():
    kernel = StudentKernel(np.zeros(2), np.ones(2), np.array([1.0, 2.0]))
    assert np.isnan(kernel.mean[0])
    assert kernel.mean[1] == 0
    assert np.all(np.isinf(kernel.var))
