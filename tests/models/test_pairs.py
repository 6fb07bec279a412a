"""Pairs of quantities of the same group: every wrong one is found, with its place."""

import numpy as np

from hbtutor.models.pairs import pairs


def wrong(k, n):
    return k > n


def test_places_and_values():
    assert list(pairs(7, 5, wrong)) == [("", 7.0, 5.0)]
    assert list(pairs(5, 7, wrong)) == []
    found = list(pairs(np.array([1.0, 9.0, 6.0]), 5, wrong))
    assert found == [(" at position 1", 9.0, 5.0), (" at position 2", 6.0, 5.0)]
