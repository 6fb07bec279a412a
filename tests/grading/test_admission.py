"""Admission: whatever is submitted, what runs is the released notebook with new answers."""

import json
import random
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbtutor.grading.admission import LARGEST, NotAdmittedError, admit, read_bytes
from tests.grading.small import RELEASED, RIGHT, cell, notebook, submission

LOCKED = [c for c in RELEASED["cells"] if c["metadata"]["nbgrader"]["locked"]]


def sources(admitted):
    return [cell["source"] for cell in admitted.notebook["cells"]]


def changed(change):
    submitted = json.loads(submission(RIGHT))
    change(submitted)
    return admit(json.dumps(submitted).encode(), RELEASED)


def locked_are_released(admitted):
    kept = [
        (c["metadata"]["nbgrader"]["grade_id"], c["source"], c["metadata"]["nbgrader"])
        for c in admitted.notebook["cells"]
        if c["metadata"].get("nbgrader", {}).get("locked")
    ]
    return kept == [(c["id"], c["source"], c["metadata"]["nbgrader"]) for c in LOCKED]


def test_answers_come_in_and_nothing_else_changes():
    admitted = admit(submission(RIGHT), RELEASED)
    assert (admitted.reason, admitted.remarks) == ("", ())
    assert sources(admitted)[1] == RIGHT["x"]
    assert sources(admitted)[3] == RIGHT["f"]
    assert locked_are_released(admitted)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not valid JSON"),
        (b"{'cells': []}", "not valid JSON"),
        (submission(RIGHT)[:-30], "not valid JSON"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "no list of cells"),
        (b'{"cells": {}}', "no list of cells"),
        (b'{"cells": [3]}', "Cell 1"),
        (b'{"cells": [{"cell_type": "video"}]}', "Cell 1"),
        (b'{"worksheets": []}', "no list of cells"),
        (json.dumps({"cells": [cell("open", "a", "")] * 3000}).encode(), "3000 cells"),
        (json.dumps({"cells": [cell("open", "a", "x" * 2_000_000)]}).encode(), "too long"),
    ],
)
def test_what_is_no_notebook_gets_a_reason(content, says):
    admitted = admit(content, RELEASED)
    assert says in admitted.reason
    assert sources(admitted) == [c["source"] for c in RELEASED["cells"]]


def test_deleted_tests_are_put_back():
    admitted = changed(lambda nb: nb["cells"].__delitem__(slice(2, 5)))
    assert locked_are_released(admitted)
    assert len(admitted.remarks) == 3


def test_changed_tests_points_and_tags_are_the_released_ones():
    def change(nb):
        test = nb["cells"][2]
        test["source"] = "pass"
        test["metadata"]["nbgrader"]["points"] = 100
        test["metadata"]["tags"] = ["skip-execution"]

    assert locked_are_released(changed(change))


def test_duplicates_and_another_order_are_put_right():
    def change(nb):
        copies = deepcopy(nb["cells"])
        random.Random(3).shuffle(copies)
        nb["cells"] += copies

    admitted = changed(change)
    assert locked_are_released(admitted)
    assert any("twice" in remark for remark in admitted.remarks)


def test_the_last_of_two_answers_counts_and_the_first_still_runs():
    def change(nb):
        first = deepcopy(nb["cells"][1])
        first["source"] = "helper = 1"
        nb["cells"].insert(1, first)

    admitted = changed(change)
    assert sources(admitted)[1:3] == ["helper = 1", RIGHT["x"]]


def test_cells_of_the_students_own_stay_where_they_were():
    own = cell("open", "own", "y = 1")
    own["metadata"] = {"tags": ["skip-execution"], "nbgrader": {"grade_id": "z", "points": 9}}
    admitted = changed(lambda nb: nb["cells"].insert(2, own))
    (kept,) = [c for c in admitted.notebook["cells"] if c["source"] == "y = 1"]
    assert kept["metadata"] == {}
    assert sources(admitted).index("y = 1") == 2


def test_another_kernel_outputs_and_half_characters_are_left_behind():
    def change(nb):
        nb["metadata"]["kernelspec"] = {"name": "evil"}
        nb["cells"][1]["outputs"] = [{"output_type": "stream", "text": "5 points"}]
        nb["cells"][1]["source"] = "x = '\ud800'"

    admitted = changed(change)
    assert admitted.notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert admitted.notebook["cells"][1]["outputs"] == []
    json.dumps(admitted.notebook, ensure_ascii=False).encode("utf-8")


def test_what_the_author_says_is_told_to_the_referee():
    told = admit(submission({}), RELEASED).notebook["metadata"]["hbtutor"]
    assert told["imports"] == "import math\nfrom hbtutor import check"
    assert told["asked"] == ["f", "x"]


@given(st.binary(max_size=300))
def test_any_bytes_end_with_a_reason(content):
    assert admit(content, RELEASED).reason


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
KEYS = ["cell_type", "metadata", "source", "id", "outputs", "nbgrader"]


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(KEYS), json_values | st.just("code")),
        max_size=6,
    )
)
def test_whatever_is_changed_the_tests_stay_the_released_ones(changes):
    submitted = json.loads(submission(RIGHT))
    for at, key, value in changes:
        submitted["cells"][at][key] = value
    admitted = admit(json.dumps(submitted).encode(), RELEASED)
    assert locked_are_released(admitted)
    json.dumps(admitted.notebook)


def test_links_folders_and_what_is_too_large_are_not_read(tmp_path):
    target = tmp_path / "target"
    target.write_bytes(b"secret")
    link = tmp_path / "link.ipynb"
    link.symlink_to(target)
    with pytest.raises(NotAdmittedError, match="symbolic link"):
        read_bytes(link)
    with pytest.raises(NotAdmittedError, match="not a file"):
        read_bytes(tmp_path)
    with pytest.raises(NotAdmittedError, match="cannot be read"):
        read_bytes(tmp_path / "missing")
    large = tmp_path / "large.ipynb"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(NotAdmittedError, match="at most"):
        read_bytes(large)
    assert read_bytes(target) == b"secret"


def test_open_code_cells_of_the_release_may_be_changed_by_the_student():
    released = notebook(cell("open", "imports", "import math"), *RELEASED["cells"])
    submitted = json.loads(submission(RIGHT, released))
    submitted["cells"][0]["source"] = "import math, random"
    admitted = admit(json.dumps(submitted).encode(), released)
    assert sources(admitted)[0] == "import math, random"
    assert sources(admitted).count("import math") == 0
