"""The engine on densities whose integral, moments and quantiles are known in closed form."""

import numpy as np
import pytest
from scipy import stats

from hbtutor.inference.full import integrated
from tests.inference.toys import GaussianTarget, PowerTarget

PLANE = np.array([[2.0, -1.1], [-1.1, 0.9]])
SPACE = np.array([[2.0, -1.1, 0.3], [-1.1, 0.9, 0.1], [0.3, 0.1, 0.5]])
CASES = [
    (np.array([3.0]), np.array([[0.04]])),
    (np.array([3.0, -1.0]), PLANE),
    (np.array([3.0, -1.0, 0.2]), SPACE),
]


@pytest.mark.parametrize(("mean", "cov"), CASES)
def test_gaussian_integral_means_and_sds(mean, cov):
    post = integrated(GaussianTarget(mean, cov))
    assert post.grid.log_norm == pytest.approx(
        0.5 * np.linalg.slogdet(2 * np.pi * cov)[1], abs=1e-10
    )
    for i in range(mean.size):
        assert post.hyper[f"x{i}"].mean == pytest.approx(mean[i], abs=1e-9)
        assert post.hyper[f"x{i}"].sd == pytest.approx(cov[i, i] ** 0.5, rel=1e-9)
    assert post.error < 1e-9


@pytest.mark.parametrize(("mean", "cov"), CASES)
def test_lognormal_moments_of_a_function_of_the_coordinates(mean, cov):
    """The last coordinate's exponential is lognormal; its mean is known and heavy-tailed."""
    post = integrated(GaussianTarget(mean, cov)).hyper["exp_last"]
    exact = stats.lognorm(cov[-1, -1] ** 0.5, scale=np.exp(mean[-1]))
    assert post.mean == pytest.approx(exact.mean(), rel=1e-9)
    assert post.sd == pytest.approx(exact.std(), rel=1e-9)
    levels = [0.025, 0.5, 0.9]
    assert post.quantile(levels) == pytest.approx(exact.ppf(levels), rel=1e-8)
    assert post.cdf(1.3) == pytest.approx(exact.cdf(1.3), abs=1e-9)
    assert post.density(1.3) == pytest.approx(exact.pdf(1.3), rel=1e-7)


@pytest.mark.parametrize(("mean", "cov"), CASES)
def test_quantiles_of_the_first_coordinate(mean, cov):
    post = integrated(GaussianTarget(mean, cov)).hyper["x0"]
    exact = stats.norm(mean[0], cov[0, 0] ** 0.5)
    assert post.interval(0.9) == pytest.approx(exact.interval(0.9), rel=1e-8)
    assert post.median == pytest.approx(exact.median(), rel=1e-8)


@pytest.mark.parametrize(("mean", "cov"), CASES)
def test_groups_are_mixed_over_the_nodes(mean, cov):
    """theta_j = x0 + j + Normal(0, 2): normal again, with the variances added."""
    theta = integrated(GaussianTarget(mean, cov)).theta
    exact = stats.norm(mean[0] + np.arange(3), np.sqrt(cov[0, 0] + 2))
    np.testing.assert_allclose(theta.mean, exact.mean(), rtol=1e-9)
    np.testing.assert_allclose(theta.sd, exact.std(), rtol=1e-9)
    np.testing.assert_allclose(theta.interval(0.9), exact.interval(0.9), atol=3e-7)
    np.testing.assert_allclose(theta.cdf(2.5), exact.cdf(2.5), atol=1e-7)
    np.testing.assert_allclose(theta.density(2.5), exact.pdf(2.5), rtol=1e-6)


def test_a_power_tail_is_integrated_and_its_lost_moments_are_named():
    """Beta prime: E[tau] = left / (right - 1) exists for right > 1, the variance for right > 2."""
    some = integrated(PowerTarget(1.5, 3.5)).hyper["tau"]
    exact = stats.betaprime(1.5, 3.5)
    assert some.mean == pytest.approx(exact.mean(), rel=1e-9)
    assert some.sd == pytest.approx(exact.std(), rel=1e-9)
    assert some.reason is None

    half = integrated(PowerTarget(1.5, 1.5)).hyper["tau"]
    assert half.mean == pytest.approx(3.0, rel=1e-9)
    assert half.sd == np.inf
    assert "standard deviation of tau is infinite" in half.reason

    none = integrated(PowerTarget(1.5, 1.0)).hyper["tau"]
    assert none.mean == np.inf
    assert np.isnan(none.sd)
    assert "mean of tau is infinite" in none.reason
    exact = stats.betaprime(1.5, 1.0)
    assert none.interval() == pytest.approx(exact.interval(0.95), rel=1e-8)


@pytest.mark.parametrize(("left", "right"), [(0.0, 2.0), (2.0, 0.0), (-0.5, 2.0)])
def test_an_improper_posterior_is_refused_with_its_reason(left, right):
    with pytest.raises(ValueError, match="the posterior of tau is improper"):
        integrated(PowerTarget(left, right))


def test_a_kink_is_refused_not_guessed():
    class Kinked(GaussianTarget):
        def log_density(self, u):
            return np.where(u[0] < 3.1, 0.0, -40.0) + super().log_density(u)

    with pytest.raises(ValueError, match="smooth"):
        integrated(Kinked(np.array([3.0]), np.array([[1.0]])))


def test_the_stated_error_bounds_the_true_one():
    """Against E[tau] = left / (right - 1), for shapes from hump to heavy tail."""
    for left, right in [(0.3, 2.6), (1.0, 7.0), (8.0, 3.2), (400.0, 300.0)]:
        post = integrated(PowerTarget(left, right))
        exact = stats.betaprime(left, right)
        true = abs(post.hyper["tau"].mean - exact.mean()) / exact.std()
        assert true < max(post.error, 1e-13)
        assert post.error < 1e-9


@pytest.mark.parametrize(("mean", "cov"), CASES)
def test_draws_follow_the_posterior(mean, cov):
    from hbtutor.inference.marginal import draw_coordinates

    rng = np.random.default_rng(20240607)
    u = draw_coordinates(rng, integrated(GaussianTarget(mean, cov)).grid, 20_000)
    white = np.linalg.solve(np.linalg.cholesky(cov), u - mean[:, None])
    for row in white:
        assert stats.kstest(row, "norm").pvalue > 1e-3
    np.testing.assert_allclose(np.cov(white), np.eye(mean.size), atol=0.04)
