"""The cells of a notebook by what is done with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ROLES = ("test", "locked", "student", "text")


@dataclass(frozen=True)
class Cell:
    """A cell to run.

    role: "test" (a locked code cell that gives points), "locked" (other code that students may not
    change), "student" (any other code) or "text".
    """

    role: str
    source: str
    grade_id: str = ""
    points: float = 0.0


def cells_of(notebook: dict[str, Any]) -> list[Cell]:
    """Return the cells of an admitted notebook (hbtutor.grading.admission) with their roles."""
    return [_cell(cell) for cell in notebook["cells"]]


def _cell(cell: dict[str, Any]) -> Cell:
    mark = cell["metadata"].get("nbgrader", {})
    source = str(cell["source"])
    if cell["cell_type"] != "code":
        return Cell("text", source)
    if mark.get("grade") and not mark.get("solution"):
        return Cell("test", source, str(mark["grade_id"]), float(mark["points"]))
    locked = mark.get("locked") or cell["metadata"].get("hbtutor", {}).get("filled_in")
    if locked and not mark.get("solution"):
        return Cell("locked", source, str(mark.get("grade_id", "")))
    return Cell("student", source, str(mark.get("grade_id", "")))
