"""Whether the gradebook holds an assignment as its source notebook has it now."""

from __future__ import annotations

from typing import Any

from hbtutor.grading.course import Course
from hbtutor.grading.layout import Layout
from hbtutor.grading.register import register

Cells = dict[str, tuple[str, float | None]]


class ChangedError(RuntimeError):
    """An exercise has other cells than those that grades are recorded for."""


def ensure_registered(course: Course, assignment: str) -> None:
    """Enter the assignment into the gradebook unless it is there as it is now.

    ChangedError where cells came or went after submissions had been graded: nbgrader cannot map
    the old grades to the new cells.
    """
    source = Layout(course.directory).source(assignment)
    if not source.exists() or _in_gradebook(course, assignment) == _in_source(source):
        return
    try:
        register(course.root, [assignment])
    except Exception as error:
        raise ChangedError(
            f"{assignment} cannot be entered into the gradebook: {error or type(error).__name__}. "
            "If its cells have changed since submissions were graded, remove the old grades first: "
            f"`nbgrader db assignment remove {assignment} --force`."
        ) from error


def _in_source(path: Any) -> Cells:
    import nbformat

    cells: Cells = {}
    for cell in nbformat.read(str(path), as_version=4).cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("grade_id"):
            locked = not mark.get("solution") and bool(mark.get("grade") or mark.get("locked"))
            points = float(mark["points"]) if mark.get("grade") or mark.get("task") else None
            cells[mark["grade_id"]] = (cell.source if locked else "", points)
    return cells


def _in_gradebook(course: Course, assignment: str) -> Cells:
    from nbgrader.api import MissingEntry

    with course.gradebook() as gradebook:
        try:
            notebook = gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            return {}
        points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
        points |= {cell.name: float(cell.max_score) for cell in notebook.task_cells}
        return {
            cell.name: (cell.source if cell.locked else "", points.get(cell.name))
            for cell in notebook.source_cells
        }
