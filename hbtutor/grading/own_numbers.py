"""Each student's own numbers: whose they are is decided by the submission, not by the notebook.

A released notebook has a cell in which students enter their id.  Before a submission is run, that
cell is filled in with the id that the submission was handed in under; test cells, and the student's
own, then work with the numbers of that id.  What the student had entered is only compared with it.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hbtutor.check.variants import identity
from hbtutor.grading.admission import Admitted
from hbtutor.grading.layout import configuration

NAME = "STUDENT"


def own_numbers(course: Path) -> bool:
    """Tell whether students get numbers of their own.

    Yes, unless nbgrader_config.py says ``c.HBTutor.own_numbers = False``; what counts is what it
    said when the exercises were released.
    """
    return bool(configuration(Path(course)).HBTutor.get("own_numbers", True))


def fill_in(admitted: Admitted, released: Mapping[str, Any], student: str) -> Admitted:
    """Return an admitted submission with the student's id in its place.

    released: the released notebook; student: the id of the submission.  A remark says so if the
    notebook was worked out with another id.  Notebooks without such a cell are returned as they
    are.
    """
    places = [at for at, cell in enumerate(released["cells"]) if _marked(cell)]
    if not places or admitted.reason:
        return admitted
    place = places[0]
    entered: list[str] = []
    cells = [kept for cell in admitted.notebook["cells"] if (kept := _without_id(cell, entered))]
    mine = dict(released["cells"][place])
    mine["source"] = f"{NAME} = {student!r}"
    mine["metadata"] = {"hbtutor": {"filled_in": True}, "deletable": False, "editable": False}
    mine["outputs"], mine["execution_count"] = [], None
    cells.insert(_after(released["cells"][:place], cells), mine)
    return replace(
        admitted,
        notebook={**admitted.notebook, "cells": cells},
        remarks=(*admitted.remarks, *_difference(entered[-1] if entered else "", student)),
    )


def _marked(cell: Mapping[str, Any]) -> bool:
    return str(cell["metadata"].get("hbtutor", {}).get("cell", "")).startswith("student-")


def _without_id(cell: dict[str, Any], entered: list[str]) -> dict[str, Any] | None:
    """Return a cell without the statements that enter an id; None if nothing is left of it.

    entered: takes what was entered.  Released cells are returned as they are.
    """
    if cell["cell_type"] != "code" or cell["metadata"].get("nbgrader"):
        return cell
    try:
        body = ast.parse(str(cell["source"])).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return cell
    found = [statement for statement in body if _id(statement) is not None]
    if not found:
        return cell
    entered += [str(_id(statement)) for statement in found]
    left = [statement for statement in body if statement not in found]
    return {**cell, "source": "\n".join(map(ast.unparse, left))} if left else None


def _id(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value)) if name == NAME:
            return str(value)
    return None


def _after(before: list[Any], cells: list[Any]) -> int:
    """Return the place after the last of the cells that come before."""
    ids = {cell["id"] for cell in before if cell.get("id")}
    return max((at + 1 for at, cell in enumerate(cells) if cell.get("id") in ids), default=0)


def _difference(entered: str, student: str) -> tuple[str, ...]:
    try:
        same = identity(entered) == identity(student)
    except ValueError:
        same = False
    if same:
        return ()
    worked = f"with the id {entered[:60]!r}" if entered.strip() else "without a student id"
    return (
        f"The notebook was worked out {worked}; it was handed in by {student!r}, and is graded "
        f"with the numbers of {student!r}.",
    )
