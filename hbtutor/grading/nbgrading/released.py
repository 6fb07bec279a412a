"""The released notebook of an assignment with its hidden tests in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class NotReleasedError(ValueError):
    """An assignment that cannot be graded because it was not released or not registered."""


def released_notebook(coursedir: Any, assignment: str, notebook: str) -> dict[str, Any]:
    """Return the released notebook as plain data, its locked cells as the gradebook has them.

    coursedir: nbgrader's CourseDirectory; assignment, notebook: names.  As in nbgrader, tests and
    points come from the gradebook; the order, and all other cells, from the released file.
    """
    import nbformat
    from nbgrader.api import Gradebook, MissingEntry

    folder = Path(coursedir.format_path(coursedir.release_directory, ".", assignment))
    path = Path(*folder.parts, f"{notebook}.ipynb")
    if not path.is_file():
        raise NotReleasedError(
            f"{assignment} is not released: {path} does not exist. Run `hbtutor release`."
        )
    plain = nbformat.read(str(path), as_version=4)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            entry = gradebook.find_notebook(notebook, assignment)
        except MissingEntry:
            raise NotReleasedError(
                f"{assignment} is not in the gradebook. Run `hbtutor grade {assignment}` or "
                f"`nbgrader generate_assignment {assignment}`."
            ) from None
        sources = {cell.name: cell.source for cell in entry.source_cells if cell.locked}
        points = {cell.name: float(cell.max_score) for cell in entry.grade_cells}
    for cell in plain.cells:
        mark = cell.metadata.get("nbgrader", {})
        grade_id = mark.get("grade_id")
        if grade_id in sources:
            cell.source = sources[grade_id]
        if grade_id in points:
            mark["points"] = points[grade_id]
    return {**plain, "cells": [dict(cell) for cell in plain.cells]}
