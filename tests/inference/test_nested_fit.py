"""Empirical Bayes of NestedNormal against lme4, metafor, nested ANOVA and its own limits."""

import numpy as np
import pytest

from hbtutor import HierarchicalLinear, NestedNormal, datasets, empirical_bayes
from tests.inference.lme4 import covariance, fixed, reference


def load(name, y, classroom, school):
    frame = datasets.load(name)
    return frame[y], {"classroom": frame[classroom], "school": frame[school]}


CASES = {
    "pastes": (
        lambda: load("pastes", "strength", "cask", "batch"),
        ("pastes", "nested"),
        "bc",
        "batch",
    ),
    "oxide": (lambda: load("oxide", "thickness", "wafer", "lot"), ("oxide",), "lw", "lot"),
    "math_growth": (
        lambda: load("math_growth", "math", "child", "school"),
        ("math_growth", "random_intercepts"),
        "child",
        "school",
    ),
}


@pytest.mark.parametrize("method", ["reml", "ml"])
@pytest.mark.parametrize("case", CASES)
def test_maxima_of_lme4(case, method):
    """lme4 1.1-31; math_growth has the children's year as a covariate."""
    data, keys, room, school = CASES[case]
    y, labels = data()
    if case == "math_growth":
        labels["X"] = datasets.load("math_growth")[["year"]]
    theirs = reference(*keys, method.upper())
    ours = empirical_bayes(NestedNormal, y, method=method, **labels)
    assert ours.converged
    assert ours.boundary is None
    assert -2 * ours.loglik == pytest.approx(theirs["criterion"], rel=1e-13)
    assert ours.model.sigma2 == pytest.approx(theirs["residual_variance"], rel=1e-8)
    assert ours.model.tau2 == pytest.approx(covariance(theirs, room)[0, 0], rel=1e-7)
    assert ours.model.omega2 == pytest.approx(covariance(theirs, school)[0, 0], rel=1e-7)
    effects, errors = fixed(theirs)
    assert ours.coefficients == pytest.approx(effects, rel=1e-8)
    assert ours.model.psi == ours.coefficients[0]
    assert np.sqrt(np.diag(ours.coefficient_cov)) == pytest.approx(errors, rel=1e-7)
    assert ours.standard_error["psi"] == pytest.approx(errors[0], rel=1e-7)


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_known_variances_of_studies_within_districts(method):
    """metafor 3.8-1 rma.mv(random = ~1 | district/school), school_calendar.json.

    For REML metafor adds log det(X'X) / 2 = log(56) / 2 to the log likelihood; lme4 and we do not.
    """
    frame = datasets.load("school_calendar")
    theirs = reference("school_calendar", "three_level", method.upper())
    ours = empirical_bayes(
        NestedNormal,
        frame["effect"],
        classroom=frame["school"],
        school=frame["district"],
        sigma2=frame["variance"],
        method=method,
    )
    assert ours.model.psi == pytest.approx(theirs["beta"], rel=1e-6)
    assert ours.model.omega2 == pytest.approx(theirs["sigma2_district"], rel=1e-6)
    assert ours.model.tau2 == pytest.approx(theirs["sigma2_school"], rel=1e-6)
    assert ours.standard_error["psi"] == pytest.approx(theirs["se"], rel=1e-6)
    extra = np.log(56) / 2 if method == "reml" else 0.0
    assert ours.loglik + extra == pytest.approx(theirs["loglik"], rel=1e-12)
    posterior = ours.model.posterior(
        frame["effect"], classroom=frame["school"], school=frame["district"]
    )
    assert len(posterior.school.mean) == 11


def test_reml_of_a_balanced_design_is_nested_anova():
    """pastes.json, nested_anova: mean squares between batches, casks and within."""
    y, labels = load("pastes", "strength", "cask", "batch")
    batches, casks, within = reference("pastes", "nested_anova", "ms")
    ours = empirical_bayes(NestedNormal, y, method="reml", **labels).model
    assert ours.sigma2 == pytest.approx(within, rel=1e-10)
    assert ours.tau2 == pytest.approx((casks - within) / 2, rel=1e-9)
    assert ours.omega2 == pytest.approx((batches - casks) / 6, rel=1e-9)


def test_blups_of_lme4_add_up_to_the_posterior():
    """pastes.json: a cask's mean is the intercept, its batch's effect and its own."""
    y, labels = load("pastes", "strength", "cask", "batch")
    theirs = reference("pastes", "nested", "REML")
    ours = empirical_bayes(NestedNormal, y, method="reml", **labels).model
    posterior = ours.posterior(y, **labels)
    batch = np.array(theirs["blup"]["batch"]["(Intercept)"])
    cask = np.array(theirs["blup"]["bc"]["(Intercept)"])
    assert posterior.school.mean.to_numpy() == pytest.approx(ours.psi + batch, rel=1e-8)
    assert posterior.classroom.mean.to_numpy() == pytest.approx(
        ours.psi + np.repeat(batch, 3) + cask, rel=1e-8
    )
    assert posterior.school.var.iloc[0] == pytest.approx(
        theirs["blup"]["batch"]["cond_var_(Intercept)"][0], rel=1e-7
    )


def simulated(seed, omega2, tau2):
    rng, school = np.random.default_rng(seed), np.repeat(np.arange(6), 8)
    classroom = np.tile(np.repeat([0, 1, 2, 3], 2), 6)
    y = rng.normal(10, 1, 48)
    if omega2:
        y += rng.normal(0, omega2**0.5, 6)[school]
    if tau2:
        y += rng.normal(0, tau2**0.5, 24)[4 * school + classroom]
    return y, {"classroom": classroom, "school": school}


@pytest.mark.parametrize(
    ("seed", "truth", "zero", "words"),
    [
        (1, (4.0, 0.0), "tau2", "every classroom has its school's mean"),
        (1, (0.0, 4.0), "omega2", "every school has the mean psi"),
        (3, (0.0, 0.0), "both", "all share psi"),
    ],
)
def test_variances_of_zero_are_results(seed, truth, zero, words):
    for attempt in range(seed, seed + 20):
        y, labels = simulated(attempt, *truth)
        ours = empirical_bayes(NestedNormal, y, method="reml", **labels)
        found = (ours.model.omega2 == 0, ours.model.tau2 == 0)
        if found == {"tau2": (False, True), "omega2": (True, False), "both": (True, True)}[zero]:
            break
    assert words in ours.boundary
    assert ours.converged
    inside = NestedNormal(
        psi=ours.model.psi,
        omega2=max(ours.model.omega2, 1e-4),
        tau2=max(ours.model.tau2, 1e-4),
        sigma2=ours.model.sigma2,
    )
    ml = empirical_bayes(NestedNormal, y, method="ml", **labels)
    assert inside.marginal(**labels).logpdf(y) < ml.loglik + 1e-9
    assert ours.model.posterior(y, **labels).classroom.mean.shape == (24,)


def test_loglik_is_the_dense_marginal_at_the_fitted_model():
    y, labels = simulated(5, 2.0, 3.0)
    ours = empirical_bayes(NestedNormal, y, method="ml", **labels)
    assert ours.loglik == pytest.approx(float(ours.model.marginal(**labels).logpdf(y)), rel=1e-11)


def test_without_classrooms_it_is_the_two_level_fit():
    """tau2 = 0 makes schools the only groups, as HierarchicalLinear with a column of ones."""
    for seed in range(30):
        y, labels = simulated(seed, 4.0, 0.0)
        nested = empirical_bayes(NestedNormal, y, method="reml", **labels)
        if nested.model.tau2 == 0:
            break
    flat = empirical_bayes(
        HierarchicalLinear, y, X=np.ones((48, 1)), group=labels["school"], method="reml"
    )
    assert nested.loglik == pytest.approx(flat.loglik, rel=1e-12)
    assert nested.model.omega2 == pytest.approx(flat.model.Sigma[0, 0], rel=1e-8)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"school": ["X"] * 8}, "school must name at least 2 schools"),
        ({"classroom": list("aaaaaaaa")}, "tau2 cannot be told from omega2"),
        ({"classroom": list("abcdabcd")}, "sigma2 cannot be told from tau2"),
        ({"y": [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 5.0, 5.0]}, "sigma2 cannot be estimated"),
        ({"X": np.ones((8, 1))}, "X must not repeat itself or the intercept; column 0"),
        ({"sigma2": [1.0, 2.0]}, "sigma2 must have one entry for each of the 8 observations"),
        ({"sigma2": 0.0}, "sigma2 must be positive"),
        ({"method": "hedges"}, "method must be one of ml, reml"),
        ({"y": [1.0] * 7}, "classroom must have one entry for each of the 7 observations"),
    ],
)
def test_bad_input_is_refused_by_name(change, message):
    data = {
        "y": [1.0, 2.0, 4.0, 3.0, 5.0, 9.0, 2.0, 1.0],
        "classroom": list("aabbaabb"),
        "school": list("XXXXYYYY"),
        **change,
    }
    with pytest.raises(ValueError, match=message):
        empirical_bayes(NestedNormal, data.pop("y"), **data)
