"""Labels come in with a Series and go out with the answers."""

import numpy as np
import pandas as pd
import pytest

from hbtutor.inference.labels import labelled, labels_of

INDEX = pd.Index(["Choate", "Deerfield"], name="school")


def test_the_first_series_gives_the_labels():
    series = pd.Series([1.0, 2.0], index=INDEX)
    assert labels_of(np.zeros(2), series, [3.0, 4.0]) is INDEX or labels_of(series).equals(INDEX)
    assert labels_of([1.0, 2.0], np.zeros(2)) is None


def test_answers_carry_them():
    column = labelled(np.array([1.0, 2.0]), INDEX)
    assert column["Deerfield"] == 2
    assert column.index.name == "school"
    table = labelled(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), INDEX)
    assert table.shape == (3, 2)
    assert list(table["Choate"]) == [1, 3, 5]
    bare = np.arange(3.0)
    assert labelled(bare, None) is bare


def test_a_label_twice_is_refused_by_name():
    with pytest.raises(ValueError, match=r"labels must be distinct.*'a' twice"):
        labels_of(pd.Series([1.0, 2.0], index=["a", "a"]))
