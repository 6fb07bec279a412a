import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from hbtutor.plots.groups import spread

TARGETS = st.lists(st.floats(-50, 50), min_size=1, max_size=12)


@given(TARGETS, st.floats(0.1, 10))
def test_spread_keeps_order_and_gap(targets, gap):
    targets = np.array(targets)
    placed = spread(targets, gap)
    order = np.argsort(targets, kind="stable")
    assert (np.diff(placed[order]) >= gap - 1e-9).all()
    if (np.diff(targets[order]) >= gap).all():
        assert placed == pytest.approx(targets)


def test_spread_is_the_least_squares_solution():
    targets, gap = np.array([0.0, 0.5, 7.0, 7.1, 7.2, 20.0]), 1.5
    by_search = minimize(
        lambda x: ((x - targets) ** 2).sum(),
        np.arange(6) * 3.0,
        constraints={"type": "ineq", "fun": lambda x: np.diff(x) - gap},
        method="SLSQP",
        options={"ftol": 1e-14},
    ).x
    assert spread(targets, gap) == pytest.approx(by_search, abs=1e-5)
