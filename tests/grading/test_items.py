"""Item analysis against pandas, and what it says of tasks that tell nothing."""

import numpy as np
import pandas as pd
import pytest

from hbtutor.grading.report.items import correlation, item_analysis

POINTS = {"a": 1.0, "b": 3.0, "c": 2.0}


@pytest.fixture
def table():
    rng = np.random.default_rng(20)
    ability = rng.normal(size=(30, 1))
    shares = 1 / (1 + np.exp(-(ability + rng.normal(size=(30, 3)))))
    return pd.DataFrame(np.round(shares * list(POINTS.values()), 2), columns=list(POINTS))


def test_share_and_discrimination_are_those_of_pandas(table):
    items = item_analysis(POINTS, table.to_dict("records"))
    assert [item.name for item in items] == list(POINTS)
    for item in items:
        rest = table.drop(columns=item.name).sum(axis=1)
        assert item.share == pytest.approx(table[item.name].mean() / item.points)
        assert item.discrimination == pytest.approx(table[item.name].corr(rest))
        assert item.remark == ""


def test_what_is_not_graded_yet_does_not_count(table):
    rows = table.to_dict("records")
    rows[3] = rows[3] | {"b": None}
    b = item_analysis(POINTS, rows)[1]
    assert b.answered == 29
    assert b.share == pytest.approx(table.b.drop(3).mean() / 3)
    none = item_analysis(POINTS, [row | {"b": None} for row in rows])[1]
    assert (none.share, none.discrimination, none.remark) == (None, None, "not graded yet")


def test_tasks_that_tell_nothing_or_the_opposite_are_pointed_out(table):
    rows = table.to_dict("records")
    assert "nobody" in item_analysis(POINTS, [row | {"a": 0.0} for row in rows])[0].remark
    assert "everybody" in item_analysis(POINTS, [row | {"a": 1.0} for row in rows])[0].remark
    opposite = [row | {"a": 1 - (row["b"] + row["c"]) / 5} for row in rows]
    assert "worse here" in item_analysis(POINTS, opposite)[0].remark


def test_a_correlation_needs_variation_and_three_pairs():
    assert correlation([1, 1, 1], [1, 2, 3]) is None
    assert correlation([1, 2], [1, 2]) is None
    assert correlation([1, 2, 4], [-1, -2, -4]) == -1
