"""Whether plain answers agree, part by part, and what to say when they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hbtutor.check.failure import CheckFailed
from hbtutor.check.tasks import Task, Tolerance
from hbtutor.distributions import Normal

Parts = Mapping[str, Any]
PART_NAMES = {"": "", "mean": "the mean", "var": "the variance"}


def parts(answer: Any) -> Parts:
    """Split an answer into what is compared: a distribution has a mean and a variance.

    >>> sorted(parts(Normal(1.0, 2.0)))
    ['mean', 'var']
    """
    if isinstance(answer, Normal):
        return {"mean": answer.mean, "var": answer.var}
    return {"": answer}


def agree(actual: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Tell whether two plain values are equal: texts exactly, numbers within the tolerance.

    Shapes must be the same, except that one number may stand in an array of its own.

    >>> agree(0.2451, 0.245118, Tolerance(absolute=5e-4)), agree([1, 2], 1, Tolerance())
    (True, False)
    """
    if isinstance(expected, str) or isinstance(actual, str):
        return isinstance(actual, str) and isinstance(expected, str) and actual == expected
    actual, expected = np.asarray(actual, dtype=float), np.asarray(expected, dtype=float)
    if actual.shape != expected.shape and not (actual.size == expected.size == 1):
        return False
    allowed = np.maximum(tolerance.absolute, tolerance.relative * np.abs(expected))
    return bool(np.all(np.abs(actual - expected) <= allowed))


def verdict(
    task: Task,
    *,
    actual: Sequence[Any],
    expected: Sequence[Any],
    mistaken: Mapping[str, Sequence[Any]],
    where: Sequence[str],
) -> None:
    """Return in silence if every case agrees; raise CheckFailed with the best hint if not.

    actual, expected: answers case by case; mistaken: those of each known misconception, by name;
    where: the inputs of each case in words ("" where they must not be told).
    """
    for part in parts(expected[0]):
        right = [
            agree(parts(a)[part], parts(e)[part], task.tolerance)
            for a, e in zip(actual, expected, strict=True)
        ]
        if not all(right):
            mine = [parts(answer)[part] for answer in actual]
            _recognise(task, part, mine, mistaken)
            theirs = [parts(answer)[part] for answer in expected]
            _explain(task, part, mine, theirs, where, right)


def _recognise(
    task: Task, part: str, mine: Sequence[Any], mistaken: Mapping[str, Sequence[Any]]
) -> None:
    for misconception in task.misconceptions:
        if misconception.part == part and all(
            agree(a, b, task.tolerance)
            for a, b in zip(mine, mistaken[misconception.name], strict=True)
        ):
            raise CheckFailed(
                f"{task.name}: not right yet{_of(part)}. {misconception.hint}",
                task=task.name,
                misconception=misconception.name,
            )


def _explain(
    task: Task,
    part: str,
    mine: Sequence[Any],
    theirs: Sequence[Any],
    where: Sequence[str],
    right: Sequence[bool],
) -> None:
    first = right.index(False)
    said = [f"{task.name}: not right yet{_of(part)}."]
    if isinstance(theirs[first], str):
        said.append(f"Think again about {task.asks}.")
    elif np.shape(mine[first]) != np.shape(theirs[first]):
        said.append(
            f"It has the shape {np.shape(mine[first])}, where {np.shape(theirs[first])} was "
            f"expected: {task.asks}."
        )
    elif _leaves(task, part, mine[first]):
        low, high, reason = task.bounds  # type: ignore[misc]
        said.append(f"It must lie between {low:g} and {high:g}: {reason}.")
    elif np.ndim(theirs[first]) and agree(
        np.sort(mine[first]), np.sort(theirs[first]), task.tolerance
    ):
        said.append("The numbers are right, but in another order.")
    elif any(right):
        said.append(f"It is right in {sum(right)} of the {len(right)} cases tried.")
    else:
        said.append(f"What is asked for is {task.asks}.")
    if where[first]:
        said.append(f"It was tried with {where[first]}.")
    raise CheckFailed(" ".join(said), task=task.name)


def _leaves(task: Task, part: str, value: Any) -> bool:
    if task.bounds is None or part == "var":
        return False
    low, high, _ = task.bounds
    return bool(np.any(np.asarray(value) < low) or np.any(np.asarray(value) > high))


def _of(part: str) -> str:
    return {"": "", "mean": " in its mean", "var": " in its variance (the mean is right)"}[part]
