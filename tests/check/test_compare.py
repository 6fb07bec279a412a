"""When two plain values agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbtutor import Normal
from hbtutor.check.compare import agree, parts
from hbtutor.check.tasks import Tolerance

REALS = st.floats(min_value=-1e6, max_value=1e6)


@given(REALS, REALS)
def test_numbers_agree_within_the_larger_of_the_two_tolerances(actual, expected):
    tolerance = Tolerance(relative=0.01, absolute=0.5)
    allowed = max(0.5, 0.01 * abs(expected))
    assert agree(actual, expected, tolerance) == (abs(actual - expected) <= allowed)


@pytest.mark.parametrize("not_a_number", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_agrees_with_nothing(not_a_number):
    generous = Tolerance(relative=1.0, absolute=1e300)
    assert not agree(not_a_number, 2.5, generous)
    assert not agree([2.5, not_a_number], [2.5, 3.5], generous)


def test_every_entry_must_agree():
    assert agree([1.0, 2.5, 7.0], [1.0, 2.5, 7.0], Tolerance())
    assert not agree([1.0, 2.5, 7.1], [1.0, 2.5, 7.0], Tolerance())


@pytest.mark.parametrize(
    ("actual", "expected"),
    [([2.5, 2.5], 2.5), (2.5, [2.5, 2.5]), ([[1.0, 2.5]], [1.0, 2.5]), ([1, 2, 3], [1, 2])],
)
def test_nothing_is_broadcast(actual, expected):
    assert not agree(actual, expected, Tolerance())


def test_one_number_may_stand_in_an_array_of_its_own():
    assert agree([2.5], 2.5, Tolerance())
    assert agree(2.5, [[2.5]], Tolerance())


def test_texts_agree_exactly_and_never_with_numbers():
    assert agree("1433", "1433", Tolerance())
    assert not agree("1434", "1433", Tolerance(absolute=10))
    assert not agree(1433.0, "1433", Tolerance())
    assert not agree("1433", 1433.0, Tolerance())


def test_a_distribution_has_two_parts():
    assert parts(Normal(12.5, 2.25)) == {"mean": 12.5, "var": 2.25}
