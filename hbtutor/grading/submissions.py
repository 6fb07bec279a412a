"""The submissions of an assignment: found, admitted, and keyed by everything that counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbtutor.grading.admission import Admitted, NotAdmittedError, admit, read_bytes, refuse
from hbtutor.grading.course import Course
from hbtutor.grading.own_numbers import fill_in
from hbtutor.grading.run.runner import run_key

LONGEST_TIMESTAMP = 100


@dataclass(frozen=True)
class Submission:
    """One student's submitted notebook.

    notebook: its name in the release; admitted: what of it is run; key: of its run; timestamp: when
    it was handed in, "" if that is not known; digest: of the key, the remarks and the timestamp,
    that is, of everything that its entry in the gradebook depends on.
    """

    student: str
    assignment: str
    notebook: str
    admitted: Admitted
    key: str
    timestamp: str
    digest: str


def folders(course: Course, assignment: str) -> list[Path]:
    """Return the folders in which an assignment was handed in, sorted by student."""
    folder = course.folder("submitted", "*", assignment)
    return sorted(Path(folder.anchor).glob(str(folder.relative_to(folder.anchor))))


def submissions(
    course: Course, assignment: str, released: dict[str, dict[str, Any]]
) -> Iterator[Submission]:
    """Yield all submissions of an assignment, sorted by student.

    released: the assignment's released notebooks by name, hidden tests in place.
    """
    for path in folders(course, assignment):
        student = path.parent.name
        for notebook, release in released.items():
            yield _submission(course, student, assignment, notebook, path, release)


def _submission(
    course: Course,
    student: str,
    assignment: str,
    notebook: str,
    folder: Path,
    release: dict[str, Any],
) -> Submission:
    try:
        path, remark = _file(folder, notebook)
        admitted = admit(read_bytes(path), release)
        if remark:
            admitted = Admitted(admitted.notebook, admitted.reason, (remark, *admitted.remarks))
    except NotAdmittedError as reason:
        admitted = refuse(str(reason), release)
    admitted = fill_in(admitted, release, student)
    timestamp = _timestamp(folder / "timestamp.txt")
    key = run_key(admitted.notebook, course.limits)
    depends = [key, admitted.reason, list(admitted.remarks), timestamp]
    return Submission(
        student=student,
        assignment=assignment,
        notebook=notebook,
        admitted=admitted,
        key=key,
        timestamp=timestamp,
        digest=hashlib.sha256(json.dumps(depends).encode()).hexdigest(),
    )


def _file(folder: Path, notebook: str) -> tuple[Path, str]:
    """Return a submission's file; one notebook under another name is taken for it, and told."""
    path = folder / f"{notebook}.ipynb"
    if path.exists() or path.is_symlink():
        return path, ""
    others = sorted(folder.glob("*.ipynb")) if folder.is_dir() else []
    if len(others) == 1:
        return others[0], f"Handed in as {others[0].name!r}, not as '{notebook}.ipynb'."
    if others:
        raise NotAdmittedError(f"There are {len(others)} notebooks, none named {notebook}.ipynb.")
    raise NotAdmittedError(f"There is no notebook; {notebook}.ipynb was to be handed in.")


def _timestamp(path: Path) -> str:
    """Return the time of a submission if it can be read as one."""
    from nbgrader.utils import parse_utc

    try:
        if path.is_symlink() or path.stat().st_size > LONGEST_TIMESTAMP:
            return ""
        text = path.read_text(encoding="utf-8").strip()
        parse_utc(text)
        return text
    except (OSError, ValueError, OverflowError):
        return ""
