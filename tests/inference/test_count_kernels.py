"""The laws of counts at the nodes against the records of the same laws."""

import numpy as np
import pytest

from hbtutor import BetaBinomialCount, BetaNegativeBinomialCount, NegativeBinomial
from hbtutor.inference.count_kernels import (
    BetaBinomialKernel,
    BetaNegativeBinomialKernel,
    NegativeBinomialKernel,
)

ALPHA, BETA = np.array([[2.0, 0.3], [40.0, 1e9]]), np.array([[5.0, 0.6], [11.0, 3e9]])
DESIGN = np.array([[6.0, 30.0]])


@pytest.mark.parametrize(
    ("kernel", "record"),
    [
        (BetaBinomialKernel, lambda d, a, b: BetaBinomialCount(d, a, b)),
        (NegativeBinomialKernel, lambda d, a, b: NegativeBinomial.from_gamma(a, b, d)),
    ],
)
def test_kernels_are_the_records(kernel, record):
    law = kernel(DESIGN, ALPHA, BETA)
    levels = np.array([-1.0, 0.0, 2.0, 6.0, 17.0])
    cdf, pdf = law.cdf(levels[:, None, None]), law.pdf(levels[:, None, None])
    assert cdf.shape == pdf.shape == (5, 2, 2)
    for i in range(2):
        for j in range(2):
            one = record(float(DESIGN[0, j]), float(ALPHA[i, j]), float(BETA[i, j]))
            assert law.mean[i, j] == pytest.approx(one.mean, rel=1e-12)
            assert law.var[i, j] == pytest.approx(one.var, rel=1e-12)
            assert np.allclose(pdf[:, i, j], np.exp(one.logpmf(levels)), rtol=1e-9, atol=1e-300)
            assert np.allclose(cdf[:, i, j], one.cdf(levels), rtol=1e-8)
    rng = np.random.default_rng(6)
    drawn = np.array([law.sample(rng) for _ in range(4000)])
    error = 5 * np.sqrt(law.var / 4000)
    assert (np.abs(drawn.mean(axis=0) - law.mean) <= error).all()


def test_beta_negative_binomial_is_its_record():
    law = BetaNegativeBinomialKernel(np.array([[2.5]]), np.array([[7.0]]), np.array([[4.0]]))
    one = BetaNegativeBinomialCount(2.5, 7.0, 4.0)
    at = np.array([0.0, 3.0, 20.0])[:, None, None]
    assert law.mean.shape == law.var.shape == (1, 1)
    assert law.mean[0, 0] == pytest.approx(one.mean)
    assert np.allclose(law.cdf(at)[:, 0, 0], one.cdf(at[:, 0, 0]))
    assert np.allclose(law.pdf(at)[:, 0, 0], np.exp(one.logpmf(at[:, 0, 0])))
