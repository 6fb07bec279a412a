"""Complete pooling of proportions is the limit of BetaBinomial as alpha + beta grows."""

import numpy as np
import pytest

from hbtutor import BetaBinomial

K, N = np.array([3.0, 0.0, 11.0]), np.array([10.0, 4.0, 40.0])


def test_it_is_the_limit():
    limit = BetaBinomial.complete_pooling(mean=0.3)
    near = BetaBinomial(alpha=0.3e14, beta=0.7e14)
    assert np.allclose(near.posterior(K, trials=N).mean, limit.posterior(K, trials=N).mean)
    assert near.posterior(K, trials=N).sd.max() < 1e-6
    assert limit.posterior(K, trials=N).sd.max() == 0
    assert np.allclose(limit.shrinkage(trials=N), near.shrinkage(trials=N))
    for new, old in ((limit.marginal(trials=N), near.marginal(trials=N)),):
        assert np.allclose(new.logpmf(K), old.logpmf(K), rtol=1e-11)
        assert np.allclose(new.var, old.var, rtol=1e-11)
    predicted = limit.predictive(K, trials=N, new_trials=5)
    assert np.allclose(predicted.mean, near.predictive(K, trials=N, new_trials=5).mean)


def test_ends_and_refusals():
    none = BetaBinomial.complete_pooling(mean=0.0)
    assert none.marginal(trials=5).logpmf(0) == 0.0
    assert none.mean == 0.0
    assert repr(none) == "BetaBinomial.complete_pooling(mean=0.0)"
    assert isinstance(none, BetaBinomial)
    assert none.prior_size == float("inf")
    with pytest.raises(ValueError, match=r"mean must be between 0 and 1; got 1\.2"):
        BetaBinomial.complete_pooling(mean=1.2)
    with pytest.raises(ValueError, match="at most trials"):
        none.posterior(4, trials=3)


def test_simulation():
    drawn = BetaBinomial.complete_pooling(mean=0.3).simulate(
        np.random.default_rng(3), trials=20, groups=50_000
    )
    assert set(drawn.theta) == {0.3}
    assert drawn.y.var() == pytest.approx(20 * 0.3 * 0.7, rel=0.05)
