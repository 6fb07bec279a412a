"""Full Bayes for proportions against the references, brute-force grids and exact limits."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hbtutor import (
    Beta,
    BetaBinomial,
    Flat,
    HalfCauchy,
    HalfNormal,
    SumPower,
    Uniform,
    full_bayes,
)
from tests.inference.count_data import proportions, reference
from tests.inference.count_quadrature import beta_binomial, limited, logarithmic

K, N = [3, 0, 7, 2], [10, 4, 12, 9]
LINE = logarithmic(-14, 10, 1201)


@pytest.fixture(scope="module")
def rats():
    k, n = proportions("rat_tumors", "n_tumors", "n_rats")
    return full_bayes(BetaBinomial, k, trials=n)


def test_rat_tumours_agree_with_the_quadrature_reference(rats):
    """Source: tests/reference/rat_tumors.json, composite Gauss-Legendre on a wide range.

    BDA3 section 5.3; the reference holds the means of theta to its own check of 2e-7 over the
    range of log(alpha + beta), and much better to 8 digits.
    """
    expected = reference("rat_tumors")["bda_hyperprior"]["wide_log_sum_-4_40"]
    assert np.allclose(rats.theta.mean, expected["mean_theta"], rtol=1e-8)
    assert np.allclose(rats.theta.sd, expected["sd_theta"], rtol=1e-8)
    assert rats.theta.mean[70] == pytest.approx(0.210857, abs=5e-7)
    population = expected["mean_population_mean"]
    assert rats.hyper["mean"].mean == pytest.approx(population, rel=1e-8)
    assert rats.error < 1e-9


@pytest.mark.parametrize("name", ["alpha", "beta", "size"])
def test_moments_that_do_not_exist_are_not_numbers(rats, name):
    """E[alpha] is infinite under (alpha + beta)^(-5/2): every grid gives another number."""
    posterior = rats.hyper[name]
    assert posterior.mean == np.inf
    assert np.isnan(posterior.sd)
    assert "infinite" in posterior.reason
    low, high = posterior.interval(0.95)
    assert 0 < low < posterior.quantile(0.5) < high < 100


def test_truncating_the_prior_gives_the_truncated_reference(rats):
    """Source: the same file, range 0 < log(alpha + beta) < 5: there E[alpha] is 2.4025.

    The reference cuts log(alpha/beta) at -3.5 and -0.5 as well, which costs it 6 digits.
    """
    expected = reference("rat_tumors")["bda_hyperprior"]["truncated_log_sum_0_5"]
    k, n = proportions("rat_tumors", "n_tumors", "n_rats")
    size = Uniform(1.0, np.exp(5.0))

    class Cut:
        support = size.support

        def logpdf(self, x):
            return -1.5 * np.log(x)

    cut = full_bayes(BetaBinomial, k, trials=n, prior={"mean": Flat(), "size": Cut()})
    assert cut.hyper["alpha"].mean == pytest.approx(expected["mean_alpha"], rel=1e-6)
    assert cut.hyper["beta"].mean == pytest.approx(expected["mean_beta"], rel=1e-6)
    assert np.allclose(cut.theta.sd, expected["sd_theta"], rtol=1e-6)


def share(mean, other):
    return other * mean, other * (1 - mean)


PRIORS = {
    "alpha, beta": (
        {"alpha": HalfCauchy(2), "beta": HalfNormal(5)},
        lambda a, b: -np.log1p((a / 2) ** 2) - 0.5 * (b / 5) ** 2,
        (LINE, LINE),
    ),
    "joint callable": (
        {("alpha", "beta"): lambda a, b: -a - b / 2},
        lambda a, b: -a - b / 2,
        (LINE, LINE),
    ),
    "mean, size": (
        {"mean": Beta(2.0, 3.0), "size": HalfNormal(10)},
        lambda a, b: (
            stats.beta(2, 3).logpdf(a / (a + b))
            - 0.5 * ((a + b) / 10) ** 2
            - np.log(a + b)
        ),
        (LINE, LINE),
    ),
    "mean, alpha": (
        {"mean": Flat(), "alpha": HalfNormal(3)},
        lambda a, b: -0.5 * (a / 3) ** 2 + np.log(a) - 2 * np.log(a + b),
        (LINE, LINE),
    ),
    "limits on alpha and beta": (
        {"alpha": Uniform(0, 10), "beta": Uniform(1, 8)},
        lambda a, b: 0 * a,
        (limited(0, 10), limited(1, 8)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PRIORS)
def test_every_way_to_state_a_prior_agrees_with_brute_force(name):
    prior, log_prior, nodes = PRIORS[name]
    post = full_bayes(BetaBinomial, K, trials=N, prior=prior)
    grid = beta_binomial(K, N, log_prior, *nodes)
    assert post.hyper["alpha"].mean == pytest.approx(grid.mean(grid.alpha), rel=1e-8)
    assert post.hyper["alpha"].sd == pytest.approx(grid.sd(grid.alpha), rel=1e-8)
    ratio = grid.alpha / (grid.alpha + grid.beta)
    assert post.hyper["mean"].sd == pytest.approx(grid.sd(ratio), rel=1e-8)
    for j, (k, n) in enumerate(zip(K, N, strict=True)):
        theta = (grid.alpha + k) / (grid.alpha + grid.beta + n)
        square = theta * (grid.alpha + k + 1) / (grid.alpha + grid.beta + n + 1)
        assert post.theta.mean[j] == pytest.approx(grid.mean(theta), rel=1e-8)
        var = grid.mean(square) - grid.mean(theta) ** 2
        assert post.theta.var[j] == pytest.approx(var, rel=1e-7)
        below = stats.beta(grid.alpha + k, grid.beta + n - k).cdf(0.4)
        assert post.theta.cdf(0.4)[j] == pytest.approx(grid.mean(below), rel=1e-7)


def test_limits_on_mean_and_size_agree_with_brute_force():
    prior = {"mean": Uniform(0.1, 0.6), "size": Uniform(2, 40)}
    post = full_bayes(BetaBinomial, K, trials=N, prior=prior)
    nodes = limited(0.1, 0.6), limited(2, 40)
    grid = beta_binomial(K, N, lambda m, s: 0 * m, *nodes, share)
    assert post.hyper["size"].mean == pytest.approx(grid.mean(grid.alpha + grid.beta), rel=1e-8)
    assert post.hyper["beta"].mean == pytest.approx(grid.mean(grid.beta), rel=1e-8)


def test_a_single_name_leaves_the_other_as_under_the_default():
    """SumPower() is flat in the mean and size^(-3/2)."""
    default = full_bayes(BetaBinomial, K, trials=N)
    named = full_bayes(BetaBinomial, K, trials=N, prior={"mean": Flat()})
    both = full_bayes(BetaBinomial, K, trials=N, prior={("alpha", "beta"): SumPower(-2.5)})
    for other in (named, both):
        assert np.allclose(default.theta.mean, other.theta.mean, rtol=1e-9)


def test_a_spike_on_the_hyperparameters_is_the_model_itself():
    spike = {"alpha": Uniform(1.9999, 2.0001), "beta": Uniform(4.9999, 5.0001)}
    post = full_bayes(BetaBinomial, K, trials=N, prior=spike)
    model = BetaBinomial(alpha=2.0, beta=5.0)
    exact = model.posterior(K, trials=N)
    assert np.allclose(post.theta.mean, exact.mean, rtol=1e-6)
    assert np.allclose(post.theta.quantile(0.9), exact.quantile(0.9), rtol=1e-5)
    new = model.predictive(K, trials=N, new_trials=6)
    assert np.allclose(post.predictive(trials=6).mean, new.mean, rtol=1e-6)
    assert np.allclose(post.predictive(trials=6).cdf(2), new.cdf(2), rtol=1e-5)
    assert (post.predictive(trials=6).quantile(0.8) == new.quantile(0.8)).all()


def test_draws_have_the_moments_of_the_posterior(rats):
    drawn = rats.draws(np.random.default_rng(8), 20_000)
    assert drawn.theta.shape == (20_000, 71)
    assert np.allclose(drawn.theta.mean(axis=0), rats.theta.mean, atol=5e-3)
    assert np.median(drawn.hyper["alpha"]) == pytest.approx(
        rats.hyper["alpha"].quantile(0.5), rel=0.03
    )
    replicated = rats.target.replicate(np.random.default_rng(9), drawn.theta)
    predictive = rats.predictive()
    assert np.allclose(replicated.mean(axis=0), predictive.mean, atol=0.15)
    assert np.allclose(replicated.std(axis=0), predictive.sd, rtol=0.05)


def test_log_likelihood_is_scipys(rats):
    theta = np.linspace(0.05, 0.4, 71)[None, :]
    k, n = proportions("rat_tumors", "n_tumors", "n_rats")
    assert np.allclose(rats.target.log_likelihood(theta), stats.binom(n, theta).logpmf(k))


def test_labels_come_back():
    index = pd.Index(["A", "B", "C", "D"], name="hospital")
    post = full_bayes(BetaBinomial, pd.Series(K, index=index), trials=pd.Series(N, index=index))
    assert post.theta.mean.index.equals(index)


@pytest.mark.parametrize(
    ("k", "n", "prior", "message"),
    [
        (K, N, {"alpha": Flat(), "beta": Flat()}, "improper.*complete pooling"),
        (K, N, {("alpha", "beta"): SumPower(-2.0)}, "improper"),
        ([0, 4, 0], [3, 4, 5], None, "no group has both successes and failures"),
        ([0, 0], [3, 4], None, "no group has both"),
        (K, N, {"tau": Flat()}, "prior has no use for 'tau'"),
        (K, N, {"alpha": Flat()}, "improper"),
        (K, N, {"alpha": Flat(), "size": Flat()}, "two hyperparameters that fix the model"),
        (K, N, {("alpha", "beta"): SumPower(), "mean": Flat()}, "alone or two single names"),
        (K, N, HalfCauchy(1), "prior must be a dict"),
        (K, N, {"mean": Uniform(2, 3), "size": HalfCauchy(1)}, "no mass"),
        ([4], [3], None, "at most trials"),
    ],
)
def test_improper_posteriors_and_bad_priors_are_refused_with_the_reason(k, n, prior, message):
    with pytest.raises(ValueError, match=message):
        full_bayes(BetaBinomial, k, trials=n, prior=prior)


def test_proper_priors_take_any_data():
    """All zero counts, and single trials: the posterior is proper and sensible."""
    prior = {"mean": Flat(), "size": HalfNormal(20)}
    none = full_bayes(BetaBinomial, [0, 0, 0], trials=[4, 3, 0], prior=prior)
    assert none.theta.mean[0] < none.theta.mean[1] < none.theta.mean[2] < 0.5
    grid = beta_binomial(
        [0, 0],
        [4, 3],
        lambda a, b: -0.5 * ((a + b) / 20) ** 2 - np.log(a + b),
        logarithmic(-40, 6, 1501),
        logarithmic(-40, 6, 1501),
    )
    expected = grid.mean(grid.alpha / (grid.alpha + grid.beta + 4))
    assert none.theta.mean[0] == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize(
    ("k", "n"),
    [
        ([7407, 36, 26, 6, 45, 1398, 801, 2124], [8395, 40, 27, 7, 53, 1599, 911, 2378]),
        ([9, 0, 196, 1, 160, 30, 236, 342, 78], [479, 5, 6871, 9, 4198, 551, 8943, 11083, 4346]),
        ([3], [10]),
    ],
)
def test_little_spread_and_large_groups_are_no_false_alarm(k, n):
    """Proper posteriors that reach far towards complete pooling, by brute force.

    The likelihood is not monotone along a line that leans: judged there, it seems improper.
    Beyond size e^20 the brute force has lost its digits; what it leaves out is below 1e-4.
    """
    post = full_bayes(BetaBinomial, k, trials=n)
    logit, log_size = np.linspace(-9, 9, 3001), np.linspace(-18, 20, 305)
    mean = 1 / (1 + np.exp(-logit))
    first = mean, np.log(mean) + np.log1p(-mean)
    grid = beta_binomial(
        k, n, lambda m, s: -1.5 * np.log(s), first, (np.exp(log_size), log_size), share
    )
    assert post.error < 1e-8
    theta = (grid.alpha + k[0]) / (grid.alpha + grid.beta + n[0])
    assert post.theta.mean[0] == pytest.approx(grid.mean(theta), rel=2e-4)
