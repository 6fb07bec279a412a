"""The verdict on an answer's trials, and the sentence for one that is not right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hbtutor.check.compare import agree, parts
from hbtutor.check.failure import CheckFailed
from hbtutor.check.tasks import Task


@dataclass(frozen=True)
class Trial:
    """One comparison of plain values.

    actual: the student's; expected: the task's; mistaken: what each of the task's misconceptions
    would give; where: the inputs in words, "" if there are none or they must not be told.
    """

    actual: Any
    expected: Any
    mistaken: tuple[Any, ...]
    where: str = ""


def verdict(task: Task, trials: Sequence[Trial]) -> None:
    """Return in silence if the answer is right in every trial; else raise CheckFailed.

    The hint is that of the misconception that gives the student's answer in every trial, of several
    the nearest.  A distribution's mean is judged before its variance, each with its own hints.
    """
    for part in parts(trials[0].expected):
        narrowed = [_part(trial, part) for trial in trials]
        wrong = [trial for trial in narrowed if not _right(task, trial)]
        if wrong:
            begun = f"{task.name}: not right yet{_of(part)}."
            _recognise(task, part, narrowed, begun)
            raise CheckFailed(
                f"{begun} {_explained(task, part, narrowed, wrong[0])}{_tried(wrong[0])}",
                task=task.name,
            )


def _part(trial: Trial, part: str) -> Trial:
    return Trial(
        actual=parts(trial.actual)[part],
        expected=parts(trial.expected)[part],
        mistaken=trial.mistaken,
        where=trial.where,
    )


def _right(task: Task, trial: Trial) -> bool:
    return agree(trial.actual, trial.expected, task.tolerance)


def _recognise(task: Task, part: str, trials: Sequence[Trial], begun: str) -> None:
    recognised = [
        (_distance(trials, place), place)
        for place, misconception in enumerate(task.misconceptions)
        if misconception.part == part
        and all(agree(trial.actual, trial.mistaken[place], task.tolerance) for trial in trials)
    ]
    if recognised:
        misconception = task.misconceptions[min(recognised)[1]]
        raise CheckFailed(
            f"{begun} {misconception.hint}", task=task.name, misconception=misconception.name
        )


def _distance(trials: Sequence[Trial], place: int) -> float:
    """Return how far the answers are from a misconception's, at most: 0 for texts that agree.

    Two mistakes can come close to each other; the nearer one is the student's.
    """
    return max(
        0.0
        if isinstance(trial.actual, str)
        else float(np.max(np.abs(np.asarray(trial.actual) - np.asarray(trial.mistaken[place]))))
        for trial in trials
    )


def _explained(task: Task, part: str, trials: Sequence[Trial], wrong: Trial) -> str:
    right = sum(_right(task, trial) for trial in trials)
    actual, expected = wrong.actual, wrong.expected
    if isinstance(expected, str):
        return f"Think again about {task.asks}."
    if np.shape(actual) != np.shape(expected):
        return (
            f"It has the shape {np.shape(actual)}, where {np.shape(expected)} was expected: "
            f"{task.asks}."
        )
    if task.bounds is not None and part != "var" and _outside(actual, *task.bounds[:2]):
        low, high, reason = task.bounds
        return f"It must lie between {low:g} and {high:g}: {reason}."
    if np.ndim(expected) and agree(np.sort(actual), np.sort(expected), task.tolerance):
        return "The numbers are right, but in another order."
    if right:
        return f"It is right in {right} of the {len(trials)} cases tried."
    return f"What is asked for is {task.asks}."


def _outside(value: Any, low: float, high: float) -> bool:
    return bool(np.any(np.asarray(value) < low) or np.any(np.asarray(value) > high))


def _tried(trial: Trial) -> str:
    if not trial.where:
        return ""
    gave = "" if np.ndim(trial.actual) else f" and gave {trial.actual:.4g}"
    return f" It was tried with {trial.where}{gave}."


def _of(part: str) -> str:
    return {"": "", "mean": " in its mean", "var": " in its variance (the mean is right)"}[part]
