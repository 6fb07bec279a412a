"""nbgrader's way in: a submitted file is admitted instead of being read on trust."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter

from hbtutor.grading.admission import Admitted, NotAdmittedError, admit, read_bytes, refuse
from hbtutor.grading.nbgrading.released import released_notebook
from hbtutor.grading.own_numbers import fill_in


def admit_file(path: Path, released: dict[str, Any]) -> Admitted:
    """Admit a submitted file; whatever is wrong with it becomes the reason."""
    try:
        return admit(read_bytes(path), released)
    except NotAdmittedError as reason:
        return refuse(str(reason), released)


def told(admitted: Admitted) -> dict[str, Any]:
    """Return an admitted notebook with what is to be told about it in its metadata."""
    notebook = admitted.notebook
    notebook["metadata"]["hbtutor"] |= {
        "reason": admitted.reason,
        "remarks": list(admitted.remarks),
    }
    return notebook


def drop_links(submitted: Path, copied: Path) -> None:
    """Remove what nbgrader has copied through a student's symbolic links: it could be anything."""
    for path in submitted.rglob("*"):
        copy = copied / path.relative_to(submitted)
        if path.is_symlink() and copy.is_file():
            copy.unlink()


class SubmissionExporter(NotebookExporter):
    """Reads submissions through admission; autograded notebooks, which are ours, as they are."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        autograde = self.parent
        if not autograde._sanitizing:
            return super().from_filename(filename, resources, **kw)
        names = (resources or {})["nbgrader"]
        given = getattr(autograde, "given", {})
        if names["notebook"] in given:
            notebook = given[names["notebook"]]
            return self.from_notebook_node(nbformat.from_dict(notebook), resources=resources, **kw)
        submitted = Path(filename)
        drop_links(
            submitted.parent, Path(autograde._format_dest(names["assignment"], names["student"]))
        )
        released = released_notebook(autograde.coursedir, names["assignment"], names["notebook"])
        admitted = fill_in(admit_file(submitted, released), released, names["student"])
        notebook = told(admitted)
        return self.from_notebook_node(nbformat.from_dict(notebook), resources=resources, **kw)
