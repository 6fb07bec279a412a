"""Empirical Bayes for normal groups against metafor, and against the likelihood written out."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from hbtutor import NormalNormal, datasets, empirical_bayes
from tests.inference.eight_schools import SE, SE_RUBIN, Y_RUBIN, Y, reference

METHODS = {
    "ML": "ml",
    "REML": "reml",
    "DL": "dersimonian-laird",
    "PM": "paule-mandel",
    "SJ": "sidik-jonkman",
    "HE": "hedges",
}


def _cases():
    """Data and results of metafor 3.8-1 (R 4.2.2); its commands are in the JSON files."""
    schools = reference("eight_schools")
    yield "schools", Y, SE**2, schools["metafor_on_effect_std_error"]
    yield "rubin", Y_RUBIN, SE_RUBIN**2, schools["metafor_on_rubin_decimals"]
    for name, outcome in [
        ("bcg_vaccine", "log_risk_ratio"),
        ("bcg_vaccine", "log_odds_ratio"),
        ("magnesium_li2007", "log_odds_ratio"),
    ]:
        found = reference(name)[outcome]
        yield f"{name} {outcome}", np.array(found["yi"]), np.array(found["vi"]), found["fits"]
    calendar = datasets.load("school_calendar")
    fits = reference("school_calendar")["two_level_fits"]
    yield "school_calendar", calendar["effect"].to_numpy(), calendar["variance"].to_numpy(), fits


CASES = [
    pytest.param(y, v, fits[theirs], ours, id=f"{name} {theirs}")
    for name, y, v, fits in _cases()
    for theirs, ours in METHODS.items()
    if theirs in fits
]


@pytest.mark.parametrize(("y", "v", "theirs", "method"), CASES)
def test_metafor(y, v, theirs, method):
    fit = empirical_bayes(NormalNormal, y, sigma2=v, method=method)
    assert fit.model.tau2 == pytest.approx(theirs["tau2"], rel=1e-9, abs=1e-12)
    assert fit.model.mu == pytest.approx(theirs["beta"], rel=1e-9)
    assert fit.standard_error["mu"] == pytest.approx(theirs["se"], rel=1e-9)
    assert fit.loglik == pytest.approx(theirs["loglik"], rel=1e-11)
    assert (fit.boundary is not None) == (theirs["tau2"] == 0)
    if "tau2" in fit.standard_error:
        assert fit.standard_error["tau2"] == pytest.approx(theirs["se_tau2"], rel=1e-9)
    assert fit.method == method
    assert fit.converged


@pytest.mark.parametrize(("y", "v", "theirs", "method"), CASES)
def test_the_fitted_model_gives_the_blups_of_metafor(y, v, theirs, method):
    model = empirical_bayes(NormalNormal, y, sigma2=v, method=method).model
    np.testing.assert_allclose(
        model.posterior(y, sigma2=v).mean, theirs["blup"]["pred"], rtol=1e-9, atol=1e-12
    )


def test_a_boundary_is_the_limiting_model_with_a_sentence():
    fit = empirical_bayes(NormalNormal, Y, sigma2=SE**2, method="reml")
    assert fit.model.tau2 == 0
    assert fit.model.shrinkage(sigma2=225.0) == 1
    assert fit.boundary.startswith("tau2 = 0: the groups differ no more than")
    assert "tau2" not in fit.standard_error


def _loglik(y, v, mu, tau2):
    return stats.norm.logpdf(y, mu, np.sqrt(v + tau2)).sum()


groups = st.lists(st.tuples(st.floats(-20, 20), st.floats(0.05, 30)), min_size=2, max_size=8).map(
    np.array
)


@given(groups)
def test_ml_beats_every_point_of_a_grid(data):
    """The likelihood written out by scipy, at the estimate and on a grid about it."""
    y, v = data.T
    fit = empirical_bayes(NormalNormal, y, sigma2=v)
    best = _loglik(y, v, fit.model.mu, fit.model.tau2)
    assert fit.loglik == pytest.approx(best, rel=1e-9, abs=1e-9)
    for tau2 in np.concatenate([[0.0], np.geomspace(1e-4, 2000, 200)]):
        w = 1 / (v + tau2)
        assert _loglik(y, v, w @ y / w.sum(), tau2) <= best + 1e-9 * abs(best)


@given(groups)
def test_reml_is_the_likelihood_of_the_contrasts(data):
    """Two routes: the formula with log |X'WX|, and the density of any J - 1 contrasts of y."""
    y, v = data.T
    fit = empirical_bayes(NormalNormal, y, sigma2=v, method="reml")
    contrasts = np.linalg.qr(np.ones((y.size, 1)), mode="complete")[0][:, 1:].T
    cov = contrasts @ np.diag(v + fit.model.tau2) @ contrasts.T
    direct = stats.multivariate_normal(np.zeros(y.size - 1), cov).logpdf(contrasts @ y)
    assert fit.loglik == pytest.approx(direct, rel=1e-8, abs=1e-8)


@given(groups, st.floats(0.1, 10), st.floats(-50, 50))
@example(np.array([[1e-22, 10.5], [1e-22, 0.05], [1e-22, 10.5]]), 1.0, 0.0)
def test_units_and_origin_do_not_matter(data, unit, origin):
    y, v = data.T
    for method in METHODS.values():
        one = empirical_bayes(NormalNormal, y, sigma2=v, method=method).model
        two = empirical_bayes(NormalNormal, unit * y + origin, sigma2=unit**2 * v, method=method)
        floor = 1e-7 * (v.mean() + np.ptp(y) ** 2)
        assert two.model.tau2 / unit**2 == pytest.approx(one.tau2, rel=1e-6, abs=floor)


def test_the_global_of_two_maxima_is_found():
    """Six exact groups that agree and three inexact ones that do not: two peaks of the likelihood.

    The lower peak is at 0.002, the higher at 26; a search that starts at zero stops at the lower.
    """
    y = np.array([0.0, 0.1, -0.1, 0.05, -0.05, 0.02, 30.0, -28.0, 25.0])
    v = np.array([1e-3] * 6 + [60.0] * 3)
    grid = np.geomspace(1e-6, 1e4, 4000)
    w = 1 / (v + grid[:, None])
    mu = (w @ y) / w.sum(axis=1)
    profile = stats.norm.logpdf(y, mu[:, None], np.sqrt(v + grid[:, None])).sum(axis=1)
    inner = profile[1:-1]
    peaks = np.flatnonzero((inner > profile[:-2]) & (inner > profile[2:])) + 1
    assert peaks.size == 2
    fit = empirical_bayes(NormalNormal, y, sigma2=v)
    assert fit.model.tau2 == pytest.approx(grid[np.argmax(profile)], rel=0.02)
    assert fit.loglik >= profile.max()


def test_n_observations_a_group_are_their_mean():
    n = np.array([4, 9, 1, 25, 2, 7, 3, 16])
    one = empirical_bayes(NormalNormal, 3 * Y, sigma2=SE**2, n=n, method="reml")
    two = empirical_bayes(NormalNormal, 3 * Y, sigma2=SE**2 / n, method="reml")
    assert one.model.tau2 == pytest.approx(two.model.tau2, rel=1e-12)
    assert one.model.tau2 > 0


def test_labels_are_carried_and_must_match():
    y = pd.Series(Y, index=list("abcdefgh"))
    assert list(empirical_bayes(NormalNormal, y, sigma2=SE**2).labels) == list("abcdefgh")
    with pytest.raises(ValueError, match="labels of sigma2 must match those of y"):
        empirical_bayes(NormalNormal, y, sigma2=pd.Series(SE**2, index=list("hgfedcba")))
    with pytest.raises(ValueError, match="'a' twice"):
        empirical_bayes(NormalNormal, pd.Series(Y, index=list("abcdeagh")), sigma2=SE**2)


def test_one_group_and_equal_groups():
    assert empirical_bayes(NormalNormal, [3.0], sigma2=2.0).model.mu == 3
    for method in METHODS.values():
        fit = empirical_bayes(NormalNormal, [3.0, 3.0], sigma2=[2.0, 5.0], method=method)
        assert (fit.model.tau2, fit.model.mu) == (0, pytest.approx(3.0, rel=1e-15))
    with pytest.raises(ValueError, match="method='reml' needs at least two groups; y has one"):
        empirical_bayes(NormalNormal, [3.0], sigma2=2.0, method="reml")


@pytest.mark.parametrize(
    ("y", "sigma2", "message"),
    [
        ([1.0, np.nan], 1.0, "y must be finite numbers; got nan at position 1"),
        ([1.0, 2.0], [1.0, np.inf], r"sigma2 must be positive; got inf at position 1"),
        ([1.0, 2.0], [1.0, 0.0], r"sigma2 must be positive; got 0.0 at position 1"),
        ([1.0, 2.0], [1.0, 2.0, 3.0], r"sigma2 must .* have the shape of y"),
        (3.0, 1.0, r"y must hold one mean for each group, shape \(J,\); got shape \(\)"),
        ([], 1.0, "y must hold at least one number"),
    ],
)
def test_bad_data_are_refused_by_name(y, sigma2, message):
    with pytest.raises(ValueError, match=message):
        empirical_bayes(NormalNormal, y, sigma2=sigma2)


def test_bad_requests_are_refused_by_name():
    with pytest.raises(ValueError, match=r"method must be one of ml, reml, .*; got 'mle'"):
        empirical_bayes(NormalNormal, Y, sigma2=SE**2, method="mle")
    with pytest.raises(ValueError, match="first argument must be one of the model classes"):
        empirical_bayes(NormalNormal(mu=1, tau2=2), Y, sigma2=SE**2)
    with pytest.raises(ValueError, match="got 'NormalNormal'"):
        empirical_bayes("NormalNormal", Y, sigma2=SE**2)
