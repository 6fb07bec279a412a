import numpy as np
import pandas as pd
import pytest

from hbtutor import (
    Beta,
    BetaBinomial,
    BetaNegativeBinomial,
    Gamma,
    GammaPoisson,
    HierarchicalLinear,
    MultivariateNormal,
    NestedNormal,
    Normal,
    NormalNormal,
    ThreeLayerNormal,
    simulate,
)
from hbtutor.models.nested_normal import NestedPosterior
from tests.simulate.settings import SETTINGS


def study(name, posterior=None, **options):
    model, design = SETTINGS[name]
    rng = np.random.default_rng(20260101)
    return simulate.calibration(model, rng=rng, posterior=posterior, **(design | options))


@pytest.mark.parametrize("name", SETTINGS)
def test_every_family_is_calibrated(name):
    result = study(name)
    # Seven families, ten quantities: a false alarm of 1 in 10,000 for each.
    assert all(p > 1e-4 for p in result.p_value.values()), result.p_value
    assert result.ranks.min() == 0
    assert result.ranks.max() == 99
    assert result.ranks.shape == (len(result.names), 1000)


def sd_for_variance(right):
    return Normal(right.mean, right.sd)


def normal(y, **design):
    return sd_for_variance(SETTINGS["normal"][0].posterior(y, **design))


def nested(y, **design):
    right = SETTINGS["nested"][0].posterior(y, **design)
    parts = sd_for_variance(right.classroom), sd_for_variance(right.school)
    return NestedPosterior(*parts, right.classrooms, right.schools)


def linear(y, **design):
    right = SETTINGS["linear"][0].posterior(y, **design)
    return MultivariateNormal(right.mean, right.cov * 0 + np.eye(2) * right.sd[..., None])


def scale_for_rate(y, *, exposure):
    right = SETTINGS["poisson"][0].posterior(y, exposure=exposure)
    return Gamma(right.alpha, 1 / right.beta)


def failures_for_trials(y, *, trials):
    return Beta(2 + y, 6 + np.array(trials))


FAULTS = {
    "wrong prior, three layers": (
        "three layers",
        ThreeLayerNormal(mu0=2, gamma2=0.5, tau2=4, sigma2=12).posterior,
    ),
    "sd for variance, normal": ("normal", normal),
    "sd for variance, nested": ("nested", nested),
    "sd for variance, linear": ("linear", linear),
    "scale for rate": ("poisson", scale_for_rate),
    "failures forgotten": ("binomial", failures_for_trials),
    "n forgotten": (
        "normal",
        lambda y, sigma2, n: SETTINGS["normal"][0].posterior(y, sigma2=sigma2),
    ),
    "wrong prior, normal": ("normal", NormalNormal(mu=8, tau2=9).posterior),
    "narrow prior, normal": ("normal", NormalNormal(mu=5, tau2=1).posterior),
    "wrong prior, binomial": ("binomial", BetaBinomial(alpha=6, beta=2).posterior),
    "wrong prior, poisson": ("poisson", GammaPoisson(alpha=20, beta=5).posterior),
    "wrong prior, shared p": ("shared p", BetaNegativeBinomial(alpha=12, beta=6, r=4).posterior),
    "r forgotten": ("shared p", BetaNegativeBinomial(alpha=3, beta=6, r=1).posterior),
    "wrong prior, nested": ("nested", NestedNormal(psi=3, omega2=0.1, tau2=2, sigma2=9).posterior),
    "wrong prior, linear": (
        "linear",
        HierarchicalLinear(mu=[1, 0], Sigma=[[4, 1], [1, 2]], sigma2=5).posterior,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_planted_fault_is_caught(fault):
    name, posterior = FAULTS[fault]
    result = study(name, posterior)
    assert result.outside(), fault
    assert min(result.p_value.values()) < 1e-6


def test_shape_of_the_difference_tells_the_fault():
    # Posterior too wide: ranks crowd in the middle; too narrow: at both ends.
    model, design = NormalNormal(mu=5, tau2=9), {"sigma2": 16.0, "groups": 3}

    def scaled(factor):
        def posterior(y, *, sigma2):
            right = model.posterior(y, sigma2=sigma2)
            return Normal(right.mean, right.var * factor)

        rng = np.random.default_rng(8)
        found = simulate.calibration(model, rng=rng, posterior=posterior, **design)
        return found.ecdf_difference[0]

    wide, narrow = scaled(4.0), scaled(0.25)
    assert wide[24] < -0.05 < 0.05 < wide[74]
    assert narrow[24] > 0.05 > -0.05 > narrow[74]


def test_ties_are_broken_at_random():
    model = NormalNormal(mu=5, tau2=9)
    point = simulate.calibration(
        NormalNormal.complete_pooling(mu=5),
        rng=np.random.default_rng(1), n_draws=9, replicates=400, sigma2=[4.0, 1.0],
    )  # fmt: skip
    assert point.outside() == ()  # truth and draws are all 5
    assert set(np.unique(point.ranks)) == set(range(10))
    assert model.tau2 == 9


def test_record_counts_what_it_says():
    record = simulate.Calibration(("a",), np.array([[0, 2, 2, 3]]), n_draws=3)
    assert record.points.tolist() == [0.25, 0.5, 0.75]
    assert record.counts.tolist() == [[1, 1, 3]]
    assert record.ecdf_difference.tolist() == [[0.0, -0.25, 0.0]]
    frame = record.to_frame()
    assert frame["rank"].tolist() == [0, 2, 2, 3]
    assert frame.columns.tolist() == ["quantity", "replicate", "rank"]
    assert isinstance(frame, pd.DataFrame)
    low, high = record.band()
    assert (low <= 0).all()
    assert (high >= 0).all()


def test_many_draws_are_compared_at_a_hundred_points():
    record = simulate.Calibration(("a",), np.arange(1000)[None] % 1000, n_draws=999)
    assert record.points.size == 100
    assert record.points[0] == 0.001
    assert record.points[-1] == 0.999
    assert abs(record.ecdf_difference).max() < 1e-12


@pytest.mark.parametrize(
    ("args", "options", "message"),
    [
        (NormalNormal, {}, "prior must be given with a model class"),
        (NormalNormal(mu=1, tau2=1), {"prior": {}}, "prior must be given with a model class"),
        (
            NormalNormal,
            {"prior": {"mu": lambda mu: -abs(mu)}},
            r"prior\['mu'\] must be a proper prior",
        ),
        (NormalNormal, {"prior": {"mu": Normal(0.0, 1.0)}}, "prior must name tau2; it names mu"),
        ("eight_schools", {}, "model must be a model, a model class or a function"),
        (NormalNormal(mu=1, tau2=1), {"n_draws": 0}, "n_draws must be a whole number, at least 1"),
        (
            NormalNormal(mu=1, tau2=1),
            {"posterior": lambda y, sigma2: Normal(1.0, 2.0)},
            r"posterior must draw theta in the shape of its true value, \(3,\); got \(1,\)",
        ),
    ],
)
def test_wrong_input_is_refused_by_name(args, options, message):
    with pytest.raises(ValueError, match=message):
        simulate.calibration(
            args, rng=np.random.default_rng(1), replicates=5, sigma2=2.0, groups=3, **options
        )
