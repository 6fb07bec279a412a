"""Every checked task can tell right from wrong, and one mistake from another."""

import numpy as np
import pytest
import sympy as sp

from hbtutor import Beta, Gamma, Normal, check
from hbtutor.check import catalogue
from hbtutor.check.compare import parts
from hbtutor.check.shapes import stacked
from hbtutor.check.tasks import Choice, Formula, Function, Number

TASKS = [
    (name, task) for name in catalogue.exercise_names() for task in catalogue.exercise(name).tasks
]
IDS = [f"{name}/{task.name}" for name, task in TASKS]
MISTAKES = [(name, task, wrong) for name, task in TASKS for wrong in task.misconceptions]
MISTAKE_IDS = [f"{n}/{task.name}: {wrong.part} {wrong.name}" for n, task, wrong in MISTAKES]


def answer(name, task, formula):
    """The answer that someone gives who uses this formula."""
    if isinstance(task, Function):
        return formula
    if isinstance(task, Formula):
        return formula(*(sp.Symbol(argument.name) for argument in task.arguments))
    return formula(*task.given(check.data(name)))


def mistaken(task, wrong):
    """The wrong formula; for one part of a distribution, the other part is right."""
    if not wrong.part:
        return wrong.formula

    def formula(*values):
        right = parts(task.formula(*values))
        return Normal(**{**right, wrong.part: wrong.formula(*values)})

    return formula


@pytest.mark.parametrize(("name", "task"), TASKS, ids=IDS)
def test_the_right_answer_passes(name, task):
    check.answer(f"{name}/{task.name}", answer(name, task, task.formula))


@pytest.mark.parametrize(("name", "task"), TASKS, ids=IDS)
@pytest.mark.parametrize("blank", [None, ..., "", [], 0, float("nan")], ids=repr)
def test_a_blank_fails(name, task, blank):
    with pytest.raises(check.CheckFailed):
        check.answer(f"{name}/{task.name}", blank)


@pytest.mark.parametrize(("name", "task", "wrong"), MISTAKES, ids=MISTAKE_IDS)
def test_each_known_mistake_fails_with_its_own_hint(name, task, wrong):
    with pytest.raises(check.CheckFailed) as failure:
        check.answer(f"{name}/{task.name}", answer(name, task, mistaken(task, wrong)))
    assert failure.value.misconception == wrong.name
    assert str(failure.value).endswith(wrong.hint)


@pytest.mark.parametrize(("name", "task"), TASKS, ids=IDS)
def test_at_least_four_mistakes_are_known_and_each_hint_is_its_own(name, task):
    hints = [wrong.hint for wrong in task.misconceptions]
    assert len(hints) >= 4
    assert len(set(hints)) == len(hints)


@pytest.mark.parametrize(("name", "task"), TASKS, ids=IDS)
def test_a_slightly_wrong_answer_fails_without_a_hint(name, task):
    if isinstance(task, Choice):
        options = set(task.options(check.data(name))) - {answer(name, task, task.formula)}
        wrong = {answer(name, task, mistake.formula) for mistake in task.misconceptions}
        for other in options - wrong:
            with pytest.raises(check.CheckFailed, match="Think again"):
                check.answer(f"{name}/{task.name}", other)
        return

    def off(*values):
        right = task.formula(*values)
        if isinstance(right, Beta | Gamma):
            return type(right)(right.alpha * 1.01, right.beta)
        return Normal(right.mean * 1.01, right.var) if isinstance(right, Normal) else right * 1.01

    with pytest.raises(check.CheckFailed) as failure:
        check.answer(f"{name}/{task.name}", answer(name, task, off))
    assert failure.value.misconception is None


@pytest.mark.parametrize(("name", "task", "wrong"), MISTAKES, ids=MISTAKE_IDS)
def test_no_message_gives_the_answer_away(name, task, wrong):
    """The expected number stands in no hint, to three digits or more."""
    if not isinstance(task, Number):
        return
    for value in parts(stacked(answer(name, task, task.formula))).values():
        for number in np.ravel(value).tolist():
            assert f"{number:.3g}" not in wrong.hint
            assert f"{number:.2f}" not in wrong.hint
