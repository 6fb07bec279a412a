"""Every exercise through the real grader: the student's process, the referee, own numbers."""

import json
from copy import deepcopy

import pytest
from nbgrader.preprocessors import ClearSolutions

from hbtutor.check import catalogue
from hbtutor.grading.admission import admit
from hbtutor.grading.own_numbers import fill_in
from hbtutor.grading.run.limits import Limits
from hbtutor.grading.run.runner import run
from tests.exercises.notebooks import source
from tests.exercises.test_answers import HAND_WRITTEN

pytestmark = pytest.mark.course
NAMES = catalogue.exercise_names()
LIMITS = Limits(cell_seconds=20, seconds=120)


def released(name):
    """The released notebook with its hidden tests, as the gradebook has it."""
    notebook, _ = ClearSolutions().preprocess(deepcopy(source(name)), {})
    return json.loads(json.dumps(notebook))


def graded(name, answers, student):
    """Hand in a notebook with these answers and return the record and the cells it was run with."""
    notebook = released(name)
    for cell in notebook["cells"]:
        task, _, role = cell["id"].rpartition("-")
        if role == "answer" and task in answers:
            cell["source"] = answers[task]
        if cell["id"] == "student-id":
            cell["source"] = f"STUDENT = {student!r}"
    admitted = admit(json.dumps(notebook).encode(), released(name))
    admitted = fill_in(admitted, released(name), student)
    assert (admitted.reason, admitted.remarks) == ("", ())
    return run(admitted.notebook, LIMITS)


def solutions(name):
    cells = {cell.id.rpartition("-")[::2]: cell.source for cell in source(name).cells}
    return {task: code for (task, role), code in cells.items() if role == "answer"}


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_has_full_points(name):
    record = graded(name, solutions(name), "ada")
    assert {v.grade_id: v.message for v in record.verdicts if v.status != "passed"} == {}
    assert record.reason == ""
    assert len(record.verdicts) == len(catalogue.exercise(name).tasks)
    for outputs in record.outputs:
        assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]


@pytest.mark.parametrize("name", sorted(HAND_WRITTEN))
def test_other_routes_have_full_points(name):
    record = graded(name, HAND_WRITTEN[name].ROUTES, "bela")
    assert {v.grade_id: v.message for v in record.verdicts if v.status != "passed"} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_blank_has_no_points(name):
    record = graded(name, {}, "chen")
    assert {verdict.score for verdict in record.verdicts} == {0.0}


@pytest.mark.parametrize("name", sorted(HAND_WRITTEN))
def test_a_mistake_costs_its_points_and_is_named(name):
    """One mistake of each task, of those that build on no other answer of the student's."""
    by_task = {}
    for task, code, misconception in HAND_WRITTEN[name].MISTAKES:
        by_task.setdefault(task, (code, misconception))
    for task, (code, misconception) in list(by_task.items())[::6]:
        record = graded(name, solutions(name) | {task: code}, "dora")
        verdict = record.verdict(f"{task}-test")
        assert (verdict.score, verdict.misconception) == (0.0, misconception)
