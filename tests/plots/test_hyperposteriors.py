import numpy as np
import pytest
from matplotlib.path import Path
from scipy import integrate, stats

from hbtutor import (
    BetaBinomial,
    HierarchicalLinear,
    Normal,
    datasets,
    full_bayes,
    plots,
)
from hbtutor.plots.hyperposteriors import SHARES
from hbtutor.plots.joint import joint
from tests.plots.cases import FIT, V, Y, words

RATS = datasets.load("rat_tumors")
RAT_FIT = full_bayes(BetaBinomial, RATS["n_tumors"], trials=RATS["n_rats"])


def unnormalised(tau):
    """p(tau | y) for flat mu and tau: Gelman et al., BDA3, equation 5.21."""
    w = 1 / (V + tau**2)
    mean = (w * Y).sum() / w.sum()
    return np.exp(0.5 * (np.log(w).sum() - (w * (Y - mean) ** 2).sum())) / np.sqrt(w.sum())


def test_curve_is_the_density_of_tau():
    line = next(
        one for one in plots.hyperposterior(FIT, "tau").lines if one.get_label() == "posterior"
    )
    tau, density = line.get_data()
    norm = sum(
        integrate.quad(unnormalised, *ends, epsabs=0, epsrel=1e-11, limit=200)[0]
        for ends in ((0, 20), (20, 200), (200, np.inf))
    )
    exact = [unnormalised(one) / norm for one in tau]
    assert density == pytest.approx(exact, rel=1e-6, abs=1e-9)
    assert tau[0] < 0.01 < 25 < tau[-1]


def test_prior_and_median_are_drawn():
    ax = plots.hyperposterior(FIT, "mu", prior=Normal(5.0, 49.0))
    lines = {line.get_label(): line.get_data() for line in ax.lines}
    x, before = lines["prior"]
    assert before == pytest.approx(stats.norm.pdf(x, 5, 7))
    assert lines["median"][0][0] == FIT.hyper["mu"].quantile(0.5)


@pytest.mark.parametrize(
    ("fit", "names", "log"),
    [(FIT, ("mu", "tau"), False), (FIT, ("tau", "mu"), False), (RAT_FIT, ("alpha", "beta"), False),
     (RAT_FIT, ("alpha", "beta"), True), (RAT_FIT, ("mean", "size"), False)],
    ids=str,
)  # fmt: skip
def test_contours_hold_their_share_of_the_draws(fit, names, log):
    draws = fit.draws(np.random.default_rng(4), 4000).hyper
    points = np.column_stack([draws[name] for name in names])
    ax = plots.hyperposterior(fit, names, log=log)
    outlines = ax.collections[-1].get_paths()  # of the lines, the levels rising
    for share, outline in zip(SHARES[::-1], outlines, strict=True):
        rings = [Path(ring) for ring in outline.to_polygons() if len(ring) > 2]
        inside = np.any([ring.contains_points(points) for ring in rings], axis=0).mean()
        assert abs(inside - share) < 0.03, share


def test_joint_density_is_the_exact_one():
    found = joint(FIT, ("mu", "tau"), log=False)
    ratios = []
    for i, j in ((150, 60), (200, 150), (120, 220)):
        mu, tau = found.x[i, j], found.y[i, j]
        w = 1 / (V + tau**2)
        given = stats.norm.pdf(mu, (w * Y).sum() / w.sum(), w.sum() ** -0.5)
        ratios.append(found.density[i, j] / (unnormalised(tau) * given))
    assert ratios == pytest.approx([ratios[0]] * 3, rel=2e-3)  # known up to one constant


def test_logarithmic_axes_have_plain_numbers():
    ax = plots.hyperposterior(RAT_FIT, ("alpha", "beta"), log=True)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    ax.figure.canvas.draw()
    shown = {text.get_text() for text in words(ax)}
    assert {"2", "10", "20"} <= shown
    assert not any("mathdefault" in text for text in shown)


def test_sentences():
    one = plots.hyperposterior.describe(FIT, "tau")
    low, high = FIT.hyper["tau"].interval(0.95)
    assert one.startswith("Posterior density of tau: tau has median 5.2")
    assert f"interval {low:.3f} to {high:.1f}" in one
    assert "with its prior dashed" in plots.hyperposterior.describe(FIT, prior=Normal(0.0, 1.0))
    two = plots.hyperposterior.describe(RAT_FIT, ("alpha", "beta"), log=True)
    assert "alpha and beta, both axes logarithmic, holding 50 %, 80 % and 95 %" in two


@pytest.mark.parametrize(
    ("fit", "names", "options", "message"),
    [
        (
            FIT,
            "sigma",
            {},
            "names must be one or two of the hyperparameters mu, tau, tau2; got 'sigma'",
        ),
        (FIT, ("mu", "tau", "tau2"), {}, "names must be one or two"),
        (FIT, ("tau", "tau2"), {}, "Show them one by one"),
        (FIT, ("mu", "tau"), {"log": True}, "log must be False"),
    ],
)
def test_wrong_input_is_refused_by_name(fit, names, options, message):
    with pytest.raises(ValueError, match=message):
        plots.hyperposterior(fit, names, **options)


def linear_fit():
    rng = np.random.default_rng(3)
    X, group = np.c_[np.ones(30), np.tile(np.arange(5.0), 6)], np.repeat(np.arange(6), 5)
    y = X @ [3.0, 1.0] + rng.normal(0, 2, 6)[group] + rng.normal(0, 1.5, 30)
    return full_bayes(HierarchicalLinear, y, X=X, group=group, rng=rng, draws=4000)


def test_weighted_draws_become_a_smooth_curve_and_have_no_contours():
    fit = linear_fit()
    ax = plots.hyperposterior(fit, "sigma")
    x, density = next(one for one in ax.lines if one.get_label() == "posterior").get_data()
    low, high = fit.hyper["sigma"].interval(0.8)
    inside = (x > low) & (x < high)
    assert np.trapezoid(density, x) == pytest.approx(0.994, abs=0.02)
    assert np.trapezoid(density[inside], x[inside]) == pytest.approx(0.8, abs=0.05)
    with pytest.raises(ValueError, match=r"must come from full_bayes on a grid .* got LinearFull"):
        plots.hyperposterior(fit, ("sigma", "tau"))
    with pytest.raises(
        ValueError, match="tau must be the distribution of a single value; got one for each of 2"
    ):
        plots.hyperposterior(fit, "tau")
