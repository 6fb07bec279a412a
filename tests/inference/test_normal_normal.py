"""Full Bayes for normal groups: reference results, exact integrals, propriety, lost moments."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from hbtutor import Flat, HalfCauchy, Normal, NormalNormal, full_bayes
from hbtutor.inference.normal_normal import target
from tests.inference.eight_schools import SE, SE_RUBIN, Y_RUBIN, Y, reference

PRIOR = {"mu": Normal(0, 25), "tau": HalfCauchy(5)}
# mpmath.quad of tau x density over the density, 30 digits, panels at 0, 2, 5, 10, 20, 50, 100, 200,
# 500, 1000, inf.
EXACT_TAU = [(None, 6.5754833467215967), (PRIOR, 3.5977054840976638)]
CASES = [
    ("quadrature_flat_prior", Y, SE, None),
    ("quadrature_flat_prior_rubin_decimals", Y_RUBIN, SE_RUBIN, {"mu": Flat(), "tau": Flat()}),
    ("quadrature_posteriordb_prior", Y, SE, PRIOR),
]


@pytest.mark.parametrize(("name", "y", "se", "prior"), CASES)
def test_reference_quadrature(name, y, se, prior):
    """Source: composite Gauss-Legendre, eight_schools.json.

    Its own error is 2.3e-8 (see EXACT_TAU), that of its "approx" quantiles 2e-5.
    """
    theirs = reference("eight_schools")[name]
    post = full_bayes(NormalNormal, y, sigma2=se**2, prior=prior)
    for one in ("mu", "tau"):
        assert post.hyper[one].mean == pytest.approx(theirs[f"mean_{one}"], rel=3e-8)
        assert post.hyper[one].sd == pytest.approx(theirs[f"sd_{one}"], rel=1e-8)
    np.testing.assert_allclose(post.theta.mean, theirs["mean_theta"], rtol=1e-8)
    np.testing.assert_allclose(post.theta.sd, theirs["sd_theta"], rtol=1e-8)
    for level, value in theirs["tau_quantiles_approx"].items():
        assert post.hyper["tau"].quantile(float(level)) == pytest.approx(value, rel=3e-5)
    assert post.error < 1e-9


def _panels(points, order=40):
    """Gauss-Legendre nodes and weights on consecutive panels."""
    x, w = np.polynomial.legendre.leggauss(order)
    half = np.diff(points) / 2
    middle = (points[1:] + points[:-1]) / 2
    return (middle[:, None] + half[:, None] * x).ravel(), (half[:, None] * w).ravel()


def _by_panels(prior, upper=1e7):
    """Nodes tau, posterior weights, and mean and variance of mu there: BDA3 equation 5.21.

    upper: where to stop; the weights then sum to P(tau <= upper).
    """
    precision, density = (
        (0, np.ones_like)
        if prior is None
        else (
            1 / 25,
            lambda t: 1 / (1 + t**2 / 25),
        )
    )
    every = np.concatenate([np.linspace(0, 30, 31), np.geomspace(35, 1e7, 60)])

    def at(points):
        tau, weight = _panels(points)
        w = 1 / (SE**2 + tau[:, None] ** 2)
        total = w.sum(axis=1) + precision
        mean = w @ Y / total
        square = (w * (Y - mean[:, None]) ** 2).sum(axis=1) + precision * mean**2
        p = np.exp((np.log(w).sum(axis=1) - np.log(total) - square) / 2 + 20) * density(tau)
        return tau, p * weight, mean, 1 / total

    norm = at(every)[1].sum()
    tau, p, mean, var = at(np.append(every[every < upper], upper))
    return tau, p / norm, mean, var


@pytest.mark.parametrize(("prior", "tau_to_30_digits"), EXACT_TAU)
def test_another_quadrature_to_eleven_digits(prior, tau_to_30_digits):
    """An independent integration on tau itself; E[tau] also by mpmath.quad with 30 digits."""
    post = full_bayes(NormalNormal, Y, sigma2=SE**2, prior=prior)
    hyper_tau, hyper_mu = post.hyper["tau"], post.hyper["mu"]
    assert hyper_tau.mean == pytest.approx(tau_to_30_digits, rel=1e-11)
    tau, p, mean, var = _by_panels(prior)
    assert p @ tau == pytest.approx(tau_to_30_digits, rel=1e-13)
    assert hyper_tau.mean**2 + hyper_tau.var == pytest.approx(p @ tau**2, rel=1e-10)
    assert hyper_mu.mean == pytest.approx(p @ mean, rel=1e-11)
    assert hyper_mu.mean**2 + hyper_mu.var == pytest.approx(p @ (mean**2 + var), rel=1e-10)
    for level, end in zip((0.025, 0.975), hyper_tau.interval(0.95), strict=True):
        assert _by_panels(prior, upper=end)[1].sum() == pytest.approx(level, abs=1e-11)
    for level, end in zip((0.025, 0.975), hyper_mu.interval(0.95), strict=True):
        assert p @ stats.norm.cdf(end, mean, var**0.5) == pytest.approx(level, abs=1e-11)
    for j in range(8):
        B = SE[j] ** 2 / (SE[j] ** 2 + tau**2)
        centre, spread = Y[j] + B * (mean - Y[j]), np.sqrt(B * tau**2 + B**2 * var)
        assert post.theta[j].mean == pytest.approx(p @ centre, rel=1e-11)
        for level, end in zip((0.025, 0.975), post.theta[j].interval(0.95), strict=True):
            assert p @ stats.norm.cdf(end, centre, spread) == pytest.approx(level, abs=1e-11)


def test_posteriordb_within_its_monte_carlo_error():
    """Source: posteriordb, eight_schools_noncentered, 10,000 draws of Stan with their MCSE."""
    draws = reference("eight_schools")["posteriordb_reference_draws"]["mean_value"]
    post = full_bayes(NormalNormal, Y, sigma2=SE**2, prior=PRIOR)
    ours = [*post.theta.mean, post.hyper["mu"].mean, post.hyper["tau"].mean]
    z = (np.array(ours) - draws["mean_value"]) / draws["mcse_mean"]
    assert np.max(np.abs(z)) < 3


def test_conditional_on_tau():
    """Source: eight_schools.json, conditional_on_tau_flat_mu: BDA3 equations 5.17 and 5.20."""
    integrand = target(Y, sigma2=SE**2)
    for tau, theirs in reference("eight_schools")["conditional_on_tau_flat_mu"].items():
        u = np.log(np.array([[max(float(tau), 1e-30)]]))
        mu, theta = integrand.hyper(u)["mu"], integrand.theta(u, slice(None))
        assert mu.mean[0, 0] == pytest.approx(theirs["mu_hat"], rel=1e-13)
        assert mu.var[0, 0] ** 0.5 == pytest.approx(theirs["mu_sd"], rel=1e-13)
        np.testing.assert_allclose(theta.mean[0], theirs["theta"], rtol=1e-13)
        np.testing.assert_allclose(theta.var[0] ** 0.5, theirs["theta_sd"], rtol=1e-13)


@settings(max_examples=25)
@given(st.floats(1e-3, 1e3), st.floats(-300, 300))
def test_units_and_origin_do_not_matter(unit, origin):
    one = full_bayes(NormalNormal, Y, sigma2=SE**2)
    two = full_bayes(NormalNormal, unit * Y + origin, sigma2=(unit * SE) ** 2)
    assert two.hyper["tau"].mean / unit == pytest.approx(one.hyper["tau"].mean, rel=1e-9)
    np.testing.assert_allclose((two.theta.mean - origin) / unit, one.theta.mean, rtol=1e-7)


@pytest.mark.parametrize("truth", [0.0, 1.3])
def test_many_groups_are_a_narrow_posterior(truth):
    """With 20,000 groups the posterior of tau is nearly normal about the REML estimate."""
    from hbtutor import empirical_bayes

    rng = np.random.default_rng(5)
    v = rng.uniform(0.5, 4, 20_000)
    y = rng.normal(3, np.sqrt(v + truth**2))
    post = full_bayes(NormalNormal, y, sigma2=v)
    fit = empirical_bayes(NormalNormal, y, sigma2=v, method="reml")
    assert post.hyper["mu"].mean == pytest.approx(fit.model.mu, abs=2e-3)
    assert post.hyper["mu"].sd == pytest.approx(fit.standard_error["mu"], rel=0.01)
    assert post.error < 1e-8
    if truth:
        assert post.hyper["tau2"].mean == pytest.approx(fit.model.tau2, rel=5e-3)
        assert post.hyper["tau2"].sd == pytest.approx(fit.standard_error["tau2"], rel=0.01)
    else:
        assert 0 < post.hyper["tau"].quantile(0.025) < post.hyper["tau"].mean < 0.3


def test_labels_are_carried():
    y = pd.Series(Y, index=pd.Index(list("abcdefgh"), name="school"))
    post = full_bayes(NormalNormal, y, sigma2=SE**2)
    bare = full_bayes(NormalNormal, Y, sigma2=SE**2)
    assert list(post.theta.mean.index) == list("abcdefgh")
    np.testing.assert_array_equal(post.theta.mean, bare.theta.mean)
    assert post.theta["c"].mean == pytest.approx(bare.theta.mean[2], rel=1e-13)
    assert bare.theta[2].mean == pytest.approx(bare.theta.mean[2], rel=1e-13)
    frame = post.theta.to_frame(0.9)
    assert frame.index.name == "school"
    assert frame.loc["c", "low"] == pytest.approx(bare.theta.interval(0.9)[0][2], rel=1e-12)


def test_predictions():
    """theta_j plus an observation's own variance; a new group adds tau2 to the variance of mu."""
    post = full_bayes(NormalNormal, Y, sigma2=SE**2, n=4)
    np.testing.assert_allclose(post.predictive().var, post.theta.var + SE**2, rtol=1e-10)
    np.testing.assert_allclose(post.predictive(sigma2=9.0).var, post.theta.var + 9, rtol=1e-10)
    mu, tau2 = post.hyper["mu"], post.hyper["tau2"]
    assert post.new_theta.mean == pytest.approx(mu.mean, rel=1e-12)
    assert post.new_theta.var == pytest.approx(mu.var + tau2.mean, rel=1e-9)
    with pytest.raises(ValueError, match=r"sigma2 must be one number or one for each group"):
        post.predictive(sigma2=[1.0, 2.0]).mean  # noqa: B018
