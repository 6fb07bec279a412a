"""Each student's own numbers: other ones for others, the same difficulty for all.

What a number, an array or a choice is worth depends on the student's data; functions and formulas
are tried at the same cases for everyone.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hbtutor import check
from hbtutor.check import catalogue
from hbtutor.check.compare import agree, parts
from hbtutor.check.shapes import stacked
from hbtutor.check.tasks import Choice, Number
from hbtutor.check.variants import identity
from tests.exercises.test_power import mistaken

NAMES = catalogue.exercise_names()
STUDENTS = st.text(min_size=1, max_size=12).filter(identity)
SEVERAL = settings(max_examples=12, deadline=None)


def of_data(name):
    return [task for task in catalogue.exercise(name).tasks if isinstance(task, Number | Choice)]


def answer(task, formula, data):
    return stacked(formula(*task.given(data)))


@pytest.mark.parametrize("name", NAMES)
@given(student=STUDENTS)
@SEVERAL
def test_right_answers_pass_and_every_mistake_is_told_apart(name, student):
    data = check.data(name, student=student)
    for task in of_data(name):
        full = f"{name}/{task.name}"
        check.answer(full, answer(task, task.formula, data), student=student)
        for wrong in task.misconceptions:
            with pytest.raises(check.CheckFailed) as failure:
                check.answer(full, answer(task, mistaken(task, wrong), data), student=student)
            assert failure.value.misconception == wrong.name


@pytest.mark.parametrize("name", NAMES)
def test_no_wrong_formula_comes_near_the_right_one_for_any_student(name):
    for number in range(60):
        data = check.data(name, student=f"student {number}")
        for task in of_data(name):
            right = parts(answer(task, task.formula, data))
            for wrong in task.misconceptions:
                value = answer(task, wrong.formula, data)
                expected = right[wrong.part]
                assert not agree(value, expected, task.tolerance), (number, task.name, wrong.name)


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_of_two_students_differ(name):
    """Not each number for each pair, but nearly: what is copied from a neighbour does not pass."""
    numeric = [task for task in of_data(name) if isinstance(task, Number)]
    students = [check.data(name, student=f"student {number}") for number in range(12)]
    assert numeric
    for task in numeric:
        answers = [parts(answer(task, task.formula, data)) for data in students]
        same = sum(
            all(agree(one[part], other[part], task.tolerance) for part in one)
            for place, one in enumerate(answers)
            for other in answers[:place]
        )
        assert same <= 5, task.name


@pytest.mark.parametrize("name", NAMES)
def test_a_students_data_are_always_the_same(name):
    once, again = (answers(name, " Ada") for _ in range(2))
    for one, other in zip(once, again, strict=True):
        np.testing.assert_equal(dict(parts(one)), dict(parts(other)))


def answers(name, student):
    data = check.data(name, student=student)
    return [answer(task, task.formula, data) for task in of_data(name)]


def test_capitals_and_blanks_of_an_id_do_not_count():
    for one, other in [("Ada", " ada "), (4711, "4711"), ("STRASSE", "stra\u00dfe")]:
        assert answers("school-ability", one)[:2] == answers("school-ability", other)[:2]
