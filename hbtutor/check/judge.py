"""From a student's answer to a verdict, one function for each kind of task."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from hbtutor.check.cases import Case, call, draw
from hbtutor.check.expressions import evaluate
from hbtutor.check.failure import NotPlainError
from hbtutor.check.read import read, refused, symbols, value
from hbtutor.check.shapes import stacked
from hbtutor.check.tasks import Choice, Formula, Function, Number, Task
from hbtutor.check.verdict import Trial, verdict


@singledispatch
def judge(task: Task, answer: Any, *, data: Any, seed: int, cases: int, hidden: bool) -> None:
    """Return in silence if the answer is right; raise CheckFailed if it is not.

    data: the exercise's data; seed, cases: of the random cases; hidden: tell nothing of them.
    """
    raise TypeError(f"no way to judge a {type(task).__name__}.")


@judge.register
def _(task: Number | Choice, answer: Any, *, data: Any, **_: Any) -> None:
    verdict(task, [_trial(task, read(task, answer, data=data), task.given(data))])


@judge.register
def _(task: Function, answer: Any, *, data: Any, seed: int, cases: int, hidden: bool) -> None:
    function = read(task, answer, data=data)
    drawn = draw(task.arguments, seed=seed, cases=cases)
    # Numbers first: a function that is wrong there is told why, whatever it does to arrays.
    for arrays in (False, True):
        batch = [case for case in drawn if case.arrays is arrays]
        if batch:
            verdict(task, [_called(task, function, case, hidden=hidden) for case in batch])


@judge.register
def _(task: Formula, answer: Any, *, data: Any, seed: int, cases: int, hidden: bool) -> None:
    formula = read(task, answer, data=data)
    drawn = [case for case in draw(task.arguments, seed=seed, cases=cases) if not case.arrays]
    try:
        worth = [evaluate(formula, symbols(task, case.values)) for case in drawn]
    except NotPlainError as reason:
        raise refused(task, reason) from None
    verdict(
        task, [_trial(task, actual, case.values) for actual, case in zip(worth, drawn, strict=True)]
    )


def _called(task: Function, function: Any, case: Case, *, hidden: bool) -> Trial:
    actual = value(task, call(task, function, case), like=task.formula(*case.values))
    return _trial(task, actual, case.values, where="" if hidden else case.words)


def _trial(task: Task, actual: Any, values: tuple[Any, ...], *, where: str = "") -> Trial:
    return Trial(
        actual=stacked(actual),
        expected=stacked(task.formula(*values)),
        mistaken=tuple(stacked(wrong.formula(*values)) for wrong in task.misconceptions),
        where=where,
    )
