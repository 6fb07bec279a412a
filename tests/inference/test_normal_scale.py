"""Priors on the spread of normal groups: scales, limits, propriety, lost moments."""

import numpy as np
import pytest
from scipy import integrate, stats

from hbtutor import Flat, HalfCauchy, HalfNormal, Normal, NormalNormal, Uniform, full_bayes
from tests.inference.eight_schools import SE, Y


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # The same density on another scale: d tau = d tau2 / (2 tau).
        ({"tau": Flat()}, {"tau2": lambda x: -0.5 * np.log(x)}),
        ({"tau": HalfNormal(6)}, {"log_tau": lambda x: x - 0.5 * np.exp(2 * x) / 36}),
        ({"tau": Uniform(0, 25)}, {"tau": Uniform(-5, 25)}),
        ({"mu": Uniform(-1e4, 1e4), "tau": HalfCauchy(5)}, {"mu": Flat(), "tau": HalfCauchy(5)}),
    ],
)
def test_one_prior_on_two_scales(first, second):
    one, two = (
        full_bayes(NormalNormal, Y, sigma2=SE**2, prior=prior).hyper for prior in (first, second)
    )
    assert one["tau"].mean == pytest.approx(two["tau"].mean, rel=1e-8)
    assert one["tau"].interval() == pytest.approx(two["tau"].interval(), rel=1e-8)
    assert one["mu"].sd == pytest.approx(two["mu"].sd, rel=1e-8)


def test_a_bounded_prior_against_ordinary_quadrature():
    def density(tau):
        w = 1 / (SE**2 + tau**2)
        mean = w @ Y / w.sum()
        return np.exp(0.5 * (np.log(w).sum() - np.log(w.sum()) - w @ (Y - mean) ** 2) + 30)

    norm = integrate.quad(density, 2, 9, epsabs=0, epsrel=1e-12)[0]
    mean = integrate.quad(lambda t: t * density(t), 2, 9, epsabs=0, epsrel=1e-12)[0] / norm
    post = full_bayes(NormalNormal, Y, sigma2=SE**2, prior={"tau": Uniform(2, 9)})
    assert post.hyper["tau"].mean == pytest.approx(mean, rel=1e-10)
    assert 2 < post.hyper["tau"].quantile(0.001) < post.hyper["tau"].quantile(0.999) < 9


@pytest.mark.parametrize(
    ("scale", "mu", "needed"),
    [
        ("tau", Flat(), 3),
        ("tau", Normal(0, 100), 2),
        ("tau2", Flat(), 4),
        ("tau2", Normal(0, 100), 3),
    ],
)
def test_flat_priors_need_enough_groups(scale, mu, needed):
    """The marginal falls as tau^-(J-1), or tau^-J if mu has a proper prior; numbers by hand."""
    prior = {"mu": mu, scale: Flat()}
    message = f"a flat prior on {scale} needs at least {needed} groups.* got {needed - 1}"
    with pytest.raises(ValueError, match=message):
        full_bayes(NormalNormal, Y[: needed - 1], sigma2=SE[: needed - 1] ** 2, prior=prior)
    post = full_bayes(NormalNormal, Y[:needed], sigma2=SE[:needed] ** 2, prior=prior)
    assert post.hyper["tau"].mean == np.inf
    assert np.isfinite(post.hyper["tau"].median)
    # The same, undeclared: the tails are measured, not recognised.
    disguised = {"mu": mu, scale: lambda x: 0 * x}
    with pytest.raises(ValueError, match="the posterior of tau is improper"):
        full_bayes(NormalNormal, Y[: needed - 1], sigma2=SE[: needed - 1] ** 2, prior=disguised)
    again = full_bayes(NormalNormal, Y[:needed], sigma2=SE[:needed] ** 2, prior=disguised)
    assert again.hyper["tau"].median == pytest.approx(post.hyper["tau"].median, rel=1e-9)


@pytest.mark.parametrize("prior", [Flat(), lambda x: 0 * x])
def test_flat_on_log_tau_is_improper_however_many_groups(prior):
    with pytest.raises(ValueError, match="improper"):
        full_bayes(NormalNormal, Y, sigma2=SE**2, prior={"log_tau": prior})


def test_moments_exist_one_by_one_as_groups_are_added():
    """Flat on (mu, tau), density of tau ~ tau^-(J-1): E[tau] needs J > 3, E[tau^2] J > 4."""
    found = {}
    for groups in (3, 4, 5):
        post = full_bayes(NormalNormal, Y[:groups], sigma2=SE[:groups] ** 2)
        found[groups] = post
    assert found[3].hyper["tau"].mean == np.inf
    assert np.isnan(found[3].hyper["mu"].mean)
    assert "does not exist" in found[3].hyper["mu"].reason
    assert np.isfinite(found[4].hyper["tau"].mean)
    assert found[4].hyper["tau"].sd == np.inf
    assert found[4].hyper["mu"].sd == np.inf
    assert np.isfinite(found[5].hyper["tau"].sd)
    assert found[5].hyper["tau2"].sd == np.inf
    # The groups themselves always have both: their own data hold them.
    assert np.all(np.isfinite(found[3].theta.sd))
    assert np.isnan(found[3].new_theta.mean)


def test_quantiles_where_there_is_no_mean():
    """P(mu <= x) by ordinary quadrature over tau, at the quantile that was returned."""
    y, v = Y[:3], SE[:3] ** 2
    low, high = full_bayes(NormalNormal, y, sigma2=v).hyper["mu"].interval(0.95)

    def density(log_tau, x=None):
        w = 1 / (v + np.exp(2 * log_tau))
        mean = w @ y / w.sum()
        p = np.exp(0.5 * (np.log(w).sum() - np.log(w.sum()) - w @ (y - mean) ** 2) + log_tau + 10)
        return p if x is None else p * stats.norm.cdf(x, mean, w.sum() ** -0.5)

    def mass(x=None):
        parts = [(-40, 0), (0, 4), (4, 12), (12, 45)]
        return sum(integrate.quad(density, *p, args=(x,), epsabs=0, epsrel=1e-11)[0] for p in parts)

    assert mass(low) / mass() == pytest.approx(0.025, abs=5e-8)
    assert mass(high) / mass() == pytest.approx(0.975, abs=5e-8)


@pytest.mark.parametrize(
    ("prior", "message"),
    [
        ({"sigma": Flat()}, "prior has no use for 'sigma'; it may name 'mu', 'tau'"),
        ({"tau": Flat(), "tau2": Flat()}, "one scale of the spread only"),
        ({"tau": 25}, r"prior\['tau'\] must be a prior such as HalfCauchy\(25\)"),
        ({"tau": Uniform(-2, -1)}, "has no mass on"),
        (HalfCauchy(5), "prior must be a dict such as"),
        ({"tau": lambda t: np.where(t < 5, 0.0, -2.0)}, "jump or a kink"),
    ],
)
def test_bad_priors_are_refused_by_name(prior, message):
    with pytest.raises(ValueError, match=message):
        full_bayes(NormalNormal, Y, sigma2=SE**2, prior=prior)
