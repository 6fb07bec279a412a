"""Full Bayes of NestedNormal against dense quadrature, itself in more dimensions, and draws."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hbtutor import (
    Flat,
    HalfCauchy,
    HalfNormal,
    LogDensity,
    NestedNormal,
    Normal,
    Uniform,
    datasets,
    full_bayes,
)
from hbtutor.inference.nested_prior import nested_prior

SCHOOL = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3])
ROOM = np.array([0, 0, 1, 1, 0, 1, 1, 0, 1, 2, 0, 1])
Y = np.array([9.0, 8.0, 12.0, 14.0, 3.0, 5.0, 6.5, 10.0, 11.0, 7.5, 13.0, 15.0])
KNOWN = np.array([1.0, 2.0, 1.5, 1.0, 3.0, 1.0, 1.0, 2.0, 2.5, 1.0, 2.0, 1.0])
LABELS = {"classroom": ROOM, "school": SCHOOL}
PRIOR = {"omega": HalfCauchy(4.0), "tau": HalfNormal(3.0), "psi": Normal(8.0, 25.0)}


def dense_quadrature():
    """Posterior means over a 150 x 150 grid of log spreads, with 12 x 12 covariance matrices."""
    u = np.linspace(-14, 14, 150)
    tau, omega = (np.exp(v).ravel() for v in np.meshgrid(u, u, indexing="ij"))
    same_school = SCHOOL[:, None] == SCHOOL
    same_room = same_school & (ROOM[:, None] == ROOM)
    V = omega[:, None, None] ** 2 * same_school + tau[:, None, None] ** 2 * same_room
    V = V + np.diag(KNOWN) + 25.0
    r = Y - 8.0
    solved = np.linalg.solve(V, np.broadcast_to(r[:, None], (len(V), 12, 1)))[..., 0]
    log_p = -0.5 * (np.linalg.slogdet(V)[1] + solved @ r) + np.log(tau) + np.log(omega)
    log_p += stats.halfcauchy.logpdf(omega, scale=4.0) + stats.halfnorm.logpdf(tau, scale=3.0)
    weights = np.exp(log_p - log_p.max())
    weights /= weights.sum()
    first_room = (
        25.0
        + omega[:, None] ** 2 * (SCHOOL == 0)
        + tau[:, None] ** 2 * ((SCHOOL == 0) & (ROOM == 0))
    )
    last_school = 25.0 + omega[:, None] ** 2 * (SCHOOL == 3)
    means = {
        "omega": omega,
        "tau": tau,
        "psi": 8.0 + 25.0 * solved.sum(axis=1),
        "room": 8.0 + (first_room * solved).sum(axis=1),
        "school": 8.0 + (last_school * solved).sum(axis=1),
    }
    return {name: float(weights @ value) for name, value in means.items()}


def test_known_variances_agree_with_dense_quadrature():
    post = full_bayes(NestedNormal, Y, **LABELS, sigma2=KNOWN, prior=PRIOR)
    exact = dense_quadrature()
    assert post.error < 1e-9
    for name in ("omega", "tau", "psi"):
        assert post.hyper[name].mean == pytest.approx(exact[name], rel=1e-6)
    assert post.theta.mean[0] == pytest.approx(exact["room"], rel=1e-7)
    assert post.school.mean[3] == pytest.approx(exact["school"], rel=1e-7)


@pytest.fixture(scope="module")
def default():
    return full_bayes(NestedNormal, Y, **LABELS)


def test_eliminating_sigma_leaves_the_density_of_the_ratios(default):
    """The three-dimensional density, integrated over log sigma by the trapezoid rule."""
    spelled = {name: LogDensity(lambda x: 0 * x, (0, np.inf)) for name in ("omega", "tau")}
    three, two = (
        replace(default.target, prior=nested_prior(given, schools=4, known=False))
        for given in (spelled, None)
    )
    ratios = np.array([[0.1, -1.0], [1.2, 0.4], [-2.0, 1.5], [0.3, 0.3]]).T
    log_sigma = np.linspace(-4, 6, 401)
    log_p = np.array(
        [
            three.log_density(np.array([log_sigma, t + log_sigma, o + log_sigma]))
            for t, o in ratios.T
        ]
    )
    peak = log_p.max()
    integrated = np.log(np.exp(log_p - peak).sum(axis=1)) + peak
    difference = integrated - two.log_density(ratios)
    assert difference == pytest.approx(np.full(4, difference[0]), abs=1e-10)


def test_three_dimensions_agree_with_reweighted_draws_from_two(default):
    """Half-normal priors turn the default posterior's exact draws into weighted ones."""
    prior = {"omega": HalfNormal(4.0), "tau": HalfNormal(3.0)}
    post = full_bayes(NestedNormal, Y, **LABELS, prior=prior)
    assert post.error < 1e-9
    assert post.grid.u.shape[0] == 3
    drawn = default.draws(np.random.default_rng(6), 40_000)
    weights = stats.norm.pdf(drawn.hyper["omega"], scale=4.0)
    weights *= stats.norm.pdf(drawn.hyper["tau"], scale=3.0)
    weights /= weights.sum()
    error = 5 * np.sqrt((weights**2).sum())
    for name in ("omega", "tau", "sigma", "psi"):
        law = post.hyper[name]
        assert weights @ drawn.hyper[name] == pytest.approx(law.mean, abs=error * law.sd)
    assert weights @ drawn.theta == pytest.approx(post.theta.mean, abs=error * post.theta.sd.max())


def test_draws_have_the_exact_moments(default):
    drawn = default.draws(np.random.default_rng(1), 40_000)
    error = 5 / np.sqrt(40_000)
    for name in ("psi", "tau", "sigma"):
        law = default.hyper[name]
        assert drawn.hyper[name].mean() == pytest.approx(law.mean, abs=error * law.sd)
    theta = default.theta
    assert np.abs(drawn.theta.mean(axis=0) - theta.mean).max() < error * theta.sd.max()
    below = (drawn.theta[:, 0] < theta.quantile(0.2)[0]).mean()
    assert below == pytest.approx(0.2, abs=error)


def test_new_students_and_new_classrooms(default):
    ahead = default.predictive(n=4)
    assert (ahead.sd > default.theta.sd).all()
    assert ahead.mean == pytest.approx(default.theta.mean, rel=1e-12)
    wide, narrow = (
        np.diff(law.interval(0.8))[0] for law in (default.new_theta, default.hyper["psi"])
    )
    assert wide > narrow
    assert np.isinf(default.hyper["psi"].sd), "four schools leave psi no variance under flat priors"
    assert "infinite" in default.hyper["psi"].reason


def test_pastes_labels_and_shrinkage():
    """Ten batches of three casks; the sums in two dimensions agree with draws in BDA style."""
    frame = datasets.load("pastes")
    post = full_bayes(
        NestedNormal, frame["strength"], classroom=frame["cask"], school=frame["batch"]
    )
    assert post.error < 1e-9
    assert list(post.school.mean.index) == list("ABCDEFGHIJ")
    assert post.theta.mean.index[4] == ("B", "b")
    assert post.classroom is post.theta
    assert post.hyper["psi"].mean == pytest.approx(frame["strength"].mean(), rel=1e-9)
    low, high = post.hyper["sigma"].interval()
    assert low < np.sqrt(0.678) < high


def test_uniform_priors_bound_the_spreads():
    post = full_bayes(
        NestedNormal,
        Y,
        **LABELS,
        sigma2=KNOWN,
        prior={"tau": Uniform(0, 2), "omega": Uniform(0, 9)},
    )
    assert post.hyper["tau"].quantile(0.999) < 2.0
    assert post.hyper["omega"].quantile(0.999) < 9.0


def test_to_arviz_has_the_classrooms_averages():
    frame = pd.DataFrame({"y": Y, "school": SCHOOL.astype(str), "room": ROOM.astype(str)})
    post = full_bayes(NestedNormal, frame["y"], classroom=frame["room"], school=frame["school"])
    tree = post.to_arviz(np.random.default_rng(2), n=400, chains=4)
    assert tree["posterior"]["theta"].shape == (4, 100, 9)
    assert list(tree["posterior"]["group"].values[:2]) == ["0/0", "0/1"]
    averages = frame.groupby(["school", "room"], sort=False)["y"].mean().to_numpy()
    assert tree["observed_data"]["y"].values == pytest.approx(averages, rel=1e-12)
    drawn = tree["posterior"]
    sd = drawn["sigma"].values[0, 0] / np.sqrt([2, 2, 1, 2, 1, 1, 1, 1, 1])
    expected = stats.norm(drawn["theta"].values[0, 0], sd).logpdf(averages)
    assert tree["log_likelihood"]["y"].values[0, 0] == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    ("prior", "message"),
    [
        ({"log_tau": Flat()}, "a flat prior on log_tau gives an improper posterior"),
        ({"log_omega": Flat()}, "a flat prior on log_omega gives an improper posterior"),
        ({"tau": Flat(), "tau2": Flat()}, "prior must name one scale of tau only"),
        ({"gamma": Flat()}, "prior has no use for 'gamma'"),
        ({"psi": HalfCauchy(3)}, r"prior\['psi'\] must be Flat\(\) or a single Normal"),
        ({"tau": 3.0}, r"prior\['tau'\] must be a prior"),
    ],
)
def test_bad_priors_are_refused_with_the_reason(prior, message):
    with pytest.raises(ValueError, match=message):
        full_bayes(NestedNormal, Y, **LABELS, prior=prior)


def test_two_schools_are_too_few_for_a_flat_prior():
    few = SCHOOL < 2
    labels = {"classroom": ROOM[few], "school": SCHOOL[few]}
    with pytest.raises(ValueError, match="a flat prior on omega needs at least 3 schools; got 2"):
        full_bayes(NestedNormal, Y[few], **labels)
    post = full_bayes(
        NestedNormal,
        Y[few],
        **labels,
        sigma2=KNOWN[few],
        prior={"omega": HalfNormal(5.0), "tau": HalfNormal(5.0)},
    )
    assert np.isfinite(post.hyper["omega"].mean)
