"""Admitting a submission: from untrusted bytes to a notebook in the released order, or a reason.

The admitted notebook is made of the released one.  Locked and test cells are the released ones;
from the submission come only the answers, and the cells that the student has added.  All marks that
students can set (tags, points, ids, outputs, kernels) are left behind.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbtutor.grading.run import mentions

KINDS = ["code", "markdown", "raw"]
LARGEST = 20_000_000
"""Bytes of a submitted notebook, outputs included."""
MOST_CELLS = 2_000
LONGEST = 1_000_000
"""Characters of one cell."""


class NotAdmittedError(ValueError):
    """A submission that is no notebook; the message says why, in a sentence."""


@dataclass(frozen=True)
class Admitted:
    """An admitted submission.

    notebook: in the notebook format, as plain data; reason: why the submission could not be read
    (the notebook is then the released one, unanswered), "" if it could; remarks: what was not as
    released and has been put right.
    """

    notebook: dict[str, Any]
    reason: str = ""
    remarks: tuple[str, ...] = ()


def read_bytes(path: Path) -> bytes:
    """Read a submitted file; NotAdmittedError for links, folders, and what is too large."""
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise NotAdmittedError("The submitted notebook is a symbolic link, not a file.")
        if not stat.S_ISREG(status.st_mode):
            raise NotAdmittedError("The submitted notebook is not a file.")
        if status.st_size > LARGEST:
            raise NotAdmittedError(
                f"The submitted notebook has {status.st_size / 1e6:.0f} MB; at most "
                f"{LARGEST / 1e6:.0f} MB are read. Clear the outputs and submit again."
            )
        return path.read_bytes()
    except OSError as error:
        raise NotAdmittedError(
            f"The submitted notebook cannot be read: {error.strerror}."
        ) from None


def admit(content: bytes, released: Mapping[str, Any]) -> Admitted:
    """Return what of a submission is run; never raises for what a student can write.

    content: bytes of the submitted file; released: the released notebook with the hidden tests in
    place, as plain data in notebook format 4.
    """
    try:
        cells = _cells(content)
    except NotAdmittedError as reason:
        return refuse(str(reason), released)
    by_id, loose, remarks = _sorted_out(cells, released)
    answered = []
    for cell in loose.pop("", []):
        answered.append(cell)
    for cell in released["cells"]:
        grade_id = _grade_id(cell)
        kept = deepcopy(dict(cell))
        if grade_id is None:
            if cell["cell_type"] == "code":
                continue  # an open code cell: what became of it is among the student's cells
        elif grade_id in by_id and _is_answer(cell):
            kept["source"] = _source(by_id[grade_id])
        elif grade_id not in by_id:
            remarks.append(f"The cell {grade_id!r} was missing and has been put back.")
        answered.append(kept)
        answered += loose.pop(grade_id, []) if grade_id is not None else []
    return Admitted(_notebook(answered, released), remarks=tuple(remarks))


def refuse(reason: str, released: Mapping[str, Any]) -> Admitted:
    """Return the released notebook, unanswered, with the reason."""
    return Admitted(_notebook([deepcopy(dict(c)) for c in released["cells"]], released), reason)


def _cells(content: bytes) -> list[dict[str, Any]]:
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotAdmittedError("The submitted file is not text in UTF-8.") from None
    except RecursionError:
        raise NotAdmittedError("The submitted file is nested too deeply.") from None
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise NotAdmittedError(
            f"The submitted file is not a notebook: it is not valid JSON{where}. Open it in "
            "Jupyter, save it and submit it again."
        ) from None
    cells = notebook.get("cells") if type(notebook) is dict else None
    if type(cells) is not list:
        raise NotAdmittedError("The submitted file is not a notebook: it has no list of cells.")
    if len(cells) > MOST_CELLS:
        raise NotAdmittedError(f"The submitted notebook has {len(cells)} cells.")
    for number, cell in enumerate(cells, start=1):
        if type(cell) is not dict or cell.get("cell_type") not in KINDS:
            raise NotAdmittedError(f"Cell {number} of the submitted notebook is not a cell.")
        if len(_source(cell)) > LONGEST:
            raise NotAdmittedError(f"Cell {number} of the submitted notebook is too long.")
    return cells


def _sorted_out(
    cells: list[dict[str, Any]], released: Mapping[str, Any]
) -> tuple[dict[str, dict[str, Any]], dict[str, list[dict[str, Any]]], list[str]]:
    """Sort a submission's cells into answers by grade id, and loose ones by what they follow.

    Of several cells with one id the last counts, as in nbgrader; earlier answers stay as cells
    without a mark, earlier copies of locked cells go.
    """
    known = {_grade_id(cell): cell for cell in released["cells"]}
    texts = {_source(c) for c in released["cells"] if c["cell_type"] != "code"}
    ids = [_grade_id(cell) if _grade_id(cell) in known else None for cell in cells]
    by_id: dict[str, dict[str, Any]] = {}
    loose: dict[str, list[dict[str, Any]]] = {}
    remarks: list[str] = []
    after = ""
    for at, (cell, grade_id) in enumerate(zip(cells, ids, strict=True)):
        if grade_id is None:
            if cell["cell_type"] == "code" or _source(cell) not in texts:
                loose.setdefault(after, []).append(_loose(cell))
            continue
        if grade_id in ids[at + 1 :]:
            remarks.append(f"The cell {grade_id!r} occurred twice; the last one counts.")
            if _is_answer(known[grade_id]):
                loose.setdefault(after, []).append(_loose(cell))
            continue
        by_id[grade_id] = cell
        after = grade_id
    return by_id, loose, remarks


def _loose(cell: dict[str, Any]) -> dict[str, Any]:
    kind = "code" if cell["cell_type"] == "code" else "markdown"
    empty = {"cell_type": kind, "metadata": {}, "source": _source(cell)}
    return empty | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _grade_id(cell: Mapping[str, Any]) -> str | None:
    metadata = cell.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    grade_id = mark.get("grade_id") if isinstance(mark, Mapping) else None
    return grade_id if isinstance(grade_id, str) else None


def _is_answer(cell: Mapping[str, Any]) -> bool:
    mark = cell["metadata"].get("nbgrader", {})
    return bool(mark.get("solution") or mark.get("task"))


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source.encode("utf-8", "replace").decode() if isinstance(source, str) else ""


def _notebook(cells: list[dict[str, Any]], released: Mapping[str, Any]) -> dict[str, Any]:
    for at, cell in enumerate(cells):
        cell["id"] = cell.get("id") or f"added-{at}"
        cell["source"] = _source(cell)
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    code = [cell for cell in released["cells"] if cell["cell_type"] == "code"]
    imports = [line for cell in code for line in mentions.imports(_source(cell)).splitlines()]
    asked = {name for c in code if _is_answer(c) for name in mentions.assigned(_source(c))}
    metadata = {
        "kernelspec": dict(released["metadata"].get("kernelspec", {})),
        "language_info": {"name": "python"},
        "hbtutor": {"imports": "\n".join(dict.fromkeys(imports)), "asked": sorted(asked)},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
