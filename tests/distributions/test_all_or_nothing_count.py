"""All or nothing: two values, whose moments and probabilities are written out by hand."""

import numpy as np
import pytest

from hbtutor.distributions import AllOrNothingCount


def test_two_values():
    count = AllOrNothingCount(trials=10, p=0.25)
    assert np.exp(count.logpmf([0, 3, 10])) == pytest.approx([0.75, 0, 0.25])
    assert count.cdf([-1, 0, 9, 10]).tolist() == [0, 0.75, 0.75, 1]
    assert count.quantile([0.5, 0.75, 0.8]).tolist() == [0, 0, 10]
    assert (count.mean, count.var) == (2.5, 18.75)
    drawn = count.sample(np.random.default_rng(4), 20_000)
    assert set(drawn) == {0, 10}
    assert drawn.mean() == pytest.approx(2.5, abs=0.2)


def test_no_trials():
    assert np.exp(AllOrNothingCount(trials=0, p=0.25).logpmf(0)) == pytest.approx(1)
