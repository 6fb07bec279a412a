"""BetaNegativeBinomial against brute force: Bayes on a grid, sums, simulation, symbols."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from hbtutor import BetaNegativeBinomial

parameters = st.floats(0.3, 40)
sizes = st.floats(0.5, 20)
samples = st.lists(st.integers(0, 40), min_size=1, max_size=6)


@given(alpha=parameters, beta=parameters, r=sizes, y=samples)
def test_posterior_is_the_normalised_product_of_prior_and_all_likelihoods(alpha, beta, r, y):
    """All counts share one p: the likelihoods multiply on one grid of p."""
    posterior = BetaNegativeBinomial(alpha=alpha, beta=beta, r=r).posterior(y)
    u = np.linspace(-150, 150, 10_001)
    p = 1 / (1 + np.exp(-u))
    log_p, log_q = -np.logaddexp(0, -u), -np.logaddexp(0, u)
    log_joint = alpha * log_p + beta * log_q
    for count in y:
        log_joint = log_joint + r * log_p + count * log_q
    weight = np.exp(log_joint - log_joint.max())
    mean = np.average(p, weights=weight)
    assert posterior.mean == pytest.approx(mean, rel=1e-9)
    assert posterior.var == pytest.approx(np.average((p - mean) ** 2, weights=weight), rel=1e-8)


@given(alpha=parameters, beta=parameters, r=sizes, y=st.integers(0, 60))
def test_marginal_is_joint_over_posterior(alpha, beta, r, y):
    model, p = BetaNegativeBinomial(alpha=alpha, beta=beta, r=r), 0.37
    joint = stats.beta(alpha, beta).logpdf(p) + stats.nbinom(r, p).logpmf(y)
    conditional = model.posterior(y).logpdf(p)
    assert model.marginal().logpmf(y) == pytest.approx(joint - conditional, rel=1e-8)


def test_predictive_is_the_integral_over_the_posterior():
    model = BetaNegativeBinomial(alpha=2.0, beta=3.0, r=5.0)
    posterior = stats.beta(17, 23)  # 2 + 3 * 5, 3 + 4 + 7 + 9

    def mixed(p):
        return stats.nbinom.pmf(6, 5.0, p) * posterior.pdf(p)

    expected = integrate.quad(mixed, 0, 1, epsabs=1e-13)[0]
    assert np.exp(model.predictive([4, 7, 9]).logpmf(6)) == pytest.approx(expected, rel=1e-10)


@given(alpha=parameters, beta=parameters, r=sizes, y=samples)
def test_b_is_the_weight_on_the_prior_mean(alpha, beta, r, y):
    model = BetaNegativeBinomial(alpha=alpha, beta=beta, r=r)
    B = model.shrinkage(y)
    share = len(y) * r / (len(y) * r + sum(y))
    expected = (1 - B) * share + B * model.mean
    assert model.posterior(y).mean == pytest.approx(expected, rel=1e-9)


@given(alpha=parameters, beta=parameters, r=sizes, y=samples)
def test_one_by_one_is_all_at_once(alpha, beta, r, y):
    """Updating count by count gives the posterior of all of them."""
    step = BetaNegativeBinomial(alpha=alpha, beta=beta, r=r)
    for count in y:
        posterior = step.posterior(count)
        step = BetaNegativeBinomial(alpha=posterior.alpha, beta=posterior.beta, r=r)
    together = BetaNegativeBinomial(alpha=alpha, beta=beta, r=r).posterior(y)
    assert (step.alpha, step.beta) == pytest.approx((together.alpha, together.beta), rel=1e-12)


def test_exact_and_symbolic():
    posterior = BetaNegativeBinomial(alpha=Fraction(2), beta=Fraction(3), r=5).posterior([4, 7, 9])
    assert (posterior.alpha, posterior.beta, posterior.mean) == (17, 23, Fraction(17, 40))
    alpha, beta, r, x, y = sympy.symbols("alpha beta r x y", positive=True)
    symbolic = BetaNegativeBinomial(alpha=alpha, beta=beta, r=r).posterior([x, y])
    assert sympy.simplify(symbolic.alpha - alpha - 2 * r) == 0
    assert sympy.simplify(symbolic.beta - beta - x - y) == 0
    mean = BetaNegativeBinomial(alpha=alpha, beta=beta, r=r).marginal().mean
    assert sympy.simplify(mean - r * beta / (alpha - 1)) == 0


def test_simulation_has_the_moments_of_the_marginal():
    model = BetaNegativeBinomial(alpha=9.0, beta=4.0, r=3.0)
    rng = np.random.default_rng(20)
    drawn = np.array([model.simulate(rng).y[0] for _ in range(40_000)])
    assert drawn.mean() == pytest.approx(model.marginal().mean, abs=0.06)
    assert drawn.var() == pytest.approx(model.marginal().var, rel=0.1)
    one = model.simulate(rng, n=20_000)
    expected = 3.0 * (1 - one.theta) / one.theta
    assert one.y.mean() == pytest.approx(expected, rel=0.05), "all counts share the drawn p"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m: m.posterior([1, 2.5]), "counts must be whole numbers.*2.5 at position 1"),
        (lambda m: m.posterior([[1, 2], [3, 4]]), "one column of numbers; got shape"),
        (lambda m: m.posterior(pd.Series([1, None])), "counts must be whole.*missing"),
        (lambda m: m.posterior([]), "it is empty"),
        (lambda m: m.simulate(np.random.default_rng(1), n=0), "n must be positive; got 0"),
        (lambda m: BetaNegativeBinomial(alpha=1, beta=1, r=-1), "r must be positive; got -1"),
        (
            lambda m: BetaNegativeBinomial(alpha=[1, 2], beta=1, r=1),
            "alpha must be a single number",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call(BetaNegativeBinomial(alpha=2.0, beta=5.0, r=3.0))
