from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from hbtutor.simulate import bands


@settings(deadline=None)
@given(
    st.integers(1, 6),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=2),
)
def test_coverage_by_enumerating_the_multinomial(total, limits):
    points = np.array([0.2, 0.65])
    low, high = np.array([min(pair) for pair in limits]), np.array([max(pair) for pair in limits])
    cells = stats.multinomial(total, [0.2, 0.45, 0.35])
    by_hand = sum(
        cells.pmf([first, second, total - first - second])
        for first, second in product(range(total + 1), repeat=2)
        if first + second <= total
        and low[0] <= first <= high[0]
        and low[1] <= first + second <= high[1]
    )
    assert bands.coverage(total, points, low, high) == pytest.approx(by_hand, abs=1e-12)


def test_bands_hold_uniform_ranks_at_their_probability():
    replicates, points = 150, np.arange(1, 20) / 20
    low, high = bands.simultaneous(replicates, tuple(points.tolist()), 0.9)
    uniform = np.random.default_rng(7).random((20_000, replicates, 1))
    counts = np.array([(part <= points).sum(axis=1) for part in np.array_split(uniform, 20)])
    counts = counts.reshape(-1, points.size)
    held = ((counts >= low) & (counts <= high)).all(axis=1).mean()
    exact = bands.coverage(replicates, points, np.array(low), np.array(high))
    assert held == pytest.approx(exact, abs=4 * (0.09 / 20_000) ** 0.5)
    # Bounds are whole numbers: the coverage is a little more than asked for, never less.
    assert 0.9 <= exact < 0.915


def test_bands_are_wider_together_than_one_by_one_and_grow_with_p():
    points = tuple((np.arange(1, 100) / 100).tolist())
    low, high = (np.array(part) for part in bands.simultaneous(1000, points, 0.95))
    alone_low, alone_high = bands.bounds(1000, np.array(points), 0.05)
    assert (low < alone_low).all()
    assert (high > alone_high).all()
    wider, _ = bands.simultaneous(1000, points, 0.99)
    assert (np.array(wider) <= low).all()
    assert (low == 1000 - high[::-1]).all()  # symmetric, as uniform ranks are


def test_p_value_is_uniform_under_calibration_and_small_far_out():
    points = np.arange(1, 10) / 10
    rng = np.random.default_rng(3)
    counts = (rng.random((2000, 80, 1)) <= points).sum(axis=1)
    found = np.array([bands.p_value(80, points, row) for row in counts])
    for level in (0.05, 0.2, 0.5):  # discrete: at most the level
        assert (found <= level).mean() <= level + 4 * (level * (1 - level) / 2000) ** 0.5
    assert (found <= 0.5).mean() > 0.35
    shifted = (rng.random((80, 1)) ** 2 <= points).sum(axis=0)
    assert bands.p_value(80, points, shifted) < 1e-3
    assert bands.p_value(80, points, np.full(9, 80)) == pytest.approx(9 * 2 * 0.1**80)


def test_probability_must_be_one():
    with pytest.raises(ValueError, match=r"p must be strictly between 0 and 1; got 95"):
        bands.simultaneous(10, (0.5,), 95)
