"""Full Bayes for rates against the references, brute-force grids and exact limits."""

import numpy as np
import pytest
from scipy import stats

from hbtutor import (
    Flat,
    Gamma,
    GammaPoisson,
    HalfCauchy,
    HalfNormal,
    SumPower,
    Uniform,
    datasets,
    full_bayes,
)
from tests.inference.count_data import reference
from tests.inference.count_quadrature import gamma_poisson, limited, logarithmic

Y, T = [5, 0, 14, 2, 1], [3.0, 0.5, 4.0, 2.0, 7.5]
BUGS = {"alpha": lambda alpha: -alpha, "beta": Gamma(0.1, 1.0)}


@pytest.fixture(scope="module")
def pumps():
    data = datasets.load("pumps").set_index("pump")
    return full_bayes(GammaPoisson, data["failures"], exposure=data["time_khours"], prior=BUGS)


def test_pumps_agree_with_the_quadrature_reference(pumps):
    """Source: tests/reference/pumps.json, composite Gauss-Legendre, range and panels doubled.

    The BUGS model: alpha ~ Exponential(1), beta ~ Gamma(0.1, 1), Gelfand and Smith (1990).
    """
    expected = reference("pumps")["quadrature_exact_times"]
    for name in ("alpha", "beta"):
        assert pumps.hyper[name].mean == pytest.approx(expected[f"mean_{name}"], rel=1e-8)
        assert pumps.hyper[name].sd == pytest.approx(expected[f"sd_{name}"], rel=1e-8)
    assert np.allclose(pumps.theta.mean, expected["mean_theta"], rtol=1e-8)
    assert np.allclose(pumps.theta.sd, expected["sd_theta"], rtol=1e-8)
    assert pumps.error < 1e-9
    assert pumps.theta.mean.index.name == "pump"


def test_pumps_agree_with_jags_within_its_monte_carlo_error():
    """Source: the same file, JAGS 4.3.1, a million draws with the rounded times of BUGS."""
    expected = reference("pumps")["jags_bugs_times"]["stats"]
    times = [94.3, 15.7, 62.9, 126, 5.24, 31.4, 1.05, 1.05, 2.1, 10.5]
    failures = datasets.load("pumps")["failures"]
    post = full_bayes(GammaPoisson, failures, exposure=times, prior=BUGS)
    for name in ("alpha", "beta"):
        jags = expected[name]
        assert post.hyper[name].mean == pytest.approx(jags["mean"], abs=4 * jags["mcse"])
        low, high = post.hyper[name].interval(0.95)
        assert low == pytest.approx(jags["q2.5"], rel=0.01)
        assert high == pytest.approx(jags["q97.5"], rel=0.01)
    for j in range(10):
        jags = expected[f"theta[{j + 1}]"]
        assert post.theta.mean[j] == pytest.approx(jags["mean"], abs=4 * jags["mcse"])
        assert post.theta.quantile(0.75)[j] == pytest.approx(jags["q75"], rel=0.005)


def test_the_mean_of_all_rates_has_no_expectation_under_the_bugs_prior(pumps):
    """Gamma(0.1, 1) lets beta come so near 0 that E[alpha / beta] diverges, at small alpha.

    At fixed alpha the posterior of beta is beta^(J alpha - 0.9) near 0, so E[1 / beta] is
    infinite for alpha below 0.9 / J: no ray from the mode shows it.
    """
    assert pumps.hyper["mean"].mean == np.inf
    assert "infinite" in pumps.hyper["mean"].reason
    assert pumps.new_theta.mean == np.inf
    assert 0.3 < pumps.hyper["mean"].quantile(0.5) < 1.5


LINE = logarithmic(-16, 9, 901)
PRIORS = {
    "alpha, beta": (
        {"alpha": HalfCauchy(2), "beta": HalfNormal(5)},
        lambda a, b: -np.log1p((a / 2) ** 2) - 0.5 * (b / 5) ** 2,
        (LINE, LINE),
    ),
    "joint callable": (
        {("alpha", "beta"): lambda a, b: -a - 2 * b},
        lambda a, b: -a - 2 * b,
        (LINE, LINE),
    ),
    "mean, alpha": (
        {"mean": HalfNormal(4), "alpha": HalfNormal(3)},
        lambda a, b: -0.5 * (a / b / 4) ** 2 - 0.5 * (a / 3) ** 2 + np.log(a) - 2 * np.log(b),
        (LINE, LINE),
    ),
    "mean, cv": (
        {"mean": HalfNormal(4), "cv": HalfCauchy(0.5)},
        lambda a, b: -0.5 * (a / b / 4) ** 2 - np.log1p(4 / a) - 0.5 * np.log(a) - 2 * np.log(b),
        (logarithmic(-12, 33, 1301), logarithmic(-12, 33, 1301)),
    ),
    "mean, beta": (
        {"mean": HalfNormal(4), "beta": HalfNormal(3)},
        lambda a, b: -0.5 * (a / b / 4) ** 2 - 0.5 * (b / 3) ** 2 - np.log(b),
        (LINE, LINE),
    ),
    "limits on alpha and beta": (
        {"alpha": Uniform(0.5, 10), "beta": Uniform(0, 8)},
        lambda a, b: 0 * a,
        (limited(0.5, 10), limited(0, 8)),
    ),
}


@pytest.mark.parametrize("name", PRIORS)
def test_every_way_to_state_a_prior_agrees_with_brute_force(name):
    prior, log_prior, nodes = PRIORS[name]
    post = full_bayes(GammaPoisson, Y, exposure=T, prior=prior)
    grid = gamma_poisson(Y, T, log_prior, *nodes)
    spread = grid.alpha**-0.5
    assert post.hyper["cv"].mean == pytest.approx(grid.mean(spread), rel=1e-8)
    if post.hyper["alpha"].reason is None:
        assert post.hyper["alpha"].mean == pytest.approx(grid.mean(grid.alpha), rel=1e-8)
        assert post.hyper["beta"].sd == pytest.approx(grid.sd(grid.beta), rel=1e-7)
    for j, (y, t) in enumerate(zip(Y, T, strict=True)):
        theta = (grid.alpha + y) / (grid.beta + t)
        var = grid.mean(theta / (grid.beta + t)) + grid.sd(theta) ** 2
        assert post.theta.mean[j] == pytest.approx(grid.mean(theta), rel=1e-8)
        assert post.theta.var[j] == pytest.approx(var, rel=1e-7)
    below = stats.gamma(grid.alpha + Y[0], scale=1 / (grid.beta + T[0])).cdf(1.2)
    # Towards the Poisson limit the cdf becomes a step in the mean, which no grid resolves.
    steep = 1e-7 if post.hyper["alpha"].reason is None else 2e-5
    assert post.theta.cdf(1.2)[0] == pytest.approx(grid.mean(below), rel=steep)


def test_moments_follow_the_prior():
    """HalfCauchy(0.5) on cv is flat at 0, so alpha = cv^-2 has the tail alpha^(-3/2): no mean."""
    heavy = full_bayes(
        GammaPoisson, Y, exposure=T, prior={"mean": HalfNormal(4), "cv": HalfCauchy(0.5)}
    )
    assert heavy.hyper["alpha"].mean == np.inf
    assert heavy.hyper["mean"].reason is None


def test_the_default_prior_does_not_know_the_unit_of_exposure():
    data = datasets.load("pumps")
    y, t = data["failures"].to_numpy(), data["time_khours"].to_numpy()
    thousands = full_bayes(GammaPoisson, y, exposure=t)
    hours = full_bayes(GammaPoisson, y, exposure=1000 * t)
    assert np.allclose(thousands.theta.mean, 1000 * hours.theta.mean, rtol=1e-9)
    assert thousands.hyper["cv"].mean == pytest.approx(hours.hyper["cv"].mean, rel=1e-9)
    grid = gamma_poisson(
        y,
        t,
        lambda a, b: -0.5 / a - 1.5 * np.log(a) - np.log(b),  # 1 / mean, half normal of cv
        logarithmic(-7, 30, 1201),
        logarithmic(-80, 30, 1801),
    )
    theta = (grid.alpha + 1) / (grid.beta + 1.048)
    assert thousands.theta.mean[6] == pytest.approx(grid.mean(theta), rel=1e-6)


def test_a_spike_on_the_hyperparameters_is_the_model_itself():
    spike = {"alpha": Uniform(1.9999, 2.0001), "beta": Uniform(4.9999, 5.0001)}
    post = full_bayes(GammaPoisson, Y, exposure=T, prior=spike)
    model = GammaPoisson(alpha=2.0, beta=5.0)
    exact = model.posterior(Y, exposure=T)
    assert np.allclose(post.theta.mean, exact.mean, rtol=1e-6)
    assert np.allclose(post.theta.quantile(0.9), exact.quantile(0.9), rtol=1e-5)
    new = model.predictive(Y, exposure=T, new_exposure=6.0)
    assert np.allclose(post.predictive(exposure=6.0).sd, new.sd, rtol=1e-5)
    assert np.allclose(post.predictive(exposure=6.0).cdf(2), new.cdf(2), rtol=1e-5)
    assert (post.predictive(exposure=6.0).quantile(0.8) == new.quantile(0.8)).all()


def test_draws_have_the_moments_of_the_posterior(pumps):
    drawn = pumps.draws(np.random.default_rng(8), 20_000)
    theta = np.asarray(drawn.theta)
    assert np.allclose(theta.mean(axis=0), pumps.theta.mean, rtol=0.05)
    assert drawn.hyper["beta"].mean() == pytest.approx(pumps.hyper["beta"].mean, rel=0.03)
    replicated = pumps.target.replicate(np.random.default_rng(9), theta)
    assert np.allclose(replicated.mean(axis=0), pumps.predictive().mean, rtol=0.05)
    expected = stats.poisson(theta[:3] * pumps.target.data.exposure).logpmf(pumps.target.observed())
    assert np.allclose(pumps.target.log_likelihood(theta[:3]), expected)


@pytest.mark.parametrize(
    ("y", "prior", "message"),
    [
        (Y, {"alpha": Flat(), "beta": HalfNormal(1)}, None),
        (Y, {"alpha": Flat(), "beta": Flat()}, "improper.*Poisson limit"),
        (Y, {"mean": Flat(), "cv": Flat()}, "improper.*as the mean grows"),
        (Y, {"mean": HalfNormal(1), "alpha": Flat()}, "improper"),
        ([0, 0, 0, 0, 0], {"mean": HalfNormal(1)}, None),
        ([0, 0, 0, 0, 0], None, "improper.*every count is zero"),
        (Y, {("alpha", "beta"): SumPower()}, None),
        (Y, {"size": Flat()}, "prior has no use for 'size'"),
        (Y, {"alpha": Flat(), "cv": Flat()}, "two hyperparameters that fix the model"),
    ],
)
def test_improper_posteriors_are_refused_with_the_reason(y, prior, message):
    if message is None:
        post = full_bayes(GammaPoisson, y, exposure=T, prior=prior)
        assert post.error < 1e-6
        assert np.all(np.isfinite(post.theta.mean))
        return
    with pytest.raises(ValueError, match=message):
        full_bayes(GammaPoisson, y, exposure=T, prior=prior)


@pytest.mark.parametrize(
    ("y", "t"),
    [
        ([8516], [112.8]),
        ([0, 2334], [0.0018, 6083.0]),
        ([7784, 355457, 0, 357, 37668, 98797], [104.2, 4721.7, 0.0044, 4.513, 540.9, 1211.5]),
    ],
)
def test_huge_counts_and_few_groups_are_no_false_alarm(y, t):
    """The ridge of the mean is 100 times narrower near the Poisson limit than at alpha = 1."""
    post = full_bayes(GammaPoisson, y, exposure=t)
    assert post.error < 1e-8
    for j in range(len(y)):
        if y[j] > 1000:
            assert post.theta.mean[j] == pytest.approx(y[j] / t[j], rel=0.01)
            assert post.theta.sd[j] == pytest.approx(y[j] ** 0.5 / t[j], rel=0.05)
