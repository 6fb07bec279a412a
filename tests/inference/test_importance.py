"""Adaptive importance sampling on densities known in closed form, and one it must refuse."""

import numpy as np
import pytest
from scipy import special

from hbtutor.inference.importance import importance_sample


def test_skew_density_in_two_dimensions():
    """log Gamma(3) times log Gamma(0.7): digamma and trigamma are the exact moments."""
    shape = np.array([3.0, 0.7])
    sample = importance_sample(
        lambda u: (shape * u - np.exp(u)).sum(axis=1),
        np.array([0.0, 2.0]),
        np.random.default_rng(1),
        20_000,
    )
    mean = sample.weights @ sample.u
    var = sample.weights @ (sample.u - mean) ** 2
    exact_var = special.polygamma(1, shape)
    error = 5 * np.sqrt(exact_var / sample.ess)
    assert (np.abs(mean - special.digamma(shape)) < error).all()
    assert var == pytest.approx(exact_var, rel=0.1)
    assert sample.k_hat < 0.5
    assert 0.2 * 20_000 < sample.ess < 20_000


def test_a_correlated_normal_far_from_the_start():
    cov = np.array([[4.0, 1.9, 0.0], [1.9, 1.0, 0.0], [0.0, 0.0, 0.01]])
    precision = np.linalg.inv(cov)
    sample = importance_sample(
        lambda u: -0.5 * np.einsum("ni,ij,nj->n", u - 5, precision, u - 5),
        np.zeros(3),
        np.random.default_rng(2),
        5000,
    )
    mean = sample.weights @ sample.u
    deviation = sample.u - mean
    assert np.abs(mean - 5).max() < 0.2
    assert (deviation * sample.weights[:, None]).T @ deviation == pytest.approx(cov, abs=0.3)


def test_a_tail_heavier_than_the_proposal_is_refused_with_its_k_hat():
    """A t law with 0.1 degrees of freedom against a t with 3: the weights have no mean."""
    with pytest.raises(ValueError, match=r"the Pareto k-hat of its weights is \d\.\d\d, above 0.7"):
        importance_sample(
            lambda u: -0.55 * np.log1p((u[:, 0] / 0.1) ** 2),
            np.zeros(1),
            np.random.default_rng(3),
            5000,
        )


def test_a_density_of_zero_outside_its_support_does_no_harm():
    sample = importance_sample(
        lambda u: np.where(u[:, 0] > 0, -u[:, 0], -np.inf),
        np.ones(1),
        np.random.default_rng(4),
        10_000,
    )
    assert sample.weights @ sample.u[:, 0] == pytest.approx(1.0, abs=0.1)
    assert (sample.u > 0).all()
