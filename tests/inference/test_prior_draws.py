"""Draws from the proper priors follow their own densities."""

import warnings

import numpy as np
import pytest
from scipy import integrate, stats

from hbtutor.inference.priors import HalfCauchy, HalfNormal, InverseGamma, Uniform

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    PRIORS = [HalfCauchy(3.0), HalfNormal(2.5), Uniform(-1.0, 4.0), InverseGamma(3.0, 7.0)]


@pytest.mark.parametrize("prior", PRIORS, ids=lambda prior: type(prior).__name__)
def test_draws_follow_the_density(prior):
    draws = prior.sample(np.random.default_rng(10), 4000)
    low = prior.support[0]
    for at in np.quantile(draws, [0.2, 0.5, 0.9]):
        share = integrate.quad(lambda x: float(np.exp(prior.logpdf(x))), low, at)[0]
        assert stats.binomtest(int((draws <= at).sum()), 4000, share).pvalue > 1e-4
    assert np.ndim(prior.sample(np.random.default_rng(1))) == 0


def test_rng_is_a_generator():
    with pytest.raises(ValueError, match=r"rng must be a numpy\.random\.Generator; got 7"):
        HalfNormal(1.0).sample(7)
