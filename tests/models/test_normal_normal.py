"""NormalNormal against brute force: grids, joint simulation, exact fractions, symbols."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hbtutor import Normal, NormalNormal

means = st.floats(-100, 100)
variances = st.floats(0.01, 1e4)
sizes = st.integers(1, 50)


@given(mu=means, tau2=variances, y=means, sigma2=variances, n=sizes)
def test_posterior_is_the_normalised_product_of_prior_and_likelihood(mu, tau2, y, sigma2, n):
    """Bayes' theorem on a grid knows nothing of B or of precisions."""
    posterior = NormalNormal(mu=mu, tau2=tau2).posterior(y, sigma2=sigma2, n=n)
    theta = np.linspace(-9, 9, 2001) * posterior.sd + posterior.mean
    log_joint = stats.norm(mu, tau2**0.5).logpdf(theta)
    log_joint += stats.norm(theta, (sigma2 / n) ** 0.5).logpdf(y)
    weight = np.exp(log_joint - log_joint.max())
    mean = np.average(theta, weights=weight)
    var = np.average((theta - mean) ** 2, weights=weight)
    assert posterior.mean == pytest.approx(mean, rel=1e-9, abs=1e-9 * posterior.sd)
    assert posterior.var == pytest.approx(var, rel=1e-9)


@given(mu=means, tau2=variances, y=means, sigma2=variances, n=sizes)
def test_marginal_is_joint_over_posterior(mu, tau2, y, sigma2, n):
    """log m(y) = log p(theta) + log p(y | theta) - log p(theta | y), at any theta."""
    model = NormalNormal(mu=mu, tau2=tau2)
    theta = mu + 0.3 * tau2**0.5
    joint = Normal(mu, tau2).logpdf(theta) + Normal(theta, sigma2 / n).logpdf(y)
    conditional = model.posterior(y, sigma2=sigma2, n=n).logpdf(theta)
    marginal = model.marginal(sigma2=sigma2, n=n).logpdf(y)
    assert marginal == pytest.approx(joint - conditional, rel=1e-9, abs=1e-8)


@given(mu=means, tau2=variances, y=means, sigma2=variances, n=sizes)
def test_b_is_the_weight_on_the_prior_mean(mu, tau2, y, sigma2, n):
    model = NormalNormal(mu=mu, tau2=tau2)
    B = model.shrinkage(sigma2=sigma2, n=n)
    posterior = model.posterior(y, sigma2=sigma2, n=n)
    assert 0 < B < 1
    assert posterior.mean == pytest.approx((1 - B) * y + B * mu, rel=1e-9, abs=1e-9)
    assert min(y, mu) - 1e-9 <= posterior.mean <= max(y, mu) + 1e-9
    assert posterior.var < min(tau2, sigma2 / n) * (1 + 1e-12)


def test_exact_in_fractions_as_worked_by_hand():
    """Precisions 1/25 and 4/100 are equal, so the mean lies halfway and the variance halves."""
    model = NormalNormal(mu=Fraction(50), tau2=Fraction(25))
    posterior = model.posterior(Fraction(60), sigma2=Fraction(100), n=4)
    assert (posterior.mean, posterior.var) == (Fraction(55), Fraction(25, 2))
    unequal = NormalNormal(mu=Fraction(10), tau2=Fraction(3))
    assert unequal.shrinkage(sigma2=Fraction(14), n=7) == Fraction(2, 5)
    assert unequal.posterior(Fraction(20), sigma2=Fraction(14), n=7).mean == Fraction(16)


def test_symbols_give_the_precision_weighted_mean():
    mu, y = sympy.symbols("mu y", real=True)
    tau2, sigma2, n = sympy.symbols("tau2 sigma2 n", positive=True)
    model = NormalNormal(mu=mu, tau2=tau2)
    posterior = model.posterior(y, sigma2=sigma2, n=n)
    precision = n / sigma2 + 1 / tau2
    assert sympy.simplify(posterior.mean - (n / sigma2 * y + mu / tau2) / precision) == 0
    assert sympy.simplify(posterior.var - 1 / precision) == 0
    assert sympy.simplify(posterior.sd**2 - 1 / precision) == 0
    assert sympy.simplify(model.marginal(sigma2=sigma2, n=n).var - tau2 - sigma2 / n) == 0
    assert sympy.simplify(model.predictive(y, sigma2=sigma2, n=n).var - 1 / precision - sigma2) == 0
    swapped = sympy.simplify(model.shrinkage(sigma2=sigma2) - tau2 / (sigma2 + tau2))
    assert swapped != 0, "the case must tell B from 1 - B"


def test_no_digit_is_lost_where_b_is_almost_one():
    """1 - B would be 0 in floating point; the exact value comes from fractions."""
    tau2, sigma2, y = 1e-18, 3.0, 7.0
    exact = Fraction(tau2) / (Fraction(sigma2) + Fraction(tau2)) * Fraction(y)
    posterior = NormalNormal(mu=0.0, tau2=tau2).posterior(y, sigma2=sigma2)
    assert posterior.mean == pytest.approx(float(exact), rel=1e-15)
    assert posterior.var == pytest.approx(1e-18, rel=1e-15)


def test_simulation_agrees_with_marginal_and_posterior():
    """Among simulated groups with y near a value, theta is distributed as the posterior says."""
    model, rng = NormalNormal(mu=3.0, tau2=4.0), np.random.default_rng(20261123)
    drawn = model.simulate(rng, sigma2=9.0, n=3, groups=400_000)
    marginal = model.marginal(sigma2=9.0, n=3)
    assert stats.kstest(drawn.y, marginal.cdf).pvalue > 1e-3
    near = np.abs(drawn.y - 6.0) < 0.05
    posterior = model.posterior(6.0, sigma2=9.0, n=3)
    error = posterior.sd / near.sum() ** 0.5
    assert abs(drawn.theta[near].mean() - posterior.mean) < 4 * error
    assert drawn.theta[near].var() == pytest.approx(posterior.var, rel=0.1)


def test_predictive_is_the_distribution_of_a_new_observation():
    model, rng = NormalNormal(mu=3.0, tau2=4.0), np.random.default_rng(7)
    theta = model.posterior(6.0, sigma2=9.0, n=3).sample(rng, 200_000)
    new = rng.normal(theta, 3.0)
    assert stats.kstest(new, model.predictive(6.0, sigma2=9.0, n=3).cdf).pvalue > 1e-3


def test_complete_pooling_is_the_limit():
    y, sigma2 = np.array([28.0, 8.0, -3.0]), np.array([225.0, 100.0, 256.0])
    limit = NormalNormal.complete_pooling(mu=7.5)
    close = NormalNormal(mu=7.5, tau2=1e-12)
    np.testing.assert_allclose(limit.shrinkage(sigma2=sigma2), close.shrinkage(sigma2=sigma2))
    np.testing.assert_array_equal(limit.posterior(y, sigma2=sigma2).mean, 7.5)
    np.testing.assert_array_equal(limit.posterior(y, sigma2=sigma2).var, 0.0)
    np.testing.assert_array_equal(limit.marginal(sigma2=sigma2).var, sigma2)
    np.testing.assert_array_equal(limit.predictive(y, sigma2=sigma2).var, sigma2)


def test_labels_are_carried():
    y = pd.Series([28.0, 8.0], index=["Choate", "Deerfield"])
    sigma2 = pd.Series([225.0, 100.0], index=["Choate", "Deerfield"])
    posterior = NormalNormal(mu=8.0, tau2=30.0).posterior(y, sigma2=sigma2)
    assert list(posterior.mean.index) == ["Choate", "Deerfield"]
    assert posterior.mean["Choate"] == pytest.approx((28 / 225 + 8 / 30) / (1 / 225 + 1 / 30))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda m: NormalNormal(mu=1.0, tau2=0),
            r"tau2 must be positive; got 0. .*complete_pooling",
        ),
        (lambda m: NormalNormal(mu=1.0, tau2=-2.0), r"tau2 must be positive; got -2.0"),
        (
            lambda m: NormalNormal(mu=[1.0, 2.0], tau2=[1.0, 2.0, 3.0]),
            r"tau2 must be .*shape of mu",
        ),
        (lambda m: m.posterior([1.0, np.nan], sigma2=1.0), r"y must be finite .*position 1"),
        (lambda m: m.posterior([1.0, 2.0], sigma2=[1.0, 0.0]), r"sigma2 must be positive; got 0.0"),
        (lambda m: m.posterior([1.0, 2.0], sigma2=[1.0]), r"sigma2 must be .*got shape \(1,\)"),
        (
            lambda m: m.posterior([1.0, 2.0], sigma2=[1.0, np.inf]),
            r"sigma2 must be positive; got inf",
        ),
        (lambda m: m.posterior(3.0, sigma2=1.0, n=0), r"n must be positive; got 0"),
        (lambda m: m.posterior([], sigma2=1.0), r"y must hold at least one"),
        (lambda m: m.simulate(np.random.default_rng(0), sigma2=1.0), r"groups must be given"),
        (lambda m: m.simulate(3, sigma2=1.0, groups=2), r"rng must be a numpy"),
        (
            lambda m: m.simulate(np.random.default_rng(0), sigma2=[1.0, 2.0], groups=3),
            r"groups must be the number of groups, 2; got 3",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call(NormalNormal(mu=1.0, tau2=2.0))


def test_arguments_after_the_data_are_keyword_only():
    model = NormalNormal(mu=1.0, tau2=2.0)
    with pytest.raises(TypeError):
        NormalNormal(1.0, 2.0)  # type: ignore[misc]
    with pytest.raises(TypeError):
        model.posterior(3.0, 4.0)  # type: ignore[misc]
