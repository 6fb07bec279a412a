"""Mixtures against sums written out, in one piece and in chunks."""

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from hbtutor.inference import mixture as module
from hbtutor.inference.kernels import BetaKernel, GammaKernel, NormalKernel
from hbtutor.inference.mixture import Mixture
from hbtutor.inference.posterior import Existence

WEIGHTS = np.array([0.2, 0.5, 0.3])
MEAN = np.array([[0.0, 5.0], [2.0, -3.0], [9.0, 0.5]])
VAR = np.array([[1.0, 0.04], [4.0, 2.0], [0.3, 1.0]])


def _normal(part=slice(None)):
    return NormalKernel(MEAN[:, part], VAR[:, part])


MIXTURE = Mixture(WEIGHTS, _normal, 2)


def _cdf(x, j):
    return WEIGHTS @ stats.norm.cdf(x, MEAN[:, j], VAR[:, j] ** 0.5)


@pytest.mark.parametrize("j", [0, 1])
def test_moments_and_probabilities_written_out(j):
    mean = WEIGHTS @ MEAN[:, j]
    second = WEIGHTS @ (VAR[:, j] + MEAN[:, j] ** 2)
    assert MIXTURE.mean[j] == pytest.approx(mean, rel=1e-14)
    assert MIXTURE.var[j] == pytest.approx(second - mean**2, rel=1e-13)
    assert MIXTURE.sd[j] == pytest.approx((second - mean**2) ** 0.5, rel=1e-13)
    assert MIXTURE.cdf(1.7)[j] == pytest.approx(_cdf(1.7, j), rel=1e-13)
    density = WEIGHTS @ stats.norm.pdf(1.7, MEAN[:, j], VAR[:, j] ** 0.5)
    assert MIXTURE.density(1.7)[j] == pytest.approx(density, rel=1e-13)


@pytest.mark.parametrize("p", [1e-6, 0.025, 0.2, 0.5, 0.71, 0.975, 1 - 1e-6])
def test_quantiles_by_a_root_finder(p):
    """Well separated bells: the quantile function is nearly a staircase."""
    found = MIXTURE.quantile(p)
    for j in (0, 1):
        exact = optimize.brentq(lambda x, j=j: _cdf(x, j) - p, -60, 60, xtol=1e-13)
        assert found[j] == pytest.approx(exact, abs=1e-10)


def test_shapes_and_labels():
    assert MIXTURE.quantile([0.1, 0.5, 0.9]).shape == (3, 2)
    named = Mixture(WEIGHTS, _normal, 2, labels=pd.Index(["x", "y"]))
    assert named.mean["y"] == MIXTURE.mean[1]
    assert named.quantile([0.1, 0.5]).loc[0.5, "y"] == MIXTURE.quantile(0.5)[1]
    assert named["y"].median == pytest.approx(MIXTURE.median[1], rel=1e-12)
    assert isinstance(MIXTURE[1].mean, float)
    np.testing.assert_allclose(MIXTURE[1].cdf([0.0, 2.0]), [_cdf(0.0, 1), _cdf(2.0, 1)], rtol=1e-12)
    with pytest.raises(IndexError):
        MIXTURE[2]
    with pytest.raises(KeyError):
        named["z"]
    with pytest.raises(ValueError, match="x must be one number or one for each of the 2"):
        MIXTURE.cdf([1.0, 2.0, 3.0])
    assert len(MIXTURE) == 2


def test_chunks_change_nothing(monkeypatch):
    rng = np.random.default_rng(3)
    mean, var = rng.normal(size=(3, 500)), rng.gamma(2, size=(3, 500))
    parts = []

    def kernel(part):
        parts.append(part)
        return NormalKernel(mean[:, part], var[:, part])

    whole = Mixture(WEIGHTS, kernel, 500)
    expected = whole.mean, whole.sd, whole.interval(), whole.cdf(0.3)
    monkeypatch.setattr(module, "_CHUNK", 200)
    parts.clear()
    chunked = Mixture(WEIGHTS, kernel, 500)
    again = chunked.mean, chunked.sd, chunked.interval(), chunked.cdf(0.3)
    for one, two in zip(expected, again, strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-12)
    assert max(part.stop - part.start for part in parts) <= 66


@pytest.mark.parametrize(
    ("kernel", "law"),
    [
        (BetaKernel, lambda a, b: stats.beta(a, b)),
        (GammaKernel, lambda a, b: stats.gamma(a, scale=1 / b)),
    ],
)
def test_other_laws(kernel, law):
    """A U-shaped, a J-shaped and a narrow component."""
    a, b = np.array([[0.3], [1.0], [300.0]]), np.array([[0.5], [3.0], [500.0]])
    mixed = Mixture(WEIGHTS, lambda part: kernel(a, b), 1, single=True)
    for p in (0.01, 0.3, 0.5, 0.9, 0.999):
        x = mixed.quantile(p)
        assert WEIGHTS @ law(a, b).cdf(x)[:, 0] == pytest.approx(p, abs=1e-10)


class Counts:
    """Poisson laws, as a kernel."""

    support, discrete = (0.0, np.inf), True

    def __init__(self, mean):
        self.mean = self.var = mean

    def cdf(self, x):
        return stats.poisson.cdf(x, self.mean)

    def pdf(self, x):
        return stats.poisson.pmf(x, self.mean)


def test_quantiles_of_counts_are_the_smallest_that_reach_p():
    mean = np.array([[0.4, 30.0], [3.0, 31.0], [90.0, 3.0]])
    mixed = Mixture(WEIGHTS, lambda part: Counts(mean[:, part]), 2)
    for p in (0.01, 0.2, 0.5, 0.75, 0.99):
        for j in (0, 1):
            table = WEIGHTS @ stats.poisson.cdf(np.arange(400), mean[:, j][:, None])
            assert mixed.quantile(p)[j] == np.argmax(table >= p)


def test_infinite_moments_are_said_and_quantiles_still_found():
    """A mixture whose weights fall like a power: numbers computed for its mean mean nothing."""
    scale = np.geomspace(1, 1e12, 200)
    weights = scale**-0.5 / np.sum(scale**-0.5)
    exists = Existence.of((False, False), "mu", signed=True)
    mixed = Mixture(
        weights,
        lambda part: NormalKernel(np.zeros((200, 1)), scale[:, None] ** 2),
        1,
        single=True,
        exists=exists,
    )
    assert np.isnan(mixed.mean)
    assert np.isnan(mixed.sd)
    assert "does not exist" in mixed.reason
    x = mixed.quantile(0.975)
    assert weights @ stats.norm.cdf(x, 0, scale) == pytest.approx(0.975, abs=1e-12)
    assert mixed.median == pytest.approx(0, abs=1e-9)


def test_draws_follow_each_quantity():
    drawn = MIXTURE.draws(np.random.default_rng(8), 20_000)
    assert drawn.shape == (20_000, 2)
    for j in (0, 1):
        assert stats.kstest(drawn[:, j], np.vectorize(lambda x, j=j: _cdf(x, j))).pvalue > 1e-3


@pytest.mark.parametrize("p", [0, 1, -0.1, np.nan, [[0.5]]])
def test_impossible_probabilities_are_refused(p):
    with pytest.raises(ValueError, match="p must be strictly between 0 and 1"):
        MIXTURE.quantile(p)


def test_quantiles_from_many_nodes_leave_out_only_what_cannot_matter():
    """2,000 nodes with Gaussian weights: the mixture is Normal(0, 1 + 4) to the last digits."""
    z = np.linspace(-12, 12, 2000)
    weights = np.exp(-0.5 * z**2) / np.exp(-0.5 * z**2).sum()
    seen = []

    class Watching(NormalKernel):
        def cdf_and_pdf(self, x):
            seen.append(self.mean.shape[0])
            return super().cdf_and_pdf(x)

    law = Watching(z[:, None], np.full((2000, 1), 4.0))
    mixed = Mixture(weights, lambda part: law, 1, single=True)
    levels = [0.001, 0.2, 0.975]
    assert mixed.quantile(levels) == pytest.approx(stats.norm.ppf(levels, 0, 5**0.5), abs=1e-10)
    assert max(seen) < 1500
