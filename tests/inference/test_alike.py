"""Repeated groups: one computation for each kind gives every group what it would get alone."""

import numpy as np

from hbtutor import BetaBinomial, GammaPoisson, full_bayes
from hbtutor.inference.alike import RepeatedMixture, alike
from hbtutor.inference.mixture import Mixture


def test_kinds_are_the_distinct_rows():
    rng = np.random.default_rng(3)
    k, t = rng.integers(0, 5, 3000).astype(float), rng.choice([0.5, 2.0, 7.25], 3000)
    found = alike(k, t)
    assert found is not None
    assert len(found.first) == 15
    assert (k[found.first][found.kind] == k).all()
    assert (t[found.first][found.kind] == t).all()


def test_few_groups_or_few_repetitions_are_left_alone():
    assert alike(np.zeros(10)) is None
    assert alike(np.arange(2000.0)) is None


def test_every_group_gets_what_it_would_get_alone():
    rng = np.random.default_rng(5)
    n = rng.integers(2, 12, 1200).astype(float)
    k = rng.binomial(n.astype(int), rng.beta(2, 6, 1200)).astype(float)
    t = rng.choice([0.5, 2.0, 7.25], 1200)
    y = rng.poisson(t * rng.gamma(2, 1, 1200)).astype(float)
    for post in (
        full_bayes(BetaBinomial, k, trials=n),
        full_bayes(GammaPoisson, y, exposure=t),
    ):
        theta = post.theta
        assert isinstance(theta, RepeatedMixture)
        assert theta.alike is not None
        plain = Mixture(theta.weights, theta.kernel, theta.size)
        assert np.allclose(theta.mean, plain.mean, rtol=1e-13)
        assert np.allclose(theta.sd, plain.sd, rtol=1e-11)
        quantiles = theta.quantile(0.9)
        for j in (0, 517, 1199):
            assert abs(theta[j].quantile(0.9) - quantiles[j]) < 1e-8
