"""Inference with one shared p: closed form, and the refusal to estimate its prior."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hbtutor import Beta, BetaNegativeBinomial, HalfNormal, empirical_bayes, full_bayes

COUNTS = [4, 7, 9]


def test_the_posterior_is_the_models():
    post = full_bayes(BetaNegativeBinomial, COUNTS, r=5, alpha=2, beta=3)
    exact = stats.beta(2 + 15, 3 + 20)
    assert post.hyper["p"].mean == pytest.approx(exact.mean(), rel=1e-14)
    assert post.theta.sd == pytest.approx(exact.std(), rel=1e-14)
    assert post.theta.interval(0.9) == pytest.approx(exact.interval(0.9), rel=1e-12)
    assert post.theta.density(0.4) == pytest.approx(exact.pdf(0.4), rel=1e-12)
    assert post.error == 0
    same = full_bayes(BetaNegativeBinomial, COUNTS, r=5, prior={"p": Beta(2, 3)})
    assert same.theta.mean == post.theta.mean


def test_the_predictive_is_beta_negative_binomial():
    post = full_bayes(BetaNegativeBinomial, COUNTS, r=5, alpha=2, beta=3)
    exact = stats.betanbinom(5, 17, 23)
    assert post.predictive().mean == pytest.approx(exact.mean(), rel=1e-12)
    assert post.predictive().sd == pytest.approx(exact.std(), rel=1e-12)
    assert post.predictive().quantile(0.9) == exact.ppf(0.9)
    assert post.predictive().cdf(6) == pytest.approx(exact.cdf(6), rel=1e-10)
    assert post.predictive(r=2).mean == pytest.approx(stats.betanbinom(2, 17, 23).mean())
    few = full_bayes(BetaNegativeBinomial, [1], r=0.5, alpha=0.3, beta=1)
    assert few.predictive().mean == np.inf
    assert "infinite" in few.predictive().reason


def test_draws_repeat_the_one_p():
    labelled = pd.Series(COUNTS, index=["a", "b", "c"])
    post = full_bayes(BetaNegativeBinomial, labelled, r=5, alpha=2, beta=3)
    drawn = post.draws(np.random.default_rng(1), 20_000)
    assert list(drawn.theta.columns) == ["a", "b", "c"]
    assert (drawn.theta["a"] == drawn.hyper["p"]).all()
    assert drawn.hyper["p"].mean() == pytest.approx(post.theta.mean, abs=0.003)
    replicated = post.target.replicate(np.random.default_rng(2), drawn.theta.to_numpy())
    assert replicated.mean() == pytest.approx(post.predictive().mean, rel=0.03)
    expected = stats.nbinom(5, 0.4).logpmf(COUNTS)
    assert np.allclose(post.target.log_likelihood(np.full((1, 3), 0.4)), expected)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: empirical_bayes(BetaNegativeBinomial, COUNTS, r=5), "cannot be estimated.*one p"),
        (lambda: full_bayes(BetaNegativeBinomial, COUNTS, r=5), "alpha and beta must be given"),
        (
            lambda: full_bayes(BetaNegativeBinomial, COUNTS, r=5, prior={"p": HalfNormal(1)}),
            "prior must be .'p': Beta",
        ),
        (
            lambda: full_bayes(BetaNegativeBinomial, COUNTS, r=5, alpha=1, prior={"p": Beta(1, 1)}),
            "instead of alpha and beta",
        ),
        (
            lambda: full_bayes(BetaNegativeBinomial, [1, 2.5], r=5, alpha=1, beta=1),
            "counts must be whole numbers",
        ),
        (
            lambda: full_bayes(BetaNegativeBinomial, 3, r=5, alpha=1, beta=1),
            "counts must be one column",
        ),
        (lambda: full_bayes(BetaNegativeBinomial, [1], r=0, alpha=1, beta=1), "r must be positive"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(call, message):
    with pytest.raises(ValueError, match=message):
        call()
