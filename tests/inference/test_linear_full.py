"""Full Bayes of HierarchicalLinear against dense likelihoods, quadrature and conditioning."""

import numpy as np
import pytest
from scipy import stats

from hbtutor import (
    LKJ,
    Flat,
    HalfCauchy,
    HalfNormal,
    HierarchicalLinear,
    InverseGamma,
    Normal,
    datasets,
    full_bayes,
)
from tests.inference.linear_data import GROUP, X, Y, dense_log_likelihood
from tests.inference.lme4 import reference

PRIOR = {"tau": HalfNormal(4.0), "sigma": HalfCauchy(3.0)}


def test_one_coefficient_agrees_with_quadrature():
    """Dyestuff: (sigma, tau) on a 300 x 300 grid with the six batch means as data."""
    frame = datasets.load("dyestuff")
    post = full_bayes(
        HierarchicalLinear,
        frame["yield"],
        X=np.ones((30, 1)),
        group=frame["batch"],
        rng=np.random.default_rng(1),
        prior={"tau": HalfCauchy(50.0)},
    )
    means = frame.groupby("batch")["yield"].mean().to_numpy()
    within = ((frame["yield"] - frame.groupby("batch")["yield"].transform("mean")) ** 2).sum()
    log_sigma, log_tau = np.meshgrid(np.linspace(3, 5.2, 300), np.linspace(-4, 9, 300))
    sigma, tau = np.exp(log_sigma), np.exp(log_tau)
    var = sigma**2 / 5 + tau**2
    log_p = -24 * log_sigma - within / (2 * sigma**2)
    log_p += -2.5 * np.log(var) - ((means - means.mean()) ** 2).sum() / (2 * var)
    log_p += log_tau - np.log1p((tau / 50) ** 2)
    weights = np.exp(log_p - log_p.max())
    weights /= weights.sum()
    for name, value in (("sigma", sigma), ("tau", tau)):
        mean = (weights * value).sum()
        sd = np.sqrt((weights * (value - mean) ** 2).sum())
        law = post.hyper[name]
        assert np.ravel(law.mean)[0] == pytest.approx(mean, abs=5 * sd * post.error)
        assert np.ravel(law.sd)[0] == pytest.approx(sd, rel=0.1)
    B = (sigma**2 / 5) / var
    theta = (weights * (B * means.mean() + (1 - B) * means[0])).sum()
    assert post.theta.mean[0, 0] == pytest.approx(theta, abs=5 * post.error * post.theta.sd[0, 0])
    assert post.k_hat < 0.5


def test_dyestuff_under_the_priors_of_bugs_agrees_with_jags():
    """dyestuff.json, jags_bugs_dyes_model: inverse-gamma(0.001, 0.001) on both variances."""
    jags = reference("dyestuff", "jags_bugs_dyes_model", "stats")
    frame = datasets.load("dyestuff")
    with pytest.warns(UserWarning, match="density zero at zero"):
        prior = {name: InverseGamma(0.001, 0.001) for name in ("tau2", "sigma2")}
    post = full_bayes(
        HierarchicalLinear,
        frame["yield"],
        X=np.ones((30, 1)),
        group=frame["batch"],
        rng=np.random.default_rng(1),
        prior=prior,
        draws=40_000,
    )
    sigma = post.hyper["sigma"]
    theirs = jags["sigma2.with"]
    error = 5 * (theirs["mcse"] + theirs["sd"] * post.error)
    assert sigma.var + sigma.mean**2 == pytest.approx(theirs["mean"], abs=error)
    assert sigma.median**2 == pytest.approx(theirs["q50"], rel=0.02)
    assert post.hyper["tau"].quantile(0.75)[0] ** 2 == pytest.approx(
        jags["sigma2.btw"]["q75"], rel=0.05
    )
    assert post.hyper["mu"].sd[0] == pytest.approx(jags["theta"]["sd"], rel=0.03)


def test_given_sigma_the_groups_follow_the_model():
    """One weighted draw: mixing over mu ~ N(b, C) by the dense posterior's own formula."""
    post = full_bayes(
        HierarchicalLinear,
        Y,
        X=X,
        group=GROUP,
        rng=np.random.default_rng(2),
        prior=PRIOR,
        draws=1000,
    )
    k = 17
    Sigma = post.at.factor[k] @ post.at.factor[k].T
    sigma2 = post.at.sigma[k] ** 2
    vague = np.zeros((16, 16))
    vague[:14, :14] = np.kron(np.eye(7), Sigma)
    design = np.zeros((25, 16))
    for i, g in enumerate(GROUP):
        design[i, 2 * g : 2 * g + 2] = X[i]
    design[:, 14:] = X
    precision = design.T @ design / sigma2
    precision[:14, :14] += np.linalg.inv(vague[:14, :14])
    cov = np.linalg.inv(precision)
    mean = cov @ design.T @ Y / sigma2
    to_beta = np.hstack([np.eye(14), np.tile(np.eye(2), (7, 1))])
    law = post.conditional.theta(slice(0, 14))
    assert law.mean[k] == pytest.approx(to_beta @ mean, rel=1e-9)
    assert law.var[k] == pytest.approx(np.diag(to_beta @ cov @ to_beta.T), rel=1e-8)
    mu_mean, mu_var = post.conditional.mu
    assert mu_mean[k] == pytest.approx(mean[14:], rel=1e-9)
    assert mu_var[k] == pytest.approx(np.diag(cov)[14:], rel=1e-8)


def test_two_coefficients_agree_with_a_random_walk():
    """A plain Metropolis chain on the dense likelihood, 12,000 steps, of the same posterior."""
    post = full_bayes(
        HierarchicalLinear,
        Y,
        X=X,
        group=GROUP,
        rng=np.random.default_rng(4),
        prior={**PRIOR, "correlation": LKJ(2.0)},
        draws=20_000,
    )
    assert post.k_hat < 0.5

    def log_posterior(u):
        sigma, tau, r = np.exp(u[0]), np.exp(u[1:3]), np.tanh(u[3])
        Sigma = np.outer(tau, tau) * np.array([[1, r], [r, 1]])
        prior = u.sum() - u[3] + stats.halfcauchy.logpdf(sigma, scale=3.0)
        prior += stats.halfnorm.logpdf(tau, scale=4.0).sum() + 2 * np.log(1 - r**2)
        return dense_log_likelihood(sigma, Sigma) + prior

    rng = np.random.default_rng(5)
    here = np.array([0.0, 0.5, -1.0, 0.0])
    height, chain = log_posterior(here), []
    for _ in range(12_000):
        new = here + rng.normal(0, [0.15, 0.4, 0.9, 0.7])
        level = log_posterior(new)
        if np.log(rng.random()) < level - height:
            here, height = new, level
        chain.append([np.exp(here[0]), *np.exp(here[1:3]), np.tanh(here[3])])
    walk = np.array(chain[1000:])
    ours = [post.hyper["sigma"].mean, *post.hyper["tau"].mean, post.hyper["correlation"].mean[1, 0]]
    batches = walk.reshape(22, -1, 4).mean(axis=1)
    error = batches.std(axis=0, ddof=1) / np.sqrt(22)
    assert np.abs(walk.mean(axis=0) - ours) == pytest.approx(np.zeros(4), abs=0.25)
    assert (np.abs(walk.mean(axis=0) - ours) < 5 * error + 0.02).all()


def test_joint_draws_have_the_moments_of_the_mixture():
    frame = datasets.load("sleepstudy")
    design = np.column_stack([np.ones(180), frame["days"]])
    post = full_bayes(
        HierarchicalLinear,
        frame["reaction_ms"],
        X=design,
        group=frame["subject"],
        rng=np.random.default_rng(6),
    )
    drawn = post.draws(np.random.default_rng(7), 20_000)
    error = 6 * (post.error + 20_000**-0.5)
    assert np.abs((drawn.theta.mean(axis=0) - post.theta.mean) / post.theta.sd).max() < error
    assert np.abs(drawn.theta.std(axis=0) / post.theta.sd - 1).max() < 0.05
    mu = post.hyper["mu"]
    assert np.abs((drawn.hyper["mu"].mean(axis=0) - mu.mean) / mu.sd).max() < error
    low, high = post.theta.interval(0.8)
    inside = ((drawn.theta > low) & (drawn.theta < high)).mean(axis=0)
    assert inside == pytest.approx(np.full((18, 2), 0.8), abs=0.02)
    label = frame["subject"].iloc[0]
    assert post.theta[label].mean == pytest.approx(post.theta.mean[0], rel=1e-12)


def test_the_same_rng_gives_the_same_numbers():
    one, two = (
        full_bayes(
            HierarchicalLinear, Y, X=X, group=GROUP, rng=np.random.default_rng(9), prior=PRIOR
        ).theta.mean
        for _ in range(2)
    )
    assert one.tolist() == two.tolist()


def test_few_groups_have_no_mean_of_tau_under_a_flat_prior():
    few = GROUP < 3
    post = full_bayes(
        HierarchicalLinear,
        Y[few],
        X=np.ones((10, 1)),
        group=GROUP[few],
        rng=np.random.default_rng(1),
    )
    assert np.isinf(post.hyper["tau"].mean[0])
    assert "infinite" in post.hyper["tau"].reason
    assert np.isfinite(post.hyper["tau"].median[0])
    assert np.isnan(post.hyper["mu"].mean[0])
    assert np.isfinite(post.theta.sd).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rng": None}, r"rng must be a numpy\.random\.Generator; got None"),
        ({"prior": {"log_tau": Flat()}}, "a flat prior on log_tau gives an improper posterior"),
        ({"prior": {"mu": Normal(0.0, 1.0)}}, r"prior\['mu'\] must be Flat\(\)"),
        ({"prior": {"tau": [Flat()]}}, r"prior\['tau'\] must be one prior or a list of 2; got 1"),
        ({"prior": {"omega": Flat()}}, "prior has no use for 'omega'"),
        ({"prior": {"correlation": 2.0}}, r"prior\['correlation'\] must be LKJ\(eta\); got 2.0"),
        ({"prior": {"sigma": Flat(), "sigma2": Flat()}}, "prior must name one scale of sigma"),
        ({"draws": 10}, "draws must be a whole number, at least 1000; got 10"),
    ],
)
def test_bad_input_is_refused_by_name(change, message):
    options = {"rng": np.random.default_rng(1), **change}
    with pytest.raises(ValueError, match=message):
        full_bayes(HierarchicalLinear, Y, X=X, group=GROUP, **options)


def test_too_few_groups_for_a_flat_prior():
    few = GROUP < 3
    with pytest.raises(ValueError, match="a flat prior on tau needs at least 4 groups; got 3"):
        full_bayes(
            HierarchicalLinear, Y[few], X=X[few], group=GROUP[few], rng=np.random.default_rng(1)
        )
