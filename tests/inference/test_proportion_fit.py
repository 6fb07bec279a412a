"""Beta-binomial maximum likelihood against R, against SciPy, and at every boundary."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from scipy import optimize, stats

from hbtutor import BetaBinomial, empirical_bayes
from tests.inference.count_data import proportions, reference

# Source: tests/reference/*.json, R 4.2.2, damped Newton on the beta-binomial likelihood with the
# gradient below 1e-8, and VGAM 1.1.7 beside it.
CASES = [
    ("rat_tumors", "n_tumors", "n_rats", None, "beta_binomial_ml_71"),
    ("rat_tumors", "n_tumors", "n_rats", 70, "beta_binomial_ml_70_historical"),
    ("surgical_mortality", "deaths", "operations", None, "beta_binomial_ml"),
    ("toxoplasmosis", "n_positive", "n_tested", None, "beta_binomial_ml"),
    ("reed_frogs", "survivors", "density", None, "beta_binomial_ml"),
    ("baseball_al_2006", "hits", "at_bats", None, "beta_binomial_ml"),
]


@pytest.mark.parametrize(("name", "successes", "trials", "rows", "key"), CASES)
def test_agrees_with_r(name, successes, trials, rows, key):
    k, n = proportions(name, successes, trials, rows)
    fit, expected = empirical_bayes(BetaBinomial, k, trials=n), reference(name)[key]
    assert fit.converged
    assert fit.boundary is None
    assert fit.model.alpha == pytest.approx(expected["alpha"], rel=1e-10)
    assert fit.model.beta == pytest.approx(expected["beta"], rel=1e-10)
    assert fit.loglik == pytest.approx(expected["loglik"], rel=1e-11)
    se = fit.standard_error
    assert se["logit_mean"] == pytest.approx(expected["se_logit_mean"], rel=1e-7)
    assert se["log_size"] == pytest.approx(expected["se_log_precision"], rel=1e-7)
    posterior = fit.model.posterior(k, trials=n)
    assert np.allclose(posterior.mean, expected["eb_posterior_mean"], rtol=1e-10)


def test_no_other_point_is_better_by_scipys_probabilities():
    """An independent maximiser on an independent likelihood: it gains nothing."""
    k, n = proportions("toxoplasmosis", "n_positive", "n_tested")
    fit = empirical_bayes(BetaBinomial, k, trials=n)

    def minus(x):
        return -stats.betabinom(n, *np.exp(x)).logpmf(k).sum()

    found = optimize.minimize(minus, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-8})
    assert np.allclose(np.exp(found.x), [fit.model.alpha, fit.model.beta], rtol=1e-5)
    assert -found.fun == pytest.approx(fit.loglik, rel=1e-10)


@st.composite
def groups(draw):
    trials = draw(st.lists(st.integers(0, 25), min_size=1, max_size=8))
    return [draw(st.integers(0, n)) for n in trials], trials


@limits(max_examples=60)
@given(data=groups())
def test_whatever_the_data_nothing_beats_the_answer(data):
    """A maximum, a boundary or a refusal; never worse than any point of a grid."""
    k, n = np.array(data[0]), np.array(data[1])
    if n.max() < 2:
        with pytest.raises(ValueError, match="trials must"):
            empirical_bayes(BetaBinomial, k, trials=n)
        return
    fit = empirical_bayes(BetaBinomial, k, trials=n)
    assert fit.converged
    assert (fit.boundary is None) == np.isfinite(fit.model.alpha) * (fit.model.alpha > 0)
    own = fit.model.marginal(trials=n.astype(float)).logpmf(k).sum()
    assert own == pytest.approx(fit.loglik, abs=1e-9)
    for size in np.geomspace(1e-3, 1e5, 15):
        for mean in (0.02, 0.2, 0.5, 0.8, 0.98):
            law = BetaBinomial(alpha=mean * size, beta=(1 - mean) * size).marginal(trials=n)
            assert law.logpmf(k).sum() <= fit.loglik + 1e-9


def test_no_more_spread_than_chance_is_complete_pooling():
    k, n = np.array([5, 4, 6, 5]), np.array([10, 10, 10, 11])
    fit = empirical_bayes(BetaBinomial, k, trials=n)
    assert "no finite maximum" in fit.boundary
    assert "complete pooling" in fit.boundary
    assert fit.model.mean == pytest.approx(20 / 41)
    assert fit.model.shrinkage(trials=n).tolist() == [1, 1, 1, 1]
    assert fit.loglik == pytest.approx(stats.binom(n, 20 / 41).logpmf(k).sum())
    assert fit.standard_error["logit_mean"] == pytest.approx((41 / (20 * 21)) ** 0.5)


def test_one_group_is_complete_pooling():
    fit = empirical_bayes(BetaBinomial, [3], trials=10)
    assert fit.model.mean == pytest.approx(0.3)
    assert "complete pooling" in fit.boundary


def test_all_successes_or_none_in_each_group_is_all_or_nothing():
    fit = empirical_bayes(BetaBinomial, [0, 4, 7, 0, 0], trials=[3, 4, 7, 2, 0])
    assert "alpha + beta tends to 0" in fit.boundary
    assert fit.model.mean == pytest.approx(0.5), "the group without trials does not count"
    assert fit.loglik == pytest.approx(4 * np.log(0.5))
    near = BetaBinomial(alpha=1e-9, beta=1e-9).marginal(trials=[3, 4, 7, 2])
    assert near.logpmf([0, 4, 7, 0]).sum() == pytest.approx(fit.loglik, abs=1e-6)


@pytest.mark.parametrize(("k", "proportion"), [([0, 0, 0], 0), ([4, 9, 2], 1)])
def test_all_zero_counts(k, proportion):
    fit = empirical_bayes(BetaBinomial, k, trials=[4, 9, 2])
    assert fit.model.mean == proportion
    assert fit.loglik == 0
    assert "says nothing about how groups differ" in fit.boundary


def test_two_hills():
    """One large group at the mean pulls towards pooling, many small ones apart: the higher wins."""
    k, n = [5000] + [2] * 20 + [0] * 20, [10_000] + [2] * 40
    fit = empirical_bayes(BetaBinomial, k, trials=n)
    pooled = stats.binom(n, 0.5).logpmf(k).sum()
    assert fit.boundary is None
    assert fit.loglik > pooled + 1
    assert fit.model.prior_size < 1


def test_groups_without_trials_change_nothing_and_labels_are_kept():
    k = pd.Series([3, 0, 7, 2, 0], index=list("vwxyz"))
    n = pd.Series([10, 4, 12, 9, 0], index=list("vwxyz"))
    fit = empirical_bayes(BetaBinomial, k, trials=n)
    short = empirical_bayes(BetaBinomial, k[:4].to_numpy(), trials=n[:4].to_numpy())
    assert list(fit.labels) == list("vwxyz")
    assert fit.model.alpha == pytest.approx(short.model.alpha, rel=1e-12)


def test_counts_in_millions():
    """Deaths in populations: sums over i below 1e9 are not summed term by term."""
    k, n = [1_234_567, 2_345_678, 987_654], [10**9, 2 * 10**9, 8 * 10**8]
    fit = empirical_bayes(BetaBinomial, k, trials=n)
    assert fit.converged, "as far as rounding allows"
    proportion = np.array(k) / np.array(n)
    assert fit.model.mean == pytest.approx(proportion.mean(), rel=0.01)
    gamma = stats.gamma.fit(proportion, floc=0)
    assert fit.model.alpha == pytest.approx(gamma[0], rel=0.01), "at such n the rates are known"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: empirical_bayes(BetaBinomial, [1.5, 2], trials=5), "successes must be whole"),
        (lambda: empirical_bayes(BetaBinomial, [1, 7], trials=5), "at position 1"),
        (lambda: empirical_bayes(BetaBinomial, [1, None], trials=5), "successes must be"),
        (lambda: empirical_bayes(BetaBinomial, 3, trials=5), "one number for each group"),
        (lambda: empirical_bayes(BetaBinomial, [], trials=5), "empty"),
        (lambda: empirical_bayes(BetaBinomial, [0, 0], trials=0), "trials must not all be zero"),
        (lambda: empirical_bayes(BetaBinomial, [1, 0], trials=1), "trials must be 2 or more"),
        (lambda: empirical_bayes(BetaBinomial, [1, 0], trials=3, method="reml"), "one of ml"),
        (
            lambda: empirical_bayes(BetaBinomial, pd.Series([1, 2], index=["a", "a"]), trials=3),
            "labels must be distinct.*'a' twice",
        ),
        (
            lambda: empirical_bayes(
                BetaBinomial,
                pd.Series([1, 2], index=["a", "b"]),
                trials=pd.Series([3, 3], index=["a", "c"]),
            ),
            "labels of trials must match.*'c' at position 1",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
