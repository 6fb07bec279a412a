"""Answers written by hand, run through the notebooks' own test cells."""

import pytest

from hbtutor.check import CheckFailed
from tests.exercises import (
    annotator_bias,
    classrooms,
    coffee_shops,
    experience,
    fertilizer,
    flat_prior,
    free_throws,
    insects_and_defects,
    negative_binomial,
    school_ability,
)
from tests.exercises.notebooks import run, source

HAND_WRITTEN = {
    "annotator-bias": annotator_bias,
    "classrooms": classrooms,
    "coffee-shops": coffee_shops,
    "experience": experience,
    "fertilizer": fertilizer,
    "flat-prior": flat_prior,
    "free-throws": free_throws,
    "insects-and-defects": insects_and_defects,
    "negative-binomial": negative_binomial,
    "school-ability": school_ability,
}
STUDENTS = ("", "ada", "bela", 4711)
MISTAKES = [(name, *mistake) for name, by in HAND_WRITTEN.items() for mistake in by.MISTAKES]


def tasks(name):
    ids = (cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in source(name).cells)
    return {grade_id.removesuffix("-test") for grade_id in ids if grade_id.endswith("-test")}


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_the_solution_passes_every_test_cell(name, student):
    verdicts = run(name, {}, student)
    assert set(verdicts) == tasks(name)
    assert not {task: error for task, error in verdicts.items() if error is not None}


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_a_solution_by_other_routes_passes_every_test_cell(name, student):
    routes = HAND_WRITTEN[name].ROUTES
    assert set(routes) == tasks(name), "every task has another route"
    verdicts = run(name, routes, student)
    assert not {task: error for task, error in verdicts.items() if error is not None}


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_a_blank_passes_no_test_cell(name):
    verdicts = run(name, dict.fromkeys(tasks(name), "raise NotImplementedError()"))
    assert all(error is not None for error in verdicts.values())


@pytest.mark.parametrize("student", STUDENTS[:2])
@pytest.mark.parametrize(
    ("name", "task", "code", "misconception"),
    MISTAKES,
    ids=[f"{task}: {misconception}" for _, task, _, misconception in MISTAKES],
)
def test_a_students_mistake_fails_with_its_own_message(name, task, code, misconception, student):
    error = run(name, {task: code}, student)[task]
    assert isinstance(error, CheckFailed), repr(error)
    assert error.misconception == misconception, str(error)
