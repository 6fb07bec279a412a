"""From a test cell to a verdict.  What is not explicitly given is zero."""

from __future__ import annotations

import contextlib
import io
import math
import textwrap
import traceback
from functools import partial
from pathlib import Path
from typing import Any

from hbtutor import check
from hbtutor.check import CheckFailed
from hbtutor.grading.run import mentions
from hbtutor.grading.run.answers import Names
from hbtutor.grading.run.cells import Cell
from hbtutor.grading.run.outputs import printed, text
from hbtutor.grading.run.record import Verdict

NAME = "<test cell>"
WIDTH = 88
CHECKS = Path(check.__file__).parent
HIDDEN_BEGIN, HIDDEN_END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
HIDDEN_FAILED = "A hidden test of this cell did not pass."


def judge(cell: Cell, names: Names) -> tuple[Verdict, list[dict[str, Any]]]:
    """Run a test cell and return its verdict, and what the student sees under it.

    Full points if it ends without an error; a number as the value of its last line is partial
    credit, as in nbgrader, if it is finite and within the points, and zero otherwise.
    """
    out = io.StringIO()
    try:
        statements, last = mentions.compiled(cell.source, NAME)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            exec(statements, names)
            value = None if last is None else eval(last, names)
    except (Exception, SystemExit) as error:
        verdict = _failed(error, cell)
        shown = printed("stdout", textwrap.fill(f"✗ {verdict.message}", WIDTH) + "\n")
        return verdict, [*_said(out), shown]
    verdict = _ended(value, cell)
    return verdict, _said(out)


def _said(out: io.StringIO) -> list[dict[str, Any]]:
    said = text(out.getvalue(), 20_000)
    return [printed("stdout", said)] if said else []


def _ended(value: Any, cell: Cell) -> Verdict:
    ended = partial(Verdict, grade_id=cell.grade_id, points=cell.points)
    points = cell.points
    score = _score(value, points)
    if not (math.isfinite(score) and 0 <= score <= points):
        return ended(
            status="failed",
            message=f"The test gave {score:g} of {points:g} points, which cannot be.",
            trouble=f"the test cell gave {score:g} points, outside 0 to {points:g}",
        )
    if score == points:
        return ended(score=score, status="passed")
    status = "partial" if score else "failed"
    return ended(score=score, status=status, message=f"{score:g} of {points:g} points.")


def _score(value: Any, points: float) -> float:
    """Return the points that the value of a test's last line gives."""
    if type(value) is bool:
        return points if value else 0.0
    try:
        return points if value is None or type(value) is str else float(value)
    except OverflowError:
        return math.inf
    except Exception:
        # Not a number, so no partial credit: the cell ended without an error.
        return points


def _failed(error: BaseException, cell: Cell) -> Verdict:
    failed = partial(Verdict, grade_id=cell.grade_id, points=cell.points, status="failed")
    if isinstance(error, CheckFailed):
        return failed(
            message=text(error, 2000),
            task=error.task,
            misconception=error.misconception or "",
        )
    if _authors(error):
        name = type(error).__name__
        trouble = f"the test {cell.grade_id} is broken: {name}: {text(error, 300)}"
        return failed(message="The test itself is broken; a person will look.", trouble=trouble)
    if _hidden(error, cell.source):
        return failed(message=HIDDEN_FAILED)
    if isinstance(error, NameError) and error.name:
        return failed(message=f"{error.name} is not defined.")
    said = text(error, 2000)
    if isinstance(error, AssertionError) and said:
        return failed(message=said)
    name = type(error).__name__
    return failed(message=f"{name}: {said}" if said else f"{name} in: {_line(error, cell.source)}")


def _authors(error: BaseException) -> bool:
    """Tell whether an error is the test's own: it cannot be read, or breaks inside the checks."""
    if isinstance(error, SyntaxError) and error.filename == NAME:
        return True
    *_, (frame, _) = [(None, 0), *traceback.walk_tb(error.__traceback__)]
    inside = frame is not None and Path(frame.f_code.co_filename).is_relative_to(CHECKS)
    return isinstance(error, ImportError) or inside


def _hidden(error: BaseException, source: str) -> bool:
    """Tell whether the line of the test cell that raised stands among the hidden tests."""
    number = _line_number(error)
    hidden = False
    for at, line in enumerate(source.splitlines(), start=1):
        if HIDDEN_BEGIN in line:
            hidden = True
        if at == number:
            return hidden
        if HIDDEN_END in line:
            hidden = False
    return True


def _line(error: BaseException, source: str) -> str:
    lines = source.splitlines()
    number = _line_number(error)
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _line_number(error: BaseException) -> int:
    numbers = [
        at
        for frame, at in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == NAME
    ]
    return numbers[-1] if numbers else 0
