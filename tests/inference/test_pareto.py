"""Pareto smoothing against the law it fits, SciPy's own fit, and weights that are known bad."""

import numpy as np
import pytest
from scipy import stats

from hbtutor.inference.pareto import fit_pareto, pareto_smooth


@pytest.mark.parametrize("k", [-0.3, 0.2, 0.6, 1.2])
def test_fit_recovers_the_shape(k):
    sample = np.sort(stats.genpareto(k, scale=3.0).rvs(20_000, random_state=1))
    shape, scale = fit_pareto(sample)
    assert shape == pytest.approx(k, abs=0.04)
    assert scale == pytest.approx(3.0, rel=0.05)


def test_fit_agrees_with_maximum_likelihood():
    sample = np.sort(stats.genpareto(0.4, scale=2.0).rvs(2000, random_state=2))
    k, _, scale = stats.genpareto.fit(sample, floc=0)
    ours = fit_pareto(sample)
    assert ours == pytest.approx((k, scale), abs=0.03)


@pytest.mark.parametrize(("scale", "low", "high"), [(1.5, -np.inf, 0.3), (0.45, 0.7, 2.0)])
def test_k_hat_tells_a_wide_proposal_from_a_narrow_one(scale, low, high):
    """Target N(0, 1), proposal N(0, scale^2): the weights have a variance iff scale^2 > 1/2."""
    u = np.random.default_rng(3).normal(0, scale, 20_000)
    smoothed = pareto_smooth(stats.norm.logpdf(u) - stats.norm.logpdf(u, scale=scale))
    assert low < smoothed.k_hat < high
    if high < 0.5:
        assert smoothed.weights @ u**2 == pytest.approx(1.0, abs=0.05)


def test_smoothing_keeps_the_order_and_the_sum():
    log_weights = 2 * np.random.default_rng(4).standard_t(3, 1000)
    weights = pareto_smooth(log_weights).weights
    assert weights.sum() == pytest.approx(1.0, rel=1e-12)
    assert (np.diff(weights[np.argsort(log_weights)]) >= 0).all()


def test_too_few_weights_are_refused():
    with pytest.raises(ValueError, match="log_weights must hold at least 25 weights; got 3"):
        pareto_smooth(np.zeros(3))
