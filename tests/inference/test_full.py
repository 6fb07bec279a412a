"""The record of full Bayes: joint draws, summary, ArviZ, and the door."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hbtutor import FullBayes, HalfCauchy, NormalNormal, full_bayes
from tests.inference.eight_schools import SE, Y

POST = full_bayes(NormalNormal, Y, sigma2=SE**2)


def test_joint_draws_have_the_margins_and_the_dependence():
    drawn = POST.draws(np.random.default_rng(42), 40_000)
    tau, mu = drawn.hyper["tau"], drawn.hyper["mu"]
    assert drawn.theta.shape == (40_000, 8)
    np.testing.assert_array_equal(drawn.hyper["tau2"], tau**2)
    third = drawn.theta[:, 2]
    margins = [(tau, POST.hyper["tau"]), (mu, POST.hyper["mu"]), (third, POST.theta[2])]
    for values, law in margins:
        levels = np.array([0.025, 0.25, 0.5, 0.75, 0.975])
        below = np.mean(values[:, None] <= law.quantile(levels), axis=0)
        np.testing.assert_allclose(below, levels, atol=5 * np.sqrt(0.25 / 40_000))
    # Given mu and tau the groups are independent: standardised residuals are white.
    B = SE**2 / (SE**2 + tau[:, None] ** 2)
    white = (drawn.theta - B * mu[:, None] - (1 - B) * Y) / np.sqrt(B * tau[:, None] ** 2)
    np.testing.assert_allclose(np.cov(white.T), np.eye(8), atol=0.04)
    assert np.corrcoef(mu, third)[0, 1] > 0.4


def test_draws_need_a_generator():
    with pytest.raises(ValueError, match=r"rng must be a numpy.random.Generator; got 3"):
        POST.draws(3, 10)


def test_draws_carry_labels():
    labelled = full_bayes(NormalNormal, pd.Series(Y, index=list("abcdefgh")), sigma2=SE**2)
    drawn = labelled.draws(np.random.default_rng(1), 5)
    assert list(drawn.theta.columns) == list("abcdefgh")


def test_summary_has_a_row_for_each_hyperparameter():
    table = POST.summary(0.9)
    assert list(table.index) == ["mu", "tau", "tau2"]
    assert table.loc["tau", "mean"] == POST.hyper["tau"].mean
    assert table.loc["tau", "high"] == pytest.approx(POST.hyper["tau"].quantile(0.95), rel=1e-12)


def test_the_density_of_tau_is_that_of_its_draws():
    tau = POST.hyper["tau"]
    grid = np.linspace(1e-6, 150, 4001)
    density = tau.density(grid)
    assert np.trapezoid(density, grid) == pytest.approx(1, abs=2e-4)
    assert np.trapezoid(density * grid, grid) == pytest.approx(tau.mean, abs=2e-2)
    assert tau.cdf(tau.quantile(0.3)) == pytest.approx(0.3, abs=1e-12)


def test_arviz_gets_draws_predictions_and_pointwise_likelihood():
    named = full_bayes(NormalNormal, pd.Series(Y, index=list("abcdefgh")), sigma2=SE**2)
    tree = named.to_arviz(np.random.default_rng(2), n=2000, chains=4)
    posterior = tree["posterior"]
    assert posterior["theta"].shape == (4, 500, 8)
    assert list(posterior["group"].values) == list("abcdefgh")
    theta = posterior["theta"].values
    direct = stats.norm.logpdf(Y, theta, SE)
    np.testing.assert_allclose(tree["log_likelihood"]["y"].values, direct, rtol=1e-12)
    np.testing.assert_array_equal(tree["observed_data"]["y"].values, Y)
    spread = (tree["posterior_predictive"]["y"].values - theta) / SE
    assert stats.kstest(spread.ravel(), "norm").pvalue > 1e-3
    with pytest.raises(ValueError, match="n must be a multiple of chains=4; got 10"):
        named.to_arviz(np.random.default_rng(2), n=10)


def test_the_door():
    assert isinstance(POST, FullBayes)
    assert POST.nodes < 200
    assert POST.error < 1e-9
    with pytest.raises(ValueError, match="must be one of the model classes NormalNormal"):
        full_bayes(HalfCauchy, Y, sigma2=SE**2)


def test_records_show_what_they_found_not_their_arrays():
    assert repr(POST).startswith(
        "<FullBayes: 8 groups; posterior mean (sd) mu 7.932 (5.18), tau 6.575"
    )
    assert repr(POST.hyper["tau"]).startswith(
        "<Marginal tau: mean 6.575, sd 5.65, 95% interval 0.24"
    )
    assert repr(POST.theta) == f"<Mixture: posterior of 8 quantities over {POST.nodes} nodes>"
    assert repr(POST.theta[0]).startswith("<Mixture: mean 11.4, sd 8.341, 95% interval -2.105 to")
