"""Whether the gradebook holds an assignment as its source notebook has it now."""

from __future__ import annotations

from typing import Any

from hbtutor.grading.course import Course
from hbtutor.grading.layout import Layout
from hbtutor.grading.register import register

Cells = dict[str, tuple[str, float | None]]


class ChangedError(RuntimeError):
    """An exercise has other cells than those that a person has graded."""


def ensure_registered(course: Course, assignment: str) -> None:
    """Enter the assignment into the gradebook unless it is there as it is now.

    Where cells came or went after submissions had been graded, nbgrader cannot map the old grades
    to the new cells: if tests alone gave them, the old entry makes place, for all of them can be
    found again; if a person has graded or commented, ChangedError.
    """
    source = Layout(course.directory).source(assignment)
    if not source.exists():
        return
    now, before = _in_source(source), _in_gradebook(course, assignment)
    if now == before:
        return
    if before and now.keys() != before.keys():
        _make_place(course, assignment)
    register(course.root, [assignment])


def _make_place(course: Course, assignment: str) -> None:
    with course.gradebook() as gradebook:
        entry = gradebook.find_assignment(assignment)
        duedate = entry.duedate
        if any(_by_hand(notebook) for one in entry.submissions for notebook in one.notebooks):
            raise ChangedError(
                f"{assignment} has other cells than those that a person has graded. To give these "
                f"grades up: `nbgrader db assignment remove {assignment} --force`."
            )
        gradebook.remove_assignment(assignment)
        gradebook.update_or_create_assignment(assignment, duedate=duedate)


def _by_hand(notebook: Any) -> bool:
    graded = any(g.manual_score is not None or g.extra_credit for g in notebook.grades)
    return graded or any(comment.manual_comment for comment in notebook.comments)


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
