"""Weighted draws and mixtures in shapes: against plain sums, repeated values and exact laws."""

import numpy as np
import pytest
from scipy import stats

from hbtutor.inference.kernels import NormalKernel
from hbtutor.inference.weighted import ShapedMixture, WeightedDraws

RNG = np.random.default_rng(1)


def test_whole_number_weights_are_repetitions():
    values, times = RNG.normal(size=(500, 2)), RNG.integers(1, 6, 500)
    repeated = np.repeat(values, times, axis=0)
    law = WeightedDraws(values, times / times.sum(), (2,))
    assert law.mean == pytest.approx(repeated.mean(axis=0), rel=1e-12)
    assert law.sd == pytest.approx(repeated.std(axis=0), rel=1e-12)
    assert law.quantile([0.1, 0.7]) == pytest.approx(
        np.quantile(repeated, [0.1, 0.7], axis=0), abs=0.05
    )
    assert law.cdf([0.3, -0.2]) == pytest.approx((repeated <= [0.3, -0.2]).mean(axis=0))


def test_shapes_and_draws():
    values = RNG.normal(size=(400, 4))
    law = WeightedDraws(values, np.full(400, 1 / 400), (2, 2))
    assert law.mean.shape == (2, 2)
    assert law.quantile([0.2, 0.5, 0.9]).shape == (3, 2, 2)
    assert law.draws(np.random.default_rng(2), 7).shape == (7, 2, 2)
    single = WeightedDraws(values[:, :1], np.full(400, 1 / 400))
    assert isinstance(single.mean, float)
    assert single.interval(0.5)[0] < single.median < single.interval(0.5)[1]


def test_a_mixture_in_a_shape_answers_for_each_entry():
    mean = np.arange(6.0)[None, :] * np.ones((3, 1))
    law = ShapedMixture(
        np.full(3, 1 / 3),
        lambda part: NormalKernel(mean[:, part], np.full((3, 6), 4.0)[:, part]),
        6,
        shape=(3, 2),
    )
    assert law.mean.tolist() == [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
    assert law.quantile(0.9) == pytest.approx(law.mean + 2 * stats.norm.ppf(0.9), rel=1e-9)
    assert law[1].mean.tolist() == [2.0, 3.0]
    assert law.draws(np.random.default_rng(3), 5).shape == (5, 3, 2)
