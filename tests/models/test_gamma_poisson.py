"""GammaPoisson against brute force: Bayes on a grid, sums, simulation, fractions, symbols."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from hbtutor import GammaPoisson

parameters = st.floats(0.2, 60)
exposures = st.floats(0.05, 80)
events = st.integers(0, 60)


@given(alpha=parameters, beta=parameters, y=events, t=exposures)
def test_posterior_is_the_normalised_product_of_prior_and_likelihood(alpha, beta, y, t):
    """Bayes' theorem by the trapezoid rule on the log scale knows nothing of conjugacy."""
    posterior = GammaPoisson(alpha=alpha, beta=beta).posterior(y, exposure=t)
    u = np.linspace(-250, 15, 13_251)
    with np.errstate(over="ignore"):
        log_joint = (alpha + y) * u - (beta + t) * np.exp(u)
    weight = np.exp(log_joint - log_joint.max())
    mean = np.average(np.exp(u), weights=weight)
    assert posterior.mean == pytest.approx(mean, rel=1e-9)
    var = np.average((np.exp(u) - mean) ** 2, weights=weight)
    assert posterior.var == pytest.approx(var, rel=1e-8)


@given(alpha=parameters, beta=parameters, y=events, t=exposures)
def test_marginal_is_joint_over_posterior(alpha, beta, y, t):
    """log m(y) = log p(theta) + log p(y | theta) - log p(theta | y), at any theta."""
    model, theta = GammaPoisson(alpha=alpha, beta=beta), 1.3
    joint = stats.gamma(alpha, scale=1 / beta).logpdf(theta) + stats.poisson(t * theta).logpmf(y)
    conditional = model.posterior(y, exposure=t).logpdf(theta)
    marginal = model.marginal(exposure=t)
    assert marginal.logpmf(y) == pytest.approx(joint - conditional, rel=1e-8, abs=1e-8)
    assert marginal.logpmf(y) == pytest.approx(
        stats.nbinom(alpha, beta / (beta + t)).logpmf(y), rel=1e-9, abs=1e-9
    )


def test_marginal_is_the_integral_over_the_rate():
    def mixed(theta):
        return stats.poisson.pmf(5, 3.0 * theta) * stats.gamma.pdf(theta, 2.5, scale=1 / 1.5)

    expected = integrate.quad(mixed, 0, 40, epsabs=1e-13)[0]
    found = GammaPoisson(alpha=2.5, beta=1.5).marginal(exposure=3.0).logpmf(5)
    assert np.exp(found) == pytest.approx(expected, rel=1e-10)


@given(alpha=parameters, beta=parameters, y=events, t=exposures)
def test_b_is_the_weight_on_the_prior_mean(alpha, beta, y, t):
    model = GammaPoisson(alpha=alpha, beta=beta)
    B = model.shrinkage(exposure=t)
    assert beta / t == pytest.approx(B / (1 - B), rel=1e-9)
    mean = model.posterior(y, exposure=t).mean
    assert mean == pytest.approx((1 - B) * y / t + B * model.mean, rel=1e-9)


@given(alpha=parameters, beta=parameters, t=exposures)
def test_overdispersion(alpha, beta, t):
    marginal = GammaPoisson(alpha=alpha, beta=beta).marginal(exposure=t)
    assert marginal.mean == pytest.approx(t * alpha / beta, rel=1e-12)
    assert marginal.var == pytest.approx(marginal.mean + marginal.mean**2 / alpha, rel=1e-12)


@pytest.mark.parametrize("alpha", [1e6, 1e12, 1e18])
def test_poisson_limit_keeps_its_digits(alpha):
    """At mean m the log ratio to the Poisson is ((y - m)^2 - y) / (2 alpha) + O(1 / alpha^2)."""
    marginal = GammaPoisson(alpha=alpha, beta=alpha / 2.5).marginal(exposure=4.0)
    y = np.arange(30.0)
    poisson = GammaPoisson.complete_pooling(mean=2.5).marginal(exposure=4.0)
    gap = marginal.logpmf(y) - poisson.logpmf(y)
    assert np.allclose(gap, ((y - 10) ** 2 - y) / (2 * alpha), rtol=1e-3, atol=2e-14)
    assert marginal.mean == pytest.approx(10, rel=1e-14)


@given(alpha=parameters, beta=parameters, y=events, t=exposures, new=exposures)
def test_predictive_is_the_marginal_of_the_posterior(alpha, beta, y, t, new):
    """P(no event in the new exposure) is the posterior's Laplace transform."""
    model = GammaPoisson(alpha=alpha, beta=beta)
    predictive = model.predictive(y, exposure=t, new_exposure=new)
    none = (alpha + y) * np.log((beta + t) / (beta + t + new))
    assert predictive.logpmf(0) == pytest.approx(none, rel=1e-9)
    mean = model.posterior(y, exposure=t).mean
    assert predictive.mean == pytest.approx(new * mean, rel=1e-12)


def test_prior_counts_as_exposure_worked_by_hand():
    """6 prior events in 3 prior years, then 4 in 7: 10 in 10."""
    model = GammaPoisson(alpha=Fraction(6), beta=Fraction(3))
    posterior = model.posterior(4, exposure=7)
    assert (posterior.alpha, posterior.beta, posterior.mean) == (10, 10, 1)
    assert model.shrinkage(exposure=7) == Fraction(3, 10)
    assert model.marginal(exposure=7).p == Fraction(3, 10)
    assert model.marginal(exposure=7).var == 14 + Fraction(14**2, 6)


def test_symbols():
    alpha, beta, y, t, s = sympy.symbols("alpha beta y t s", positive=True)
    model = GammaPoisson(alpha=alpha, beta=beta)
    posterior, B = model.posterior(y, exposure=t), model.shrinkage(exposure=t)
    assert sympy.simplify(posterior.mean - ((1 - B) * y / t + B * alpha / beta)) == 0
    marginal = model.marginal(exposure=t)
    assert sympy.simplify(marginal.var - marginal.mean - marginal.mean**2 / alpha) == 0
    assert sympy.limit(marginal.var.subs(beta, alpha / s), alpha, sympy.oo) == s * t
    predictive = model.predictive(y, exposure=t, new_exposure=s)
    assert sympy.simplify(predictive.mean - s * posterior.mean) == 0


def test_simulation_has_the_moments_of_the_marginal_and_the_posterior():
    model = GammaPoisson(alpha=3.0, beta=2.0)
    drawn = model.simulate(np.random.default_rng(20), exposure=4.0, groups=200_000)
    marginal = model.marginal(exposure=4.0)
    assert drawn.y.mean() == pytest.approx(marginal.mean, abs=5 * marginal.sd / 200_000**0.5)
    assert drawn.y.var() == pytest.approx(marginal.var, rel=0.03)
    seen = drawn.theta[drawn.y == 9]
    posterior = model.posterior(9, exposure=4.0)
    assert seen.mean() == pytest.approx(posterior.mean, abs=5 * posterior.sd / seen.size**0.5)
    assert seen.std() == pytest.approx(posterior.sd, rel=0.05)


def test_shapes_labels_and_zero_exposure():
    index = pd.Index(["p1", "p2"], name="pump")
    y, t = pd.Series([5, 0], index=index), pd.Series([94.32, 0.0], index=index)
    model = GammaPoisson(alpha=0.8, beta=1.3)
    assert model.posterior(y, exposure=t).mean["p2"] == pytest.approx(0.8 / 1.3)
    assert model.shrinkage(exposure=t)["p2"] == 1.0
    assert model.marginal(exposure=[0.0, 2.0]).logpmf([0, 0])[0] == 0.0
    assert model.posterior([1, 2]).beta == 2.3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m: m.posterior(2.5), "counts must be whole numbers.*got 2.5"),
        (lambda m: m.posterior([1, 6], exposure=[5, 0]), "got count 6 in exposure 0 at position 1"),
        (lambda m: m.posterior(6, exposure=0), "exposure must be positive where counts are"),
        (lambda m: m.posterior([1, 2], exposure=[1, -1]), "exposure must be zero or positive"),
        (lambda m: m.posterior([1, float("nan")]), "nan at position 1.*missing"),
        (lambda m: m.posterior([1, 2], exposure=[5, 5, 5]), "exposure must be a single number or"),
        (lambda m: m.marginal(exposure=float("inf")), "exposure must be zero or positive; got inf"),
        (lambda m: m.predictive(1, new_exposure=-1), "new_exposure must be zero or positive"),
        (lambda m: m.simulate(np.random.default_rng(1)), "groups must be given"),
        (lambda m: GammaPoisson(alpha=0, beta=1), "alpha must be positive; got 0"),
        (lambda m: GammaPoisson.complete_pooling(mean=-1), "mean must be zero or positive"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call(GammaPoisson(alpha=2.0, beta=5.0))
