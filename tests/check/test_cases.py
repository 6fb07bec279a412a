"""Random cases: reproducible, asymmetric, numbers first and then arrays."""

import numpy as np
import pytest

from hbtutor.check import cases
from hbtutor.check.tasks import Argument

N = Argument("n", 3, 90, whole=True, each=True)
TAU2 = Argument("tau2", 2, 12)


def test_the_same_seed_gives_the_same_cases_and_another_seed_others():
    first, again, other = (cases.draw([N, TAU2], seed=s, cases=3) for s in (7, 7, 8))
    assert [case.words for case in first] == [case.words for case in again]
    assert [case.words for case in first] != [case.words for case in other]


def test_numbers_come_first_and_then_as_many_arrays():
    drawn = cases.draw([N, TAU2], seed=1, cases=3)
    assert [case.arrays for case in drawn] == [False] * 3 + [True] * 3
    assert all(type(case.values[0]) is int for case in drawn[:3])
    assert all(case.values[0].shape == (cases.GROUPS,) for case in drawn[3:])
    assert all(type(case.values[1]) is float for case in drawn)


def test_without_a_value_for_each_group_there_are_no_arrays():
    assert [case.arrays for case in cases.draw([TAU2], seed=1, cases=3)] == [False] * 3


@pytest.mark.parametrize("seed", range(20))
def test_cases_stay_in_range_and_away_from_symmetry(seed):
    for case in cases.draw([N, TAU2], seed=seed, cases=10):
        n, tau2 = case.values
        assert np.all((n >= 3) & (n <= 90))
        assert 2 <= tau2 <= 12
        assert not np.any(n == tau2)
