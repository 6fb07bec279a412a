"""From a student's answer to a verdict, one function for each kind of task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import singledispatch
from typing import Any

from hbtutor.check import expressions, plain
from hbtutor.check.cases import Case, call, draw
from hbtutor.check.compare import verdict
from hbtutor.check.failure import CheckFailed, NotPlainError
from hbtutor.check.tasks import Choice, Formula, Function, Number, Task
from hbtutor.distributions import Normal

Plan = tuple[int, int, bool]


@singledispatch
def judge(task: Task, answer: Any, *, data: Any, seed: int, cases: int, hidden: bool) -> None:
    """Return in silence if the answer is right; raise CheckFailed if it is not.

    data: the exercise's data; seed, cases: of the random cases; hidden: tell nothing of them.
    """
    raise TypeError(f"no way to judge a {type(task).__name__}.")


@judge.register
def _(task: Number, answer: Any, *, data: Any, **_: Any) -> None:
    given = task.given(data)
    expected = task.formula(*given)
    verdict(
        task,
        actual=[_read(task, answer, expected)],
        expected=[expected],
        mistaken={m.name: [m.formula(*given)] for m in task.misconceptions},
        where=[""],
    )


@judge.register
def _(task: Choice, answer: Any, *, data: Any, **_: Any) -> None:
    given = task.given(data)
    verdict(
        task,
        actual=[choice(task, answer, data=data)],
        expected=[task.formula(*given)],
        mistaken={m.name: [m.formula(*given)] for m in task.misconceptions},
        where=[""],
    )


@judge.register
def _(task: Function, answer: Any, *, data: Any, seed: int, cases: int, hidden: bool) -> None:
    drawn = draw(task.arguments, seed=seed, cases=cases)
    expected = _each(task.formula, drawn)
    verdict(
        task,
        actual=[
            _read(task, call(task, answer, case), value)
            for case, value in zip(drawn, expected, strict=True)
        ],
        expected=expected,
        mistaken={m.name: _each(m.formula, drawn) for m in task.misconceptions},
        where=["" if hidden else case.words for case in drawn],
    )


@judge.register
def _(task: Formula, answer: Any, *, data: Any, seed: int, cases: int, **_: Any) -> None:
    formula = expression(task, answer)
    drawn = [case for case in draw(task.arguments, seed=seed, cases=cases) if not case.arrays]
    try:
        actual = [expressions.evaluate(formula, _with_aliases(task, case)) for case in drawn]
    except NotPlainError as reason:
        raise _refused(task, reason) from None
    verdict(
        task,
        actual=actual,
        expected=[float(value) for value in _each(task.formula, drawn)],
        mistaken={m.name: _each(m.formula, drawn) for m in task.misconceptions},
        where=[""] * len(drawn),
    )


def choice(task: Choice, answer: Any, *, data: Any) -> str:
    """Return the choice as plain text; CheckFailed if it is none of the options."""
    try:
        chosen = plain.text(answer)
    except NotPlainError as reason:
        raise _refused(task, reason) from None
    options = task.options(data)
    if chosen not in options:
        raise CheckFailed(
            f"{task.name} must be one of {', '.join(map(repr, options))}; "
            f"yours is {chosen[:40]!r}.",
            task=task.name,
        )
    return chosen


def expression(task: Formula, answer: Any) -> expressions.Tree:
    """Return the formula as a tree; CheckFailed if it holds anything but the task's symbols."""
    try:
        formula = expressions.tree(answer)
    except NotPlainError as reason:
        raise _refused(task, reason) from None
    known = _with_aliases(task, draw(task.arguments, seed=0, cases=1)[0])
    unknown = sorted(expressions.names(formula) - set(known))
    if unknown:
        allowed = ", ".join(argument.name for argument in task.arguments)
        raise CheckFailed(
            f"{task.name} uses the symbol {', '.join(unknown)[:80]}, which the question does not "
            f"name; it names {allowed}.",
            task=task.name,
        )
    return formula


def _with_aliases(task: Formula, case: Case) -> dict[str, float]:
    """Give the symbols' values under all their names; sigma is the root of sigma2."""
    values: dict[str, float] = {}
    for argument, value in zip(task.arguments, case.values, strict=True):
        values |= dict.fromkeys((argument.name, *argument.aliases), float(value))
        if argument.name.endswith("2"):
            values[argument.name[:-1]] = float(value) ** 0.5
    return values


def _each(formula: Callable[..., Any], drawn: Sequence[Case]) -> list[Any]:
    return [formula(*case.values) for case in drawn]


def _read(task: Task, answer: Any, expected: Any) -> Any:
    try:
        if isinstance(expected, Normal):
            return plain.normal(answer)
        return plain.numbers(answer)
    except NotPlainError as reason:
        raise _refused(task, reason) from None


def _refused(task: Task, reason: NotPlainError) -> CheckFailed:
    what = "what it returns" if isinstance(task, Function) else "your answer"
    return CheckFailed(f"{task.name}: {what} {reason}", task=task.name)
