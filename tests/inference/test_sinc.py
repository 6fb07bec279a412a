"""The cardinal series against the normal law from which its samples are taken."""

import numpy as np
import pytest
from scipy import stats

from hbtutor.inference import sinc

NODES = 0.4 * np.arange(-24, 25)
VALUES = stats.norm.pdf(NODES, 0.3, 1.1)
EXACT = stats.norm(0.3, 1.1)
AT = np.array([-2.7, -0.1, 0.31, 1.9])


def test_density_between_the_nodes():
    found = sinc.density(AT[:, None], NODES, VALUES[None, :])[:, 0]
    np.testing.assert_allclose(found, EXACT.pdf(AT), atol=1e-12)


def test_integral_between_the_nodes():
    found = sinc.integral(AT[:, None], NODES, VALUES[None, :])[:, 0]
    np.testing.assert_allclose(found, EXACT.cdf(AT), atol=1e-12)


def test_quantiles():
    p = np.array([1e-4, 0.025, 0.5, 0.8, 0.999])
    np.testing.assert_allclose(sinc.quantile(p, NODES, VALUES), EXACT.ppf(p), atol=1e-10)


def test_quantile_at_a_node_is_found():
    """At a node the series is 0 / 0; the iteration must not stumble over it."""
    p = EXACT.cdf(NODES[[20, 24, 30]])
    np.testing.assert_allclose(sinc.quantile(p, NODES, VALUES), NODES[[20, 24, 30]], atol=1e-10)


@pytest.mark.parametrize("rows", [1, 30_000])
def test_draws_from_one_density_and_from_many(rows):
    rng = np.random.default_rng(7)
    drawn = sinc.draw(rng, NODES, np.broadcast_to(VALUES, (rows, NODES.size)), 30_000)
    assert stats.kstest(drawn, EXACT.cdf).pvalue > 1e-3


def test_a_coarse_step_is_seen_to_fail():
    """The check can discriminate: at step 1.6 the series is wrong in the third digit."""
    nodes = 1.6 * np.arange(-8, 9)
    found = sinc.integral(AT[:, None], nodes, EXACT.pdf(nodes)[None, :])[:, 0]
    assert np.max(np.abs(found - EXACT.cdf(AT))) > 1e-3


def test_draws_from_thousands_of_nodes_need_no_table_of_their_squares():
    """By Fourier transforms: 20,000 nodes are drawn from at once, and rightly."""
    nodes = np.linspace(-9, 9, 20_001)
    drawn = sinc.draw(np.random.default_rng(9), nodes, EXACT.pdf(nodes)[None, :], 20_000)
    assert stats.kstest(drawn, EXACT.cdf).pvalue > 1e-3
