"""Any prior on mu: the plane (mu, tau) against the line on which mu is eliminated."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hbtutor import HalfCauchy, HalfNormal, LogDensity, Normal, NormalNormal, StudentT, full_bayes
from tests.inference.eight_schools import SE, Y

PRIOR = {"mu": Normal(0, 25), "tau": HalfCauchy(5)}


def test_the_plane_agrees_with_the_line():
    """A normal prior on mu given as a mere function is integrated, not eliminated."""
    line = full_bayes(NormalNormal, Y, sigma2=SE**2, prior=PRIOR)
    plane = full_bayes(
        NormalNormal,
        Y,
        sigma2=SE**2,
        prior={"mu": lambda mu: -0.5 * mu**2 / 25, "tau": HalfCauchy(5)},
    )
    assert (line.grid.log_p.ndim, plane.grid.log_p.ndim) == (1, 2)
    for name in ("mu", "tau", "tau2"):
        one, two = line.hyper[name], plane.hyper[name]
        assert two.mean == pytest.approx(one.mean, rel=1e-9)
        assert two.sd == pytest.approx(one.sd, rel=1e-9)
        assert two.interval(0.9) == pytest.approx(one.interval(0.9), rel=1e-9)
        assert two.density(3.3) == pytest.approx(one.density(3.3), rel=1e-8)
        assert two.cdf(3.3) == pytest.approx(one.cdf(3.3), rel=1e-9)
    np.testing.assert_allclose(plane.theta.mean, line.theta.mean, rtol=1e-9)
    np.testing.assert_allclose(plane.theta.sd, line.theta.sd, rtol=1e-9)
    # Where tau is nearly 0 a group's law given (mu, tau) is a step; probabilities settle last.
    np.testing.assert_allclose(plane.theta.quantile(0.1), line.theta.quantile(0.1), atol=5e-4)
    assert plane.probability_error < 2e-5


def test_a_student_prior_against_a_sum_over_the_plane():
    """A midpoint sum over 1,200 x 1,200 cells of (mu, log tau), which knows nothing of our rule."""
    prior = {"mu": StudentT(df=4, loc=2.0, scale=6.0), "tau": HalfCauchy(5)}
    post = full_bayes(NormalNormal, Y, sigma2=SE**2, prior=prior)
    mu = np.linspace(-60, 80, 1201)[:, None]
    log_tau = np.linspace(-16, 9, 1201)
    tau = np.exp(log_tau)
    log_p = stats.t.logpdf(mu, 4, 2, 6) + log_tau
    log_p = log_p + stats.halfcauchy.logpdf(tau, 0, 5)
    for y, se in zip(Y, SE, strict=True):
        log_p = log_p + stats.norm.logpdf(y, mu, np.sqrt(se**2 + tau**2))
    p = np.exp(log_p - log_p.max())
    p /= p.sum()
    assert post.hyper["mu"].mean == pytest.approx(np.sum(p * mu), rel=1e-6)
    assert post.hyper["tau"].mean == pytest.approx(np.sum(p * tau), rel=1e-6)
    B = SE[4] ** 2 / (SE[4] ** 2 + tau**2)
    assert post.theta.mean[4] == pytest.approx(np.sum(p * (Y[4] + B * (mu - Y[4]))), rel=1e-6)


@pytest.mark.parametrize(
    ("prior", "message"),
    [
        (Normal([0.0, 1.0], 4.0), r"prior\['mu'\] must be one density"),
        (LogDensity(lambda mu: mu, support=(-np.inf, 3.0)), "upper limit only"),
        (lambda mu: 0.5 * mu, "improper|smooth"),
    ],
)
def test_impossible_priors_on_mu_are_refused(prior, message):
    with pytest.raises(ValueError, match=message):
        full_bayes(NormalNormal, Y, sigma2=SE**2, prior={"mu": prior})


def test_a_prior_with_a_limit_keeps_mu_inside():
    prior = {"mu": HalfNormal(10), "tau": HalfCauchy(5)}
    post = full_bayes(NormalNormal, Y, sigma2=SE**2, prior=prior)
    assert 0 < post.hyper["mu"].quantile(0.001) < post.hyper["mu"].mean
    drawn = post.draws(np.random.default_rng(4), 4000)
    assert drawn.hyper["mu"].min() > 0
    assert drawn.hyper["mu"].mean() == pytest.approx(post.hyper["mu"].mean, abs=0.3)


def test_predictions_from_the_plane_are_those_from_the_line():
    """The laws of what is new, with mu integrated instead of eliminated."""
    line = full_bayes(NormalNormal, Y, sigma2=SE**2, prior=PRIOR)
    on_mu = LogDensity(lambda mu: -0.5 * mu**2 / 25)
    prior = {"mu": on_mu, "tau": HalfCauchy(5)}
    plane = full_bayes(
        NormalNormal, pd.Series(Y, index=list("abcdefgh")), sigma2=SE**2, prior=prior
    )
    assert plane.new_theta.mean == pytest.approx(line.new_theta.mean, rel=1e-9)
    assert plane.new_theta.sd == pytest.approx(line.new_theta.sd, rel=1e-9)
    np.testing.assert_allclose(plane.predictive().sd, line.predictive().sd, rtol=1e-9)
    np.testing.assert_allclose(plane.predictive(sigma2=2.0).sd, line.predictive(sigma2=2.0).sd)
    tree = plane.to_arviz(np.random.default_rng(5), n=400)
    assert list(tree["posterior"]["group"].values) == list("abcdefgh")
    np.testing.assert_array_equal(tree["observed_data"]["y"].values, Y)
