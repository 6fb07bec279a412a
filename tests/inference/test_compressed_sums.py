"""Sums by a few points against the sums themselves, for every scale of the function's constant."""

import mpmath
import numpy as np
import pytest

from hbtutor.inference.compressed_sums import below, compress

CONSTANTS = [1e-30, 1e-3, 0.1, 1.0, 10.0, 1e5]
FUNCTIONS = [
    lambda x, c: np.log1p(x / c),
    lambda x, c: 1 / (c + x),
    lambda x, c: 1 / (c + x) ** 2,
]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("c", CONSTANTS)
def test_compressed_sums_are_the_sums(function, c):
    rng = np.random.default_rng(4)
    x = np.concatenate([rng.gamma(0.7, 30, 5000), [1e-8, 1e9]])
    weight = np.array([np.ones(x.size), rng.poisson(3, x.size)])
    points = compress(x, weight)
    assert points.at.size < 700
    expected = weight @ function(x, c)
    assert np.allclose(points.weight @ function(points.at, c), expected, rtol=2e-14)


def test_few_values_and_zero_stay_as_they_are():
    points = compress(np.array([0.0, 3.0, 5.0]), np.array([2.0, 1.0, 4.0]))
    assert sorted(zip(points.at, points.weight, strict=True)) == [(0, 2), (3, 1), (5, 4)]


@pytest.mark.parametrize("largest", [1, 40, 3000, 200_000])
@pytest.mark.parametrize("a", [1e-20, 0.01, 1.0, 30.0, 1e6])
def test_sums_below_counts_are_the_sums(largest, a):
    counts = np.random.default_rng(5).integers(0, largest + 1, 300).astype(float)
    points = below(counts)
    each = np.cumsum(np.concatenate([[0.0], np.log1p(np.arange(largest) / a)]))
    expected = each[counts.astype(int)].sum()
    assert points.total(np.log1p(points.at / a)) == pytest.approx(expected, rel=1e-13, abs=1e-300)
    assert points.weight.sum() == pytest.approx(counts.sum(), rel=1e-13)


@pytest.mark.parametrize("a", [0.01, 1.0, 1e6])
def test_sums_below_billions(a):
    """Against differences of log Gamma in 40 digits: nothing of this size can be summed."""
    counts = np.array([1e9, 123_456_789.0, 17.0, 5000.0])
    points = below(counts)
    with mpmath.workdps(40):
        exact = sum(mpmath.loggamma(a + int(y)) - mpmath.loggamma(a) for y in counts)
        trigamma = sum(mpmath.zeta(2, a) - mpmath.zeta(2, a + int(y)) for y in counts)
    assert points.total(np.log(a + points.at)) == pytest.approx(float(exact), rel=1e-13)
    assert points.total(1 / (a + points.at) ** 2) == pytest.approx(float(trigamma), rel=1e-12)
    assert points.at.size < 700
