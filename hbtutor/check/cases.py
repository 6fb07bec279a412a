"""Random, asymmetric cases on which a student's function is tried, and the calls themselves."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hbtutor.check.failure import CheckFailed
from hbtutor.check.tasks import Argument, Function

GROUPS = 5


@dataclass(frozen=True)
class Case:
    """One call: the values in the order of the arguments, and the same in words."""

    values: tuple[Any, ...]
    words: str
    arrays: bool


def draw(arguments: Sequence[Argument], *, seed: int, cases: int) -> list[Case]:
    """Draw cases: numbers, and, where an argument has one value for each group, as many arrays.

    Continuous draws are never equal to each other, to 0 or to 1, where wrong formulas coincide
    with right ones.

    >>> case = draw([Argument("n", 2, 90, whole=True), Argument("tau2", 3, 30)], seed=1, cases=1)[0]
    >>> case.words
    'n = 44, tau2 = 28.7'
    """
    rng = np.random.default_rng(seed)
    drawn = [_case(arguments, rng, groups=None) for _ in range(cases)]
    if any(argument.each for argument in arguments):
        drawn += [_case(arguments, rng, groups=GROUPS) for _ in range(cases)]
    return drawn


def call(task: Function, function: Any, case: Case) -> Any:
    """Call the student's function with plain data and return what it returns."""
    try:
        # Copies: a function that changes its arguments must not change the expected answer.
        with warnings.catch_warnings():
            # What a student's arithmetic warns about is no part of the verdict.
            warnings.simplefilter("ignore")
            return function(*(_copied(value) for value in case.values))
    except NotImplementedError:
        raise CheckFailed(f"{task.name} is still to be written.", task=task.name) from None
    except (Exception, SystemExit) as error:
        hint = (
            " It works for numbers; for arrays use NumPy's functions, and no `if` on the values."
            if case.arrays
            else ""
        )
        raise CheckFailed(
            f"{task.name} raised {type(error).__name__:.40} where it should return "
            f"{task.asks}.{hint}",
            task=task.name,
        ) from None


def _case(arguments: Sequence[Argument], rng: np.random.Generator, groups: int | None) -> Case:
    values = tuple(
        _value(argument, rng, groups if argument.each else None) for argument in arguments
    )
    words = ", ".join(
        f"{argument.name} = {_short(value)}"
        for argument, value in zip(arguments, values, strict=True)
    )
    return Case(values=values, words=words, arrays=groups is not None)


def _value(argument: Argument, rng: np.random.Generator, size: int | None) -> Any:
    if argument.whole:
        whole = rng.integers(int(argument.low), int(argument.high), size=size, endpoint=True)
        return int(whole) if size is None else whole
    drawn = np.round(rng.uniform(argument.low, argument.high, size=size), 3)
    return float(drawn) if size is None else drawn


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return "[" + ", ".join(_short(entry) for entry in value.tolist()) + "]"
    return f"{value:.3g}"


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value
