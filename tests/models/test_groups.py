"""Group labels: first-seen order, pairs, sums against a plain loop, refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbtutor.models.groups import group_by, group_within, matrix

labels = st.lists(st.sampled_from(["b", "a", 1, "1", (1, 2), 2.5]), min_size=1, max_size=20)


@given(labels=labels)
def test_codes_number_the_labels_as_first_seen(labels):
    groups = group_by("group", labels)
    seen = list(dict.fromkeys(labels))
    assert list(groups.labels) == seen
    assert groups.codes.tolist() == [seen.index(label) for label in labels]


@given(labels=labels)
def test_sums_agree_with_a_plain_loop(labels):
    values = np.arange(3.0 * len(labels)).reshape(-1, 3) ** 1.5
    groups = group_by("group", labels)
    expected = np.zeros((len(groups), 3))
    for code, value in zip(groups.codes, values, strict=True):
        expected[code] += value
    assert groups.sum(values) == pytest.approx(expected, rel=1e-13)


def test_inner_labels_are_told_apart_by_their_outer_ones():
    rooms = group_by("room", pd.Series(list("aabb"), name="room"))
    schools = group_by("school", ["Y", "X", "Y", "X"])
    groups, parent = group_within(rooms, schools)
    assert list(groups.labels) == [("Y", "a"), ("X", "a"), ("Y", "b"), ("X", "b")]
    assert parent.tolist() == [0, 1, 0, 1]
    assert groups.carry([1.0, 2.0, 3.0, 4.0])["X", "b"] == 4.0


def test_unused_categories_are_not_groups():
    used = pd.Series(pd.Categorical(["b", "b"], categories=["a", "b", "c"]))
    assert list(group_by("group", used).labels) == ["b"]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_missing_labels_are_refused_with_their_position(missing):
    with pytest.raises(
        ValueError, match=r"group must label every observation; got .* at position 1"
    ):
        group_by("group", ["a", missing, "b"])


def test_bad_shapes_are_refused():
    with pytest.raises(ValueError, match="group must be a list or array with one label for each"):
        group_by("group", np.zeros((2, 2)))
    with pytest.raises(ValueError, match="group must label at least one observation"):
        group_by("group", [])
    with pytest.raises(ValueError, match=r"X must have one row for each observation"):
        matrix("X", [1.0, 2.0])
    with pytest.raises(ValueError, match="X must be finite numbers; got 'a'"):
        matrix("X", pd.DataFrame({"x": [1.0, 2.0], "z": ["a", "b"]}))
