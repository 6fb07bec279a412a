"""Beta mixtures of counts: digits in the limits, whole distribution functions, draws."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hbtutor import (
    BetaBinomialCount,
    BetaNegativeBinomialCount,
    Binomial,
    NegativeBinomial,
    Poisson,
)

scale = st.floats(-4, 16)


def log_beta(a, b):
    return mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b)


@given(log_a=scale, log_b=scale, n=st.integers(1, 3000), share=st.floats(0, 1))
def test_beta_binomial_agrees_with_fifty_digits(log_a, log_b, n, share):
    a, b, k = 10.0**log_a, 10.0**log_b, int(share * n)
    with mpmath.workdps(50):
        wide_a, wide_b = mpmath.mpf(a), mpmath.mpf(b)
        exact = mpmath.log(mpmath.binomial(n, k)) + log_beta(wide_a + k, wide_b + n - k)
        exact = float(exact - log_beta(wide_a, wide_b))
    found = BetaBinomialCount(trials=n, alpha=a, beta=b).logpmf(k)
    assert found == pytest.approx(exact, rel=1e-11, abs=3e-12)


@given(log_r=st.floats(-2, 6), log_a=scale, log_b=scale, k=st.integers(0, 3000))
def test_beta_negative_binomial_agrees_with_fifty_digits(log_r, log_a, log_b, k):
    r, a, b = 10.0**log_r, 10.0**log_a, 10.0**log_b
    with mpmath.workdps(50):
        wide_r, wide_a, wide_b = mpmath.mpf(r), mpmath.mpf(a), mpmath.mpf(b)
        exact = mpmath.loggamma(wide_r + k) - mpmath.loggamma(wide_r) - mpmath.loggamma(k + 1)
        exact = float(exact + log_beta(wide_a + wide_r, wide_b + k) - log_beta(wide_a, wide_b))
    found = BetaNegativeBinomialCount(r=r, alpha=a, beta=b).logpmf(k)
    assert found == pytest.approx(exact, rel=1e-9, abs=1e-9)


def test_binomial_and_poisson_limits():
    k = np.arange(8.0)
    far = BetaBinomialCount(trials=7, alpha=3e17, beta=7e17)
    assert np.allclose(far.logpmf(k), Binomial(trials=7, p=0.3).logpmf(k), rtol=1e-13)
    spread = NegativeBinomial.from_gamma(alpha=4e17, beta=1e17, exposure=0.5)
    assert np.allclose(spread.logpmf(k), Poisson(rate=2.0).logpmf(k), rtol=1e-13)
    assert spread.mean == 2.0
    assert spread.cdf(3) == pytest.approx(Poisson(rate=2.0).cdf(3), rel=1e-13)
    levels = [0.0, 0.001, 0.1, 0.5, 0.9, 0.999, 1.0]
    assert (spread.quantile(levels)[1:] == Poisson(rate=2.0).quantile(levels)[1:]).all()
    drawn = spread.sample(np.random.default_rng(6), 20_000)
    assert drawn.mean() == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize(
    ("record", "scipys"),
    [
        (NegativeBinomial(r=2.5, p=0.3), stats.nbinom(2.5, 0.3)),
        (BetaBinomialCount(trials=13, alpha=2.5, beta=4.0), stats.betabinom(13, 2.5, 4.0)),
        (BetaNegativeBinomialCount(r=3, alpha=9.0, beta=2.5), stats.betanbinom(3, 9.0, 2.5)),
    ],
)
def test_distribution_function_and_its_inverse_agree_with_scipy(record, scipys):
    x = np.array([-1.0, 0.0, 2.0, 2.7, 9.0, 13.0])
    assert np.allclose(record.cdf(x), scipys.cdf(x), rtol=1e-12)
    levels = [0.001, 0.3, 0.5, 0.975, 0.9999]
    assert (record.quantile(levels) == scipys.ppf(levels)).all()
    assert record.logpmf([-1, 2.5]).tolist() == [-np.inf, -np.inf]


def test_shapes_of_many_distributions():
    record = BetaNegativeBinomialCount(r=2.5, alpha=[5.1, 8.0], beta=6.0)
    assert record.quantile([0.1, 0.5, 0.9]).shape == (3, 2)
    assert record.cdf([3, 4]).shape == (2,)
    drawn = record.sample(np.random.default_rng(2), 40_000)
    assert drawn.shape == (40_000, 2)
    assert np.allclose(drawn.mean(axis=0), record.mean, rtol=0.05)
    assert np.allclose((drawn <= 3).mean(axis=0), record.cdf([3, 3]), atol=0.01)


@pytest.mark.parametrize(
    ("r", "alpha", "beta"), [(0.4, 1.5, 3.0), (6.0, 0.8, 0.3), (3.0, 40.0, 2e5)]
)
def test_long_tails_are_integrated_where_they_cannot_be_summed(r, alpha, beta):
    record = BetaNegativeBinomialCount(r=r, alpha=alpha, beta=beta)
    for x in (2**14 + 5, 60_000):
        summed = np.exp(record.logpmf(np.arange(x + 1))).sum()
        assert record.cdf(x) == pytest.approx(summed, rel=1e-11)


def test_quantiles_of_a_tail_without_a_mean():
    """P(Y > y) falls as y^-alpha: the 0.999 quantile for alpha = 0.2 lies near 1e15."""
    record = BetaNegativeBinomialCount(r=2.5, alpha=0.2, beta=3.0)
    far = record.quantile(0.999)
    assert far > 1e12
    assert record.cdf(far) == pytest.approx(0.999, abs=1e-10)
    tail = (1 - record.cdf(far / 100)) / (1 - record.cdf(far))
    assert tail == pytest.approx(100**0.2, rel=1e-3)


def test_a_distribution_function_of_millions_of_terms():
    record = BetaBinomialCount(trials=10**6, alpha=2, beta=3)
    assert record.cdf(400_000) == pytest.approx(stats.beta(2, 3).cdf(0.4), abs=1e-5)
    huge = BetaBinomialCount(trials=10**9, alpha=2, beta=3)
    assert huge.cdf(10**9) == 1
    with pytest.raises(ValueError, match="at most 4,194,304 are summed"):
        huge.cdf(10**8)
