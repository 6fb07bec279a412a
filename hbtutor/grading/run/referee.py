"""The referee: runs the test cells, in a process that never executes a line of the student's.

Student's cells go over a channel to the student's process behind its walls.  Test cells are run
here, and see the student's names only as data that was fetched, or as functions that are called.
"""

from __future__ import annotations

import contextlib
import io
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

from hbtutor.grading.run import mentions
from hbtutor.grading.run.answers import GoneError, Names, Student
from hbtutor.grading.run.cells import Cell, cells_of
from hbtutor.grading.run.channel import Channel
from hbtutor.grading.run.limits import Limits
from hbtutor.grading.run.outputs import clean, printed
from hbtutor.grading.run.record import Run, Verdict
from hbtutor.grading.run.verdicts import judge

START_SECONDS = 60.0


class OverTimeError(BaseException):
    """The whole run has used its time."""


def referee(notebook: dict[str, Any], limits: Limits, *, channel: Channel, walls: str) -> Run:
    """Run a notebook whose cells are in the released order, and return what came of it.

    Student's cells run in the student's process; locked cells in both; test cells here only.
    channel: to the student's process; walls: what that process runs in.
    """
    started = time.monotonic()
    cells = cells_of(notebook)
    verdicts: list[Verdict] = []
    outputs: list[list[dict[str, Any]]] = [[] for _ in cells]
    remarks: list[str] = []
    took = [0.0] * len(cells)
    reason = ""
    with _deadline(limits.seconds):
        at = 0
        try:
            student = Student(channel, cell_seconds=limits.cell_seconds)
            student.wait_until_ready(START_SECONDS)
            names = _names(student, notebook)
            for at, cell in enumerate(cells):
                since = time.monotonic()
                if cell.role == "test":
                    names.reserve(mentions.assigned(cell.source))
                    verdict, outputs[at] = judge(cell, names)
                    names.settle()
                    verdicts.append(verdict)
                elif cell.role in {"student", "locked"}:
                    reply = student.ask({"do": "run", "source": cell.source})
                    outputs[at] = clean(reply.get("outputs"), largest=limits.output)
                    if reply.get("stopped") is True:
                        remarks.append(_stopped(at, cell, limits))
                    if cell.role == "locked":
                        _run_here(cell, names)
                took[at] = time.monotonic() - since
        except GoneError as error:
            reason = f"The run ended early, in cell {at + 1}: {error}."
        except OverTimeError:
            reason = (
                f"The run ended early, in cell {at + 1}: the whole notebook took more than "
                f"{limits.seconds:g} seconds."
            )
        if reason:
            outputs[at] = [*outputs[at], printed("stderr", reason + "\n")]
    return Run(
        verdicts=tuple(verdicts),
        outputs=tuple(outputs),
        reason=reason,
        remarks=tuple(remarks),
        isolation=walls,
        seconds=round(time.monotonic() - started, 3),
        cell_seconds=tuple(round(seconds, 3) for seconds in took),
    )


def _stopped(at: int, cell: Cell, limits: Limits) -> str:
    named = f" ({cell.grade_id})" if cell.grade_id else ""
    return f"Cell {at + 1}{named} was stopped after {limits.cell_seconds:g} seconds."


def _names(student: Student, notebook: dict[str, Any]) -> Names:
    told = notebook["metadata"].get("hbtutor", {})
    names = Names(student, asked=frozenset(told.get("asked", ())))
    imports = str(told.get("imports", ""))
    names.reserve(mentions.assigned(imports))
    exec(imports, names)  # the author's words
    return names


def _run_here(cell: Cell, names: Names) -> None:
    """Run a locked cell for what it defines; its outputs are those of the student's process."""
    defines = mentions.assigned(cell.source)
    if not defines:
        return
    names.reserve(defines)
    # Where it needs something of the student's that is not there, the tests that follow will say.
    with (
        contextlib.suppress(Exception),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        statements, last = mentions.compiled(cell.source, "<locked cell>")
        exec(statements, names)
        if last is not None:
            eval(last, names)
    names.settle()


@contextlib.contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    def stop(signum: int, frame: FrameType | None) -> None:
        raise OverTimeError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
