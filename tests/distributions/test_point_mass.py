"""A known quantity answers everything that an unknown one does."""

import numpy as np
import pytest

from hbtutor import PointMass


def test_everything_is_at_the_value():
    known = PointMass([0.1, 0.3])
    assert known.mean.tolist() == [0.1, 0.3]
    assert known.var.tolist() == known.sd.tolist() == [0.0, 0.0]
    assert known.cdf([0.05, 0.3]).tolist() == [0.0, 1.0]
    assert known.logpmf([0.1, 0.2]).tolist() == [0.0, -np.inf]
    low, high = known.interval(0.95)
    assert low.tolist() == high.tolist() == [0.1, 0.3]
    assert known.quantile([0.1, 0.5, 0.9]).shape == (3, 2)
    assert known.sample(np.random.default_rng(1), 4).shape == (4, 2)
    assert PointMass(0.25).quantile(0.5) == 0.25


def test_bad_values_are_refused():
    with pytest.raises(ValueError, match="value must be finite"):
        PointMass(float("nan"))
    with pytest.raises(ValueError, match=r"rng must be a numpy\.random\.Generator"):
        PointMass(0.5).sample(3)
