"""Empirical Bayes of HierarchicalLinear against lme4, ANOVA, and the model's own limits.

lme4's numbers are maxima polished by Newton steps; where its own gradient is not small (the file
says max_abs_gradient), ours must be at least as high a maximum and agree to what that leaves.
"""

import numpy as np
import pandas as pd
import pytest

from hbtutor import HierarchicalLinear, NormalNormal, empirical_bayes
from tests.inference.linear_cases import CASES, simple, sleep
from tests.inference.lme4 import covariance, fixed, reference


@pytest.mark.parametrize("method", ["reml", "ml"])
@pytest.mark.parametrize("case", CASES)
def test_maxima_of_lme4(case, method):
    """lme4 1.1-31, tests/reference/<name>.json: criterion, fixed effects, Sigma, sigma2."""
    data, options, keys, term = CASES[case]
    y, X, group = data()
    theirs = reference(*keys, method.upper())
    ours = empirical_bayes(HierarchicalLinear, y, X=X, group=group, method=method, **options)
    assert ours.converged
    assert ours.boundary is None
    assert -2 * ours.loglik == pytest.approx(theirs["criterion"], abs=1e-9 * y.size)
    # lme4's gradient g leaves its maximum g / curvature away, and the flattest curvature is near 5.
    rel = max(1e-6, 0.2 * theirs["max_abs_gradient"])
    assert ours.model.sigma2 == pytest.approx(theirs["residual_variance"], rel=rel)
    expected = covariance(theirs, term)
    columns = options.get("varying", range(len(expected)))
    Sigma = ours.model.Sigma[np.ix_(columns, columns)]
    scale = np.sqrt(np.outer(np.diag(expected), np.diag(expected)))
    assert Sigma / scale == pytest.approx(expected / scale, abs=rel)
    effects, errors = fixed(theirs)
    assert ours.model.mu == pytest.approx(effects, rel=1e-6)
    assert ours.standard_error["mu"] == pytest.approx(errors, rel=rel)
    assert ours.mu_cov[0] == pytest.approx(theirs["fixed_vcov"][0], rel=rel, abs=1e-6)


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_uncorrelated_coefficients(method):
    """lme4's (days || subject), sleepstudy.json."""
    y, X, group = sleep()
    theirs = reference("sleepstudy", "uncorrelated", method.upper())
    ours = empirical_bayes(HierarchicalLinear, y, X=X, group=group, method=method, correlated=False)
    assert -2 * ours.loglik == pytest.approx(theirs["criterion"], abs=1e-9)
    expected = [covariance(theirs, term)[0, 0] for term in ("subject", "subject.1")]
    assert np.diag(ours.model.Sigma) == pytest.approx(expected, rel=1e-7)
    assert ours.model.Sigma[0, 1] == 0


def test_dyestuff_is_the_analysis_of_variance_exactly():
    """Davies and Goldsmith (1972): REML of a balanced design is ANOVA, 1764.05 and 2451.25."""
    y, X, group = simple("dyestuff", "yield", "batch")
    reml, ml = (
        empirical_bayes(HierarchicalLinear, y, X=X, group=group, method=m) for m in ("reml", "ml")
    )
    assert reml.model.Sigma[0, 0] == pytest.approx(1764.05, rel=1e-10)
    assert reml.model.sigma2 == pytest.approx(2451.25, rel=1e-11)
    assert ml.model.Sigma[0, 0] == pytest.approx(1388.0 + 1 / 3, rel=1e-10)
    assert -2 * reml.loglik == pytest.approx(319.65427684225745, rel=1e-13)


def test_buhlmann_credibility_is_reml_of_a_balanced_design():
    """actuar 3.3-2 cm(), hachemeister.json: five states, twelve quarters, unweighted."""
    theirs = reference("hachemeister", "buhlmann")
    y, X, group = simple("hachemeister", "avg_claim", "state")
    ours = empirical_bayes(HierarchicalLinear, y, X=X, group=group, method="reml").model
    assert ours.Sigma[0, 0] == pytest.approx(theirs["unbiased"]["portfolio"], rel=1e-10)
    assert ours.sigma2 == pytest.approx(theirs["unbiased"]["state"], rel=1e-11)
    assert ours.mu[0] == pytest.approx(theirs["means"]["portfolio"], rel=1e-12)
    B = ours.shrinkage(X=X, group=group)[:, 0, 0]
    assert pytest.approx(np.array(theirs["cred"]), rel=1e-10) == 1 - B
    premiums = ours.posterior(y, X=X, group=group).mean[:, 0]
    assert premiums == pytest.approx(np.array(theirs["premiums"]), rel=1e-11)


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_dyestuff2_is_a_boundary(method):
    """dyestuff2.json: between-batch variance exactly zero, with the limiting model."""
    y, X, group = simple("dyestuff2", "yield", "batch")
    theirs = reference("dyestuff2", method.upper())
    ours = empirical_bayes(HierarchicalLinear, y, X=X, group=group, method=method)
    assert ours.model.Sigma.tolist() == [[0.0]]
    assert "Sigma = 0" in ours.boundary
    assert "complete pooling" in ours.boundary
    assert ours.model.sigma2 == pytest.approx(theirs["residual_variance"], rel=1e-12)
    assert -2 * ours.loglik == pytest.approx(theirs["criterion"], rel=1e-12)
    posterior = ours.model.posterior(y, X=X, group=group)
    assert posterior.mean == pytest.approx(np.full((6, 1), y.mean()))


@pytest.mark.parametrize(
    ("case", "method"), [("sleepstudy", "reml"), ("sleepstudy", "ml"), ("dyestuff", "reml")]
)
def test_blups_are_the_posterior_of_the_fitted_model(case, method):
    """lme4's ranef plus fixef; with mu known, its conditional variances are ours."""
    data, _, keys, term = CASES[case]
    y, X, group = data()
    theirs = reference(*keys, method.upper())
    blup = theirs["blup"][term]
    ours = empirical_bayes(HierarchicalLinear, y, X=X, group=group, method=method)
    posterior = ours.model.posterior(y, X=X, group=group)
    for k, name in enumerate(theirs["random"][term]["terms"]):
        deviation = posterior.mean[:, k] - ours.model.mu[k]
        assert deviation == pytest.approx(blup[name], rel=2e-5, abs=1e-6)
        assert posterior.var[:, k] == pytest.approx(blup[f"cond_var_{name}"], rel=1e-6)


@pytest.mark.parametrize("ratio", [1e2, 1e5, 1e8])
def test_digits_are_kept_where_groups_differ_enormously(ratio):
    """Balanced one-way ANOVA is the exact answer whatever the ratio of the two variances."""
    rng, group = np.random.default_rng(0), np.repeat(np.arange(9), 4)
    y = ratio * (5 + rng.normal(size=9)[group]) + rng.normal(size=36)
    means = y.reshape(9, 4).mean(axis=1)
    within = ((y.reshape(9, 4) - means[:, None]) ** 2).sum() / 27
    ours = empirical_bayes(
        HierarchicalLinear, y, X=np.ones((36, 1)), group=group, method="reml"
    ).model
    assert ours.sigma2 == pytest.approx(within, rel=1e-11)
    assert ours.Sigma[0, 0] == pytest.approx(means.var(ddof=1) - within / 4, rel=1e-11)


def test_singular_sigma_with_a_correlation_of_one():
    """Intercept and slope exactly proportional between groups: rank one, and said so."""
    rng, group = np.random.default_rng(3), np.repeat(np.arange(12), 6)
    x = np.tile(np.arange(6.0), 12)
    deviation = rng.normal(0, 3, 12)[group]
    y = 10 + deviation + (2 + 0.4 * deviation) * x + rng.normal(0, 2.0, 72)
    ours = empirical_bayes(
        HierarchicalLinear, y, X=np.column_stack([np.ones(72), x]), group=group, method="reml"
    )
    assert ours.converged
    assert np.linalg.matrix_rank(ours.model.Sigma) == 1
    assert "correlation of the two coefficients is +1" in ours.boundary


def test_labels_order_units_and_rows_do_not_matter():
    y, X, group = sleep()
    base = empirical_bayes(HierarchicalLinear, y, X=X, group=group, method="reml")
    order = np.random.default_rng(0).permutation(len(y))
    scale = np.array([1.0, 1e-6])
    moved = empirical_bayes(
        HierarchicalLinear,
        1e3 * y.to_numpy()[order],
        X=(X * scale)[order],
        group=[f"subject {k}" for k in group.to_numpy()[order]],
        method="reml",
    )
    back = np.outer(scale, scale) / 1e6
    assert moved.model.Sigma * back == pytest.approx(base.model.Sigma, rel=1e-7)
    assert moved.model.mu * scale / 1e3 == pytest.approx(base.model.mu, rel=1e-9)
    assert list(base.labels) == list(dict.fromkeys(group))
    assert moved.labels is None
    assert moved.groups[0] == f"subject {group.to_numpy()[order][0]}"


def test_it_agrees_with_normal_normal_when_sigma2_is_plugged_in():
    """The posterior of the fitted model is NormalNormal's with the fitted numbers."""
    y, X, group = simple("dyestuff", "yield", "batch")
    ours = empirical_bayes(HierarchicalLinear, y, X=X, group=group, method="reml").model
    normal = NormalNormal(mu=ours.mu[0], tau2=ours.Sigma[0, 0])
    means = y.groupby(group, sort=False).mean().to_numpy()
    there = normal.posterior(means, sigma2=ours.sigma2, n=5)
    here = ours.posterior(y, X=X, group=group)
    assert here.mean[:, 0] == pytest.approx(there.mean, rel=1e-12)
    assert here.cov[:, 0, 0] == pytest.approx(there.var, rel=1e-12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"group": ["a"] * 8}, "group must name at least 2 groups"),
        ({"group": list("abcdefgh")}, "sigma2 cannot be estimated: no group has more observations"),
        ({"X": np.ones((8, 2))}, "column 1 is a combination of the columns before it"),
        ({"X": np.zeros((8, 1))}, "column 0 is a combination"),
        ({"y": [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0]}, "lie exactly on its own line"),
        ({"y": [1.0] * 7 + [np.nan]}, "y must be finite numbers; got nan at position 7"),
        ({"method": "dersimonian-laird"}, "method must be one of ml, reml"),
        ({"varying": [1]}, "varying must list distinct positions of columns of X, 0 to 0"),
        ({"X": np.ones(8)}, r"X must have one row for each observation .* got shape \(8,\)"),
    ],
)
def test_bad_input_is_refused_by_name(change, message):
    data = {
        "y": [1.0, 2.0, 4.0, 3.0, 5.0, 9.0, 2.0, 1.0],
        "X": np.ones((8, 1)),
        "group": list("aabbccdd"),
        **change,
    }
    with pytest.raises(ValueError, match=message):
        empirical_bayes(HierarchicalLinear, data.pop("y"), **data)


def test_data_frame_columns_give_the_same_as_arrays():
    y, X, group = sleep()
    frame = pd.DataFrame(X, columns=["one", "days"])
    base = empirical_bayes(HierarchicalLinear, y, X=X, group=group)
    assert empirical_bayes(HierarchicalLinear, y, X=frame, group=group).loglik == base.loglik
