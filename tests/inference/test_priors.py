"""Priors integrate to one over their support, warn where they deserve it, and refuse nonsense."""

import numpy as np
import pytest
from scipy import integrate, stats

from hbtutor import (
    Flat,
    HalfCauchy,
    HalfNormal,
    InverseGamma,
    LogDensity,
    Normal,
    SumPower,
    Uniform,
)
from hbtutor.inference.priors import check_names, prior_of

with pytest.warns(UserWarning, match="rules out complete pooling"):
    INVERSE_GAMMA = InverseGamma(2.5, 3.0)

PROPER = [
    (HalfCauchy(3.0), stats.halfcauchy(scale=3.0)),
    (HalfNormal(3.0), stats.halfnorm(scale=3.0)),
    (Uniform(2.0, 9.0), stats.uniform(2.0, 7.0)),
    (INVERSE_GAMMA, stats.invgamma(2.5, scale=3.0)),
]


@pytest.mark.parametrize(("ours", "theirs"), PROPER)
def test_densities(ours, theirs):
    x = np.array([2.1, 3.0, 8.8])
    np.testing.assert_allclose(ours.logpdf(x), theirs.logpdf(x), rtol=1e-12)
    mass = integrate.quad(lambda x: np.exp(ours.logpdf(x)), *ours.support)[0]
    assert mass == pytest.approx(1, abs=1e-7)


def test_sum_power_is_flat_in_mean_and_root_of_size():
    """Transforming (alpha, beta) to (m, s^-1/2) must leave a constant: BDA3, equation 5.9."""
    m, root = np.array([0.1, 0.4, 0.9]), np.array([0.2, 0.5, 1.5])
    s = root**-2.0
    # |d(alpha, beta) / d(m, s)| = s and |ds / droot| = 2 root^-3.
    log_density = SumPower().logpdf(m * s, (1 - m) * s) + np.log(s) + np.log(2 * root**-3.0)
    np.testing.assert_allclose(log_density, np.log(2), rtol=1e-12)


def test_uniform_is_zero_outside():
    np.testing.assert_array_equal(Uniform(2, 9).logpdf(np.array([1.9, 9.1])), -np.inf)


def test_anything_with_a_density_will_do():
    domain = (0.0, np.inf)
    assert prior_of("tau", Normal(0, 4), domain).support == domain
    assert prior_of("tau", Normal(0, 4), domain).logpdf(1.0) == pytest.approx(
        stats.norm.logpdf(1.0, 0, 2)
    )
    assert prior_of("tau", lambda x: -x, domain).logpdf(3.0) == -3
    assert prior_of("tau", Uniform(-3, 5), domain).support == (0, 5)
    assert prior_of("tau", LogDensity(lambda x: -x, support=(1, 4)), domain).support == (1, 4)
    assert prior_of("tau", Flat(), domain).support == domain


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: HalfCauchy(0), "scale must be positive; got 0"),
        (lambda: HalfNormal(-1), "scale must be positive; got -1"),
        (lambda: Uniform(3, 3), "low must be less than high; got low=3, high=3"),
        (lambda: Uniform(0, np.inf), "high must be finite"),
        (lambda: InverseGamma(0, 1), "alpha must be positive"),
        (lambda: SumPower(np.nan), "exponent must be finite"),
        (lambda: prior_of("tau", 3, (0, 1)), r"prior\['tau'\] must be a prior such as"),
        (lambda: prior_of("tau", Uniform(-2, -1), (0, 1)), "has no mass on"),
        (lambda: check_names({"a": Flat()}, ("mu",)), "no use for 'a'; it may name 'mu'"),
        (lambda: check_names([Flat()], ("mu",)), "prior must be a dict"),
    ],
)
def test_nonsense_is_refused(build, message):
    with pytest.raises(ValueError, match=message):
        build()
