"""BetaBinomial against brute force: Bayes on a grid, sums, simulation, fractions, symbols."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from hbtutor import BetaBinomial

parameters = st.floats(0.2, 60)


@st.composite
def observed(draw):
    trials = draw(st.integers(1, 60))
    return draw(st.integers(0, trials)), trials


@given(alpha=parameters, beta=parameters, data=observed())
def test_posterior_is_the_normalised_product_of_prior_and_likelihood(alpha, beta, data):
    """Bayes' theorem by the trapezoid rule on the logit scale knows nothing of conjugacy."""
    k, n = data
    posterior = BetaBinomial(alpha=alpha, beta=beta).posterior(k, trials=n)
    u = np.linspace(-200, 200, 20_001)
    log_theta, log_other = -np.logaddexp(0, -u), -np.logaddexp(0, u)
    log_joint = (alpha + k) * log_theta + (beta + n - k) * log_other
    weight = np.exp(log_joint - log_joint.max())
    theta = np.exp(log_theta)
    mean = np.average(theta, weights=weight)
    assert posterior.mean == pytest.approx(mean, rel=1e-9)
    var = np.average((theta - mean) ** 2, weights=weight)
    assert posterior.var == pytest.approx(var, rel=1e-8)


@given(alpha=parameters, beta=parameters, data=observed())
def test_marginal_is_joint_over_posterior(alpha, beta, data):
    """log m(k) = log p(theta) + log p(k | theta) - log p(theta | k), at any theta."""
    k, n = data
    model, theta = BetaBinomial(alpha=alpha, beta=beta), 0.37
    joint = stats.beta(alpha, beta).logpdf(theta) + stats.binom(n, theta).logpmf(k)
    conditional = model.posterior(k, trials=n).logpdf(theta)
    assert model.marginal(trials=n).logpmf(k) == pytest.approx(joint - conditional, rel=1e-8)


def test_marginal_is_the_integral_over_the_proportion():
    def mixed(theta):
        return stats.binom.pmf(4, 9, theta) * stats.beta.pdf(theta, 2.5, 4.5)

    expected = integrate.quad(mixed, 0, 1, epsabs=1e-13)[0]
    found = BetaBinomial(alpha=2.5, beta=4.5).marginal(trials=9).logpmf(4)
    assert np.exp(found) == pytest.approx(expected, rel=1e-10)


@given(alpha=parameters, beta=parameters, data=observed())
def test_b_is_the_weight_on_the_prior_mean(alpha, beta, data):
    k, n = data
    model = BetaBinomial(alpha=alpha, beta=beta)
    B = model.shrinkage(trials=n)
    assert model.prior_size / n == pytest.approx(B / (1 - B), rel=1e-9)
    mean = model.posterior(k, trials=n).mean
    assert mean == pytest.approx((1 - B) * k / n + B * model.mean, rel=1e-9)


@given(alpha=parameters, beta=parameters, data=observed(), new=st.integers(1, 8))
def test_predictive_mixes_binomials_over_the_posterior(alpha, beta, data, new):
    """P(all new trials succeed) is the posterior mean of theta^new, a ratio of Beta functions."""
    k, n = data
    model = BetaBinomial(alpha=alpha, beta=beta)
    predictive = model.predictive(k, trials=n, new_trials=new)
    a, size = alpha + k, alpha + beta + n
    power = np.prod([(a + i) / (size + i) for i in range(new)])
    assert np.exp(predictive.logpmf(new)) == pytest.approx(power, rel=1e-9)
    assert np.exp(predictive.logpmf(np.arange(new + 1))).sum() == pytest.approx(1, rel=1e-9)


def test_prior_counts_as_trials_worked_by_hand():
    """3 prior successes in 10 prior trials, then 9 in 30: 12 in 40."""
    model = BetaBinomial(alpha=Fraction(3), beta=Fraction(7))
    posterior = model.posterior(9, trials=30)
    assert (posterior.alpha, posterior.beta) == (12, 28)
    assert posterior.mean == Fraction(3, 10)
    assert model.shrinkage(trials=30) == Fraction(1, 4)
    assert model.marginal(trials=2).var == Fraction(2 * 3 * 7 * 12, 100 * 11)


def test_symbols():
    alpha, beta, k, n, m = sympy.symbols("alpha beta k n m", positive=True)
    model = BetaBinomial(alpha=alpha, beta=beta)
    posterior, B = model.posterior(k, trials=n), model.shrinkage(trials=n)
    weighted = (1 - B) * k / n + B * alpha / (alpha + beta)
    assert sympy.simplify(posterior.mean - weighted) == 0
    assert sympy.simplify(B + n / (alpha + beta + n) - 1) == 0
    predictive = model.predictive(k, trials=n, new_trials=m)
    assert sympy.simplify(predictive.mean - m * posterior.mean) == 0
    # The law of total variance: E[theta (1 - theta)] n + Var(theta) n^2.
    prior_var = model.posterior(0, trials=0).var
    expected = n * (model.mean - model.mean**2 - prior_var) + n**2 * prior_var
    assert sympy.simplify(model.marginal(trials=n).var - expected) == 0


def test_simulation_has_the_moments_of_the_marginal_and_the_posterior():
    model = BetaBinomial(alpha=2.0, beta=5.0)
    drawn = model.simulate(np.random.default_rng(20), trials=12, groups=200_000)
    marginal = model.marginal(trials=12)
    error = 5 * marginal.sd / 200_000**0.5
    assert drawn.y.mean() == pytest.approx(marginal.mean, abs=error)
    assert drawn.y.var() == pytest.approx(marginal.var, rel=0.03)
    seen = drawn.theta[drawn.y == 7]
    posterior = model.posterior(7, trials=12)
    assert seen.mean() == pytest.approx(posterior.mean, abs=5 * posterior.sd / seen.size**0.5)
    assert seen.std() == pytest.approx(posterior.sd, rel=0.05)


def test_shapes_labels_and_lists():
    index = pd.Index(["A", "B"], name="hospital")
    k, n = pd.Series([0, 18], index=index), pd.Series([47, 148], index=index)
    posterior = BetaBinomial(alpha=2, beta=20).posterior(k, trials=n)
    assert posterior.mean.index.equals(index)
    assert posterior.mean["B"] == pytest.approx(20 / 170)
    assert BetaBinomial(alpha=2, beta=20).posterior([1, 2], trials=9).alpha.tolist() == [3, 4]
    drawn = BetaBinomial(alpha=2, beta=20).simulate(np.random.default_rng(1), trials=[5, 9, 2])
    assert drawn.theta.shape == drawn.y.shape == (3,)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m: m.posterior(2.5, trials=5), "successes must be whole numbers.*got 2.5"),
        (lambda m: m.posterior([1, 6], trials=[5, 5]), "at most trials; got 6 .* at position 1"),
        (lambda m: m.posterior(6, trials=5), "successes must be at most trials; got 6 successes"),
        (lambda m: m.posterior([1, -1], trials=5), "got -1.0 at position 1"),
        (lambda m: m.posterior([1, float("nan")], trials=5), "nan at position 1.*missing"),
        (lambda m: m.posterior([1, 2], trials=[5, 5, 5]), "trials must be a single number or"),
        (lambda m: m.shrinkage(trials=-2), "trials must be whole numbers"),
        (lambda m: m.predictive(1, trials=5, new_trials=0.5), "new_trials must be whole"),
        (lambda m: m.simulate(np.random.default_rng(1), trials=5), "groups must be given"),
        (lambda m: m.simulate(7, trials=5, groups=3), "rng must be a numpy.random.Generator"),
        (lambda m: BetaBinomial(alpha=0, beta=1), "alpha must be positive; got 0"),
        (lambda m: BetaBinomial(alpha=1, beta=float("inf")), "beta must be positive; got inf"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call(BetaBinomial(alpha=2.0, beta=5.0))
