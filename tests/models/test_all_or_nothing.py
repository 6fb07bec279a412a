"""Proportions of 0 and 1 only are the limit of BetaBinomial as alpha + beta vanishes."""

import numpy as np
import pytest

from hbtutor import BetaBinomial

K, N = np.array([0.0, 4.0, 7.0, 0.0]), np.array([3.0, 4.0, 7.0, 0.0])


def test_it_is_the_limit():
    limit = BetaBinomial.all_or_nothing(mean=0.3)
    near = BetaBinomial(alpha=0.3e-9, beta=0.7e-9)
    assert np.allclose(limit.posterior(K, trials=N).mean, near.posterior(K, trials=N).mean)
    assert np.allclose(limit.posterior(K, trials=N).sd, near.posterior(K, trials=N).sd, atol=1e-4)
    assert np.allclose(limit.shrinkage(trials=N), near.shrinkage(trials=N), atol=1e-8)
    assert np.allclose(limit.marginal(trials=N).logpmf(K), near.marginal(trials=N).logpmf(K))
    assert np.allclose(limit.marginal(trials=N).var, near.marginal(trials=N).var)
    predicted = limit.predictive(K, trials=N, new_trials=5)
    assert np.allclose(predicted.mean, near.predictive(K, trials=N, new_trials=5).mean)
    assert limit.marginal(trials=4).logpmf(2) == -np.inf


def test_mixed_data_are_impossible():
    with pytest.raises(ValueError, match="all or nothing; got 2 at position 1"):
        BetaBinomial.all_or_nothing(mean=0.3).posterior([0, 2], trials=[3, 4])


def test_simulation():
    drawn = BetaBinomial.all_or_nothing(mean=0.3).simulate(
        np.random.default_rng(3), trials=20, groups=50_000
    )
    assert set(np.unique(drawn.y)) == {0, 20}
    assert drawn.theta.mean() == pytest.approx(0.3, abs=0.01)
    assert (drawn.y == 20 * drawn.theta).all()
