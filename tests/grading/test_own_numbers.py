"""Whose numbers a submission is graded with: those of the id it was handed in under."""

import json
from copy import deepcopy

import pytest

from hbtutor import check
from hbtutor.grading.admission import admit, refuse
from hbtutor.grading.own_numbers import fill_in, own_numbers
from hbtutor.grading.release import release
from hbtutor.grading.run.cells import cells_of
from hbtutor.grading.run.runner import run, run_key
from hbtutor.grading.source_notebook import source_notebook
from tests.grading.small import LIMITS, cell, notebook, submission

NAME = "school-ability"


def id_cell(source='STUDENT = ""'):
    return {
        **cell("open", "student-id", source),
        "metadata": {"hbtutor": {"cell": "student-id"}, "deletable": False},
    }


RELEASED = notebook(
    cell("given", "setup", "from hbtutor import check"),
    id_cell(),
    cell("given", "data", f'data = check.data("{NAME}", student=STUDENT)'),
    cell("answer", "noise", "noise = ..."),
    cell("test", "test", f'check.answer("{NAME}/noise", noise, student=STUDENT)', 2),
)
COMPUTED = {"noise": "noise = data.sigma2 / data.schools.n[data.small]"}


def admitted(answers, student, released=RELEASED, content=None):
    content = content or submission(answers, released)
    return fill_in(admit(content, released), released, student)


def sources(found):
    return {one["id"]: one["source"] for one in found.notebook["cells"]}


@pytest.mark.parametrize("entered", ["STUDENT = 'ada'", '# mine\nSTUDENT = " ADA "\n'])
def test_the_id_that_was_handed_in_is_filled_in_without_a_word(entered):
    found = admitted({"student-id": entered}, "ada")
    assert sources(found)["student-id"] == "STUDENT = 'ada'"
    assert [one["id"] for one in found.notebook["cells"]][:3] == ["setup", "student-id", "data"]
    assert [one.role for one in cells_of(found.notebook)][:3] == ["locked"] * 3
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ('STUDENT = "bela"', "worked out with the id 'bela'"),
        ('STUDENT = ""', "worked out without a student id"),
        ("STUDENT = 17", "worked out with the id '17'"),
    ],
)
def test_another_id_is_told(entered, said):
    found = admitted({"student-id": entered}, "ada")
    assert sources(found)["student-id"] == "STUDENT = 'ada'"
    assert len([1 for one in found.notebook["cells"] if "STUDENT =" in one["source"]]) == 1
    (remark,) = found.remarks
    assert said in remark
    assert "graded with the numbers of 'ada'" in remark


def test_what_else_stands_in_the_cell_stays():
    found = admitted({"student-id": "STUDENT = 'bela'; colour = 'red'\nprint(STUDENT)"}, "ada")
    kept = [one["source"] for one in found.notebook["cells"]][1:3]
    assert kept == ["STUDENT = 'ada'", "colour = 'red'\nprint(STUDENT)"]
    assert "worked out with the id 'bela'" in found.remarks[0]


@pytest.mark.parametrize("source", ["STUDENT = (", "%time STUDENT = 'x'", "STUDENT == 'x'", "1"])
def test_cells_that_enter_no_id_stay_as_they_are(source):
    found = admitted({"student-id": source}, "ada")
    assert source in [one["source"] for one in found.notebook["cells"]]
    assert "worked out without a student id" in found.remarks[0]


def test_a_deleted_cell_is_put_back():
    content = deepcopy(RELEASED)
    del content["cells"][1]
    found = admitted({}, "ada", content=json.dumps(content).encode())
    assert [one["id"] for one in found.notebook["cells"]][:3] == ["setup", "student-id", "data"]


def test_what_has_no_place_for_an_id_stays_as_it_is():
    released = notebook(*(one for one in RELEASED["cells"] if one["id"] == "setup"))
    before = admit(submission({}, released), released)
    assert fill_in(before, released, "ada") is before
    refused = refuse("no notebook", RELEASED)
    assert fill_in(refused, RELEASED, "ada") is refused


def test_the_same_answers_of_two_students_are_two_runs():
    keys = {run_key(admitted(COMPUTED, name).notebook, LIMITS) for name in ("ada", "bela")}
    assert len(keys) == 2


def test_an_answer_is_held_against_the_numbers_of_whoever_handed_it_in():
    """Computed from the data it is right for all; a neighbour's number is right for the neighbour.

    The student's own process sees the same data, whatever id was entered.
    """
    data = check.data(NAME, student="ada")
    number = {"noise": f"noise = {data.sigma2 / data.schools.n[data.small]}"}
    entered = {"student-id": "STUDENT = 'ada'"}
    scores = [
        run(admitted({**answers, **entered}, student).notebook, LIMITS).verdicts[0].score
        for answers, student in ((number, "ada"), (number, "bela"), (COMPUTED, "bela"))
    ]
    assert scores == [2, 0, 2]


TEXT = """---
jupyter:
  kernelspec:
    display_name: Python 3
    language: python
    name: python3
---

# Title

```python student="id"
# Your id.
STUDENT = ""
```

```python given="data"
STUDENT
```
"""


def test_the_switch_is_the_courses_and_counts_at_the_release(tmp_path):
    assert own_numbers(tmp_path)
    (tmp_path / "solutions" / "sample").mkdir(parents=True)
    (tmp_path / "solutions" / "sample" / "sample.md").write_text(TEXT)
    (made,) = release(tmp_path)
    one = json.loads(made.notebook.read_text())["cells"][1]
    assert "".join(one["source"]) == '# Your id.\nSTUDENT = ""'
    assert one["metadata"] == {"hbtutor": {"cell": "student-id"}, "deletable": False}
    (tmp_path / "nbgrader_config.py").write_text("get_config().HBTutor.own_numbers = False")
    assert not own_numbers(tmp_path)
    (made,) = release(tmp_path)
    one = json.loads(made.notebook.read_text())["cells"][1]
    assert "".join(one["source"]).endswith('\nSTUDENT = ""')
    assert one["metadata"]["editable"] is False
    assert one["metadata"]["nbgrader"]["locked"] is True
    # A notebook without a place for the id is graded with the numbers that all share.
    released = json.loads(made.notebook.read_text())
    before = admit(made.notebook.read_bytes(), released)
    assert fill_in(before, released, "ada") is before


def test_other_marks_beside_the_students_are_refused():
    with pytest.raises(ValueError, match="a cell must be one of"):
        source_notebook(TEXT.replace('student="id"', 'student="id" points=3'), name="sample")
