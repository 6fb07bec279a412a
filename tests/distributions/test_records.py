"""Every record against brute-force sums and integrals of its own density, and against draws."""

import numpy as np
import pytest
import sympy
from scipy import integrate, stats

from hbtutor import (
    Beta,
    BetaBinomialCount,
    BetaNegativeBinomialCount,
    Binomial,
    Gamma,
    MultivariateNormal,
    NegativeBinomial,
    Normal,
    Poisson,
    StudentT,
)

CONTINUOUS = [
    (Normal(mean=3.0, var=4.0), -np.inf, np.inf),
    (Beta(alpha=2.5, beta=7.0), 0.0, 1.0),
    (Gamma(alpha=3.5, beta=0.7), 0.0, np.inf),
    (StudentT(df=7.0, loc=1.0, scale=2.0), -np.inf, np.inf),
]
DISCRETE = [
    Binomial(trials=11, p=0.3),
    Poisson(rate=3.7),
    NegativeBinomial(r=2.5, p=0.3),
    BetaBinomialCount(trials=13, alpha=2.5, beta=4.0),
    BetaNegativeBinomialCount(r=2.0, alpha=9.0, beta=3.0),
]


@pytest.mark.parametrize(("record", "low", "high"), CONTINUOUS, ids=lambda v: type(v).__name__)
def test_moments_are_integrals_of_the_density(record, low, high):
    def moment(f):
        return integrate.quad(lambda x: f(x) * np.exp(record.logpdf(x)), low, high, epsabs=1e-12)[0]

    assert moment(lambda x: 1.0) == pytest.approx(1.0, rel=1e-8)
    assert float(record.mean) == pytest.approx(moment(lambda x: x), rel=1e-7)
    assert float(record.var) == pytest.approx(moment(lambda x: (x - record.mean) ** 2), rel=1e-6)
    assert record.sd**2 == pytest.approx(record.var, rel=1e-12)


@pytest.mark.parametrize("record", DISCRETE, ids=lambda v: type(v).__name__)
def test_moments_are_sums_over_the_probabilities(record):
    k = np.arange(20_000)
    weight = np.exp(record.logpmf(k))
    assert weight.sum() == pytest.approx(1.0, rel=1e-8)
    assert float(record.mean) == pytest.approx(k @ weight, rel=1e-6)
    assert float(record.var) == pytest.approx((k - record.mean) ** 2 @ weight, rel=1e-4)
    assert record.cdf(3) == pytest.approx(weight[:4].sum(), rel=1e-8)


@pytest.mark.parametrize(
    "record", [row[0] for row in CONTINUOUS] + DISCRETE, ids=lambda v: type(v).__name__
)
def test_draws_and_intervals(record):
    draws = record.sample(np.random.default_rng(20261123), 40_000)
    assert draws.shape == (40_000,)
    assert abs(draws.mean() - record.mean) < 5 * record.sd / 200
    low, high = record.interval(0.8)
    inside = ((draws >= low) & (draws <= high)).mean()
    assert 0.78 < inside < 0.97, "discrete intervals hold at least their probability"
    assert record.quantile([0.2, 0.6]).shape == (2,)


def test_gamma_takes_the_rate_and_normal_the_variance():
    assert Gamma(alpha=4.0, beta=2.0).logpdf(1.3) == pytest.approx(
        stats.gamma(4.0, scale=0.5).logpdf(1.3)
    )
    assert Normal(1.0, 9.0).logpdf(2.0) == pytest.approx(stats.norm(1.0, 3.0).logpdf(2.0))


def test_beta_mixtures_are_mixtures():
    """Integrate p out of the binomial and of the negative binomial numerically."""
    for count, given in (
        (BetaBinomialCount(trials=9, alpha=2.0, beta=5.0), lambda p: stats.binom(9, p).pmf(4)),
        (
            BetaNegativeBinomialCount(r=3.0, alpha=2.0, beta=5.0),
            lambda p: stats.nbinom(3, p).pmf(4),
        ),
    ):
        mixed, _ = integrate.quad(lambda p, g=given: g(p) * stats.beta(2, 5).pdf(p), 0, 1)
        assert np.exp(count.logpmf(4)) == pytest.approx(mixed, rel=1e-9)


def test_moments_that_do_not_exist_are_infinite():
    assert BetaNegativeBinomialCount(r=3.0, alpha=0.9, beta=2.0).mean == np.inf
    assert BetaNegativeBinomialCount(r=3.0, alpha=1.9, beta=2.0).var == np.inf
    assert StudentT(df=2.0, loc=0.0, scale=1.0).var == np.inf


def test_shapes_of_many_groups():
    record = Normal(mean=[1.0, 2.0, 3.0], var=[1.0, 4.0, 9.0])
    assert record.quantile(0.3).shape == (3,)
    assert record.quantile([0.1, 0.9]).shape == (2, 3)
    low, high = record.interval(0.9)
    np.testing.assert_allclose(high - low, 2 * stats.norm.ppf(0.95) * np.array([1.0, 2.0, 3.0]))
    assert record.sample(np.random.default_rng(0), 5).shape == (5, 3)
    np.testing.assert_allclose(record.cdf(record.quantile(0.3)), 0.3)


def test_symbols_stay_exact():
    a, b = sympy.symbols("alpha beta", positive=True)
    assert sympy.simplify(Beta(a, b).var - a * b / ((a + b) ** 2 * (a + b + 1))) == 0
    assert sympy.simplify(Gamma(a, b).sd - sympy.sqrt(a) / b) == 0
    r, p = sympy.symbols("r p", positive=True)
    nb = NegativeBinomial(r=r, p=p)
    assert sympy.simplify(nb.var - (nb.mean + nb.mean**2 / r)) == 0


def test_point_mass():
    mass = Normal.point_mass(np.array([1.0, 2.0]))
    np.testing.assert_array_equal(mass.quantile([0.1, 0.9]), [[1.0, 2.0], [1.0, 2.0]])
    np.testing.assert_array_equal(mass.cdf(1.5), [1.0, 0.0])
    np.testing.assert_array_equal(mass.sample(np.random.default_rng(0)), [1.0, 2.0])
    assert mass.logpdf(1.0)[0] == np.inf


def test_multivariate_normal_agrees_with_scipy_and_with_draws():
    mean, cov = np.array([1.0, -2.0]), np.array([[4.0, 1.5], [1.5, 2.0]])
    record = MultivariateNormal(mean=mean, cov=cov)
    x = np.array([0.3, 0.7])
    assert record.logpdf(x) == pytest.approx(stats.multivariate_normal(mean, cov).logpdf(x))
    assert record.cdf(x) == pytest.approx(stats.multivariate_normal(mean, cov).cdf(x), rel=1e-4)
    draws = record.sample(np.random.default_rng(1), 200_000)
    np.testing.assert_allclose(np.cov(draws.T), cov, atol=0.04)
    many = MultivariateNormal(mean=np.stack([mean, mean]), cov=np.stack([cov, 2 * cov]))
    assert many.sample(np.random.default_rng(1), 3).shape == (3, 2, 2)
    assert many.logpdf(x)[1] == pytest.approx(stats.multivariate_normal(mean, 2 * cov).logpdf(x))
    np.testing.assert_allclose(many.interval(0.9)[0][0], record.interval(0.9)[0])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Normal(1.0, 0.0), "var must be positive; got 0.0"),
        (lambda: Normal([1.0, 2.0], [1.0, 2.0, 3.0]), "var must be a single number or have"),
        (lambda: Beta(0.0, 1.0), "alpha must be positive"),
        (lambda: Gamma(1.0, -1.0), "beta must be positive"),
        (lambda: Binomial(2.5, 0.5), "trials must be whole numbers"),
        (lambda: NegativeBinomial(2.0, 1.5), "p must be between 0 and 1"),
        (lambda: Normal(0.0, 1.0).quantile(1.5), "p must be between 0 and 1"),
        (lambda: Normal(0.0, 1.0).interval(95), "p must be strictly between 0 and 1; got 95"),
        (lambda: Normal(0.0, 1.0).sample(3), "rng must be a numpy.random.Generator"),
        (lambda: MultivariateNormal([1.0, 2.0], [[1.0, 2.0]]), "cov must have shape"),
        (lambda: MultivariateNormal([1.0, 2.0], [[1.0, 0.5], [0.4, 1.0]]), "cov must be symmetric"),
        (
            lambda: MultivariateNormal([1.0, 2.0], [[1.0, 2.0], [2.0, 1.0]]),
            "positive semi-definite",
        ),
    ],
)
def test_bad_parameters_are_refused_by_name(make, message):
    with pytest.raises(ValueError, match=message):
        make()
