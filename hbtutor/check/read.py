"""An answer in the form that its task asks for, as plain data - or a refusal in words."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from hbtutor.check import expressions, plain
from hbtutor.check.failure import CheckFailed, NotPlainError
from hbtutor.check.shapes import shaped
from hbtutor.check.tasks import Choice, Formula, Function, Number, Task
from hbtutor.distributions import Beta, Gamma, Normal


@singledispatch
def read(task: Task, answer: Any, *, data: Any) -> Any:
    """Return the answer as plain data, whether it is right or wrong.

    A number, array or distribution for a Number, one of the options for a Choice, the callable
    itself for a Function, a tree for a Formula.  CheckFailed if the answer is nothing of the kind.
    """
    raise TypeError(f"no way to read an answer to a {type(task).__name__}.")


@read.register
def _(task: Number, answer: Any, *, data: Any) -> Any:
    return value(task, answer, like=task.formula(*task.given(data)))


@read.register
def _(task: Choice, answer: Any, *, data: Any) -> str:
    try:
        chosen = plain.text(answer)
    except NotPlainError as reason:
        raise refused(task, reason) from None
    options = {option.lower(): option for option in task.options(data)}
    if chosen not in options:
        raise CheckFailed(
            f"{task.name} must be one of {', '.join(map(repr, options.values()))}; "
            f"yours is {chosen[:40]!r}.",
            task=task.name,
        )
    return options[chosen]


@read.register
def _(task: Function, answer: Any, *, data: Any) -> Any:
    if not callable(answer):
        raise CheckFailed(
            f"{task.name} is {plain.describe(answer)}, where a function was asked for.",
            task=task.name,
        )
    return answer


@read.register
def _(task: Formula, answer: Any, *, data: Any) -> expressions.Tree:
    try:
        formula = expressions.tree(answer)
    except NotPlainError as reason:
        raise refused(task, reason) from None
    known = symbols(task, [1.0] * len(task.arguments))
    unknown = sorted(expressions.names(formula) - set(known))
    if unknown:
        allowed = ", ".join(argument.name for argument in task.arguments)
        raise CheckFailed(
            f"{task.name} uses the symbol {', '.join(unknown)[:80]}, which the question does not "
            f"name; it names {allowed}.",
            task=task.name,
        )
    return formula


def symbols(task: Formula, values: Any) -> dict[str, float]:
    """Give the symbols' values under all their names; sigma is the root of sigma2."""
    named: dict[str, float] = {}
    for argument, number in zip(task.arguments, values, strict=True):
        named |= dict.fromkeys((argument.name, *argument.aliases), float(number))
        if argument.name.endswith("2"):
            named[argument.name[:-1]] = float(number) ** 0.5
    return named


def value(task: Task, answer: Any, *, like: Any) -> Any:
    """Return a number or an array, or a distribution where the expected answer is one."""
    try:
        if isinstance(like, Beta | Gamma):
            return shaped(answer, type(like))
        return plain.normal(answer) if isinstance(like, Normal) else plain.numbers(answer)
    except NotPlainError as reason:
        raise refused(task, reason) from None


def refused(task: Task, reason: NotPlainError) -> CheckFailed:
    """Return the failure for an answer that cannot be judged."""
    what = "what it returns" if isinstance(task, Function) else "your answer"
    return CheckFailed(f"{task.name}: {what} {reason}", task=task.name)
