"""Complete pooling of rates is the limit of GammaPoisson as alpha and beta grow together."""

import numpy as np
import pytest

from hbtutor import GammaPoisson

Y, T = np.array([3.0, 0.0, 11.0]), np.array([1.5, 0.0, 4.0])


def test_it_is_the_limit():
    limit = GammaPoisson.complete_pooling(mean=2.5)
    near = GammaPoisson(alpha=2.5e14, beta=1e14)
    assert np.allclose(near.posterior(Y, exposure=T).mean, limit.posterior(Y, exposure=T).mean)
    assert limit.posterior(Y, exposure=T).sd.max() == 0
    assert np.allclose(limit.shrinkage(exposure=T), near.shrinkage(exposure=T))
    assert np.allclose(limit.marginal(exposure=T).logpmf(Y), near.marginal(exposure=T).logpmf(Y))
    predicted = limit.predictive(Y, exposure=T, new_exposure=5.0)
    assert np.allclose(predicted.var, near.predictive(Y, exposure=T, new_exposure=5.0).var)


def test_rate_zero_and_simulation():
    none = GammaPoisson.complete_pooling(mean=0)
    assert none.marginal(exposure=3.0).logpmf([0, 1]).tolist() == [0.0, -np.inf]
    assert repr(none) == "GammaPoisson.complete_pooling(mean=0)"
    assert isinstance(none, GammaPoisson)
    drawn = GammaPoisson.complete_pooling(mean=2.5).simulate(
        np.random.default_rng(3), exposure=2.0, groups=50_000
    )
    assert set(drawn.theta) == {2.5}
    assert drawn.y.var() == pytest.approx(5.0, rel=0.05)
