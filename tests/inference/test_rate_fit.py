"""Gamma-Poisson maximum likelihood against R, against SciPy, and at every boundary."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from scipy import optimize, stats

from hbtutor import GammaPoisson, datasets, empirical_bayes
from tests.inference.count_data import reference, repeated_counts

# Source: tests/reference/*.json, R 4.2.2, damped Newton on the negative binomial likelihood.
EXPOSED = [
    ("pumps", "failures", "time_khours", "gamma_poisson_ml_exact_times"),
    ("car_insurance", "claims", "holders", "gamma_poisson_ml"),
]


@pytest.mark.parametrize(("name", "counts", "exposure", "key"), EXPOSED)
def test_agrees_with_r(name, counts, exposure, key):
    data, expected = datasets.load(name), reference(name)[key]
    fit = empirical_bayes(GammaPoisson, data[counts], exposure=data[exposure])
    assert fit.converged
    assert fit.boundary is None
    assert fit.model.alpha == pytest.approx(expected["alpha"], rel=1e-10)
    assert fit.model.beta == pytest.approx(expected["beta_rate"], rel=1e-10)
    assert fit.loglik == pytest.approx(expected["loglik"], rel=1e-11)
    assert fit.standard_error["log_alpha"] == pytest.approx(expected["se_log_alpha"], rel=1e-7)
    assert fit.standard_error["log_mean"] == pytest.approx(expected["se_log_mean"], rel=1e-7)
    posterior = fit.model.posterior(data[counts], exposure=data[exposure])
    assert np.allclose(posterior.mean, expected["eb_posterior_mean"], rtol=1e-10)
    assert np.allclose(posterior.sd, expected["eb_posterior_sd"], rtol=1e-10)


@pytest.mark.parametrize(
    ("name", "column", "key"),
    [("insect_sprays", "count", "null"), ("epilepsy_seizures", "seizures", "nb_null")],
)
def test_agrees_with_glm_nb(name, column, key):
    """Source: MASS 7.3.58.2, glm.nb(count ~ 1): theta is alpha, the intercept log mean."""
    expected = reference(name)[key]
    fit = empirical_bayes(GammaPoisson, datasets.load(name)[column])
    assert fit.model.alpha == pytest.approx(expected["theta"], rel=1e-9)
    assert np.log(fit.model.mean) == pytest.approx(expected["coef"]["(Intercept)"], rel=1e-9)
    assert 2 * fit.loglik == pytest.approx(expected["twologlik"], rel=1e-11)
    error = expected["coef_se"]["(Intercept)"]
    assert fit.standard_error["log_mean"] == pytest.approx(error, rel=1e-6)


@pytest.mark.parametrize(
    "name", ["machinist_accidents", "shell_workers_accidents", "auto_claims_one_year"]
)
def test_agrees_on_the_classical_tables(name):
    """Source: Greenwood and Yule (1920), Thyrion (1960), fitted in R by glm.nb and by optim."""
    expected = reference("count_frequencies")[name]
    fit = empirical_bayes(GammaPoisson, repeated_counts(name))
    assert fit.model.alpha == pytest.approx(expected["glm_nb"]["theta"], rel=3e-8)
    assert fit.loglik == pytest.approx(expected["nb_loglik"], rel=1e-11)
    assert fit.model.mean == pytest.approx(expected["mean"], rel=1e-10)


def test_horse_kicks_collapse_to_poisson():
    """Source: tests/reference/count_frequencies.json: the variance is below the mean."""
    expected = reference("count_frequencies")["prussian_horse_kicks_200"]
    fit = empirical_bayes(GammaPoisson, repeated_counts("prussian_horse_kicks_200"))
    assert "Poisson" in fit.boundary
    assert fit.model.mean == pytest.approx(0.61)
    assert fit.loglik == pytest.approx(expected["poisson_loglik"], rel=1e-12)
    assert fit.model.shrinkage(exposure=1) == 1


def test_no_other_point_is_better_by_scipys_probabilities():
    data = datasets.load("car_insurance")
    y, t = data["claims"].to_numpy(), data["holders"].to_numpy()
    fit = empirical_bayes(GammaPoisson, y, exposure=t)

    def minus(x):
        alpha, beta = np.exp(x)
        return -stats.nbinom(alpha, beta / (beta + t)).logpmf(y).sum()

    found = optimize.minimize(minus, [2.0, 4.0], method="Nelder-Mead", options={"xatol": 1e-8})
    assert np.allclose(np.exp(found.x), [fit.model.alpha, fit.model.beta], rtol=1e-5)
    assert -found.fun == pytest.approx(fit.loglik, rel=1e-10)


@st.composite
def groups(draw):
    exposure = draw(st.lists(st.floats(0.01, 100), min_size=1, max_size=8))
    return [draw(st.integers(0, 30)) for _ in exposure], exposure


@limits(max_examples=60)
@given(data=groups())
def test_whatever_the_data_nothing_beats_the_answer(data):
    """A maximum or a boundary; never worse than any point of a grid."""
    y, t = np.array(data[0]), np.array(data[1])
    fit = empirical_bayes(GammaPoisson, y, exposure=t)
    assert fit.converged
    assert (fit.boundary is None) == np.isfinite(fit.model.alpha)
    assert fit.model.marginal(exposure=t).logpmf(y).sum() == pytest.approx(fit.loglik, abs=1e-8)
    for alpha in np.geomspace(1e-2, 1e6, 15):
        for mean in (y.sum() + 0.1) / t.sum() * np.array([0.1, 0.5, 1.0, 2.0, 10.0]):
            law = GammaPoisson(alpha=alpha, beta=alpha / mean).marginal(exposure=t)
            assert law.logpmf(y).sum() <= fit.loglik + 1e-8


def test_all_zero_counts():
    fit = empirical_bayes(GammaPoisson, [0, 0, 0], exposure=[1.0, 4.0, 0.0])
    assert (fit.model.mean, fit.loglik) == (0, 0)
    assert "Every count is zero" in fit.boundary


def test_one_group_is_complete_pooling():
    fit = empirical_bayes(GammaPoisson, [7], exposure=2.0)
    assert fit.model.mean == 3.5
    assert fit.loglik == pytest.approx(stats.poisson(7).logpmf(7))
    assert fit.standard_error["log_mean"] == pytest.approx(7**-0.5)


def test_spread_just_above_chance_is_found_by_its_score():
    """With equal exposures the boundary is exactly where the variance passes the mean."""
    below, above = np.repeat([2, 6], 60), np.repeat([2, 6, 4, 12], [60, 60, 3, 1])
    assert empirical_bayes(GammaPoisson, below).boundary is not None, "variance 4, mean 4"
    fit = empirical_bayes(GammaPoisson, above)
    assert above.var() > above.mean()
    assert fit.boundary is None
    assert fit.model.alpha > 20


def test_two_hills():
    """One long exposure pulls towards Poisson, many short ones apart: the higher hill wins."""
    y, t = [100_000] + [4] * 15 + [0] * 45, [100_000.0] + [1.0] * 60
    fit = empirical_bayes(GammaPoisson, y, exposure=t)
    rate = sum(y) / sum(t)
    assert fit.boundary is None
    assert fit.loglik > stats.poisson(rate * np.array(t)).logpmf(y).sum() + 1


def test_the_unit_of_exposure_does_not_matter_and_labels_are_kept():
    data = datasets.load("pumps").set_index("pump")
    hours = empirical_bayes(GammaPoisson, data["failures"], exposure=1000.0 * data["time_khours"])
    thousands = empirical_bayes(GammaPoisson, data["failures"], exposure=data["time_khours"])
    assert hours.model.alpha == pytest.approx(thousands.model.alpha, rel=1e-10)
    assert hours.model.beta == pytest.approx(1000 * thousands.model.beta, rel=1e-10)
    assert hours.loglik == pytest.approx(thousands.loglik, abs=1e-9)
    assert hours.labels.name == "pump"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: empirical_bayes(GammaPoisson, [1.5, 2]), "counts must be whole"),
        (
            lambda: empirical_bayes(GammaPoisson, [1, 7], exposure=[2, 0]),
            "in exposure 0 at position",
        ),
        (lambda: empirical_bayes(GammaPoisson, [0, 0], exposure=0), "exposure must not be zero"),
        (lambda: empirical_bayes(GammaPoisson, [1, 2], exposure=[1, np.nan]), "exposure must be"),
        (lambda: empirical_bayes(GammaPoisson, 3), "one number for each group"),
        (lambda: empirical_bayes(GammaPoisson, [[1, 2], [3, 4]]), "Several counts of one group"),
        (lambda: empirical_bayes(GammaPoisson, [1, 2], method="reml"), "method must be one of ml"),
        (
            lambda: empirical_bayes(GammaPoisson, pd.Series([1, 2], index=["a", "a"])),
            "labels must be distinct",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
