"""Entering a submission into the gradebook, by nbgrader's own Autograde, from its record.

One writer at a time: whoever grades a class calls this from one process only.  Entering the same
submission again writes the same numbers again; the autograded notebook, which is written last,
says what was entered, so that a run that was killed knows what is missing.
"""

from __future__ import annotations

import copy
import glob
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde, NbGraderException
from traitlets import Dict

from hbtutor.grading.course import Course
from hbtutor.grading.nbgrading.exporter import told
from hbtutor.grading.submissions import Submission


class NotEnteredError(RuntimeError):
    """nbgrader could not enter a submission; the message says what it said."""


class Ingest(Autograde):
    """Autograde for one student whose notebooks were admitted before."""

    given = Dict(help="Admitted notebooks, by name.")


def entered(course: Course, submission: Submission) -> bool:
    """Tell whether the gradebook holds what this submission is worth."""
    path = _autograded(course, submission)
    try:
        known = json.loads(path.read_text(encoding="utf-8"))["metadata"]["hbtutor"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return known.get("submission") == submission.digest and "isolation" in known


def enter(course: Course, submissions: list[Submission]) -> None:
    """Enter all notebooks of one student's submission of an assignment."""
    first = submissions[0]
    config = copy.deepcopy(course.config)
    with tempfile.TemporaryDirectory(prefix="hbtutor-") as staging:
        config.CourseDirectory.submitted_directory = staging
        directory = type(course.directory)(config=config)
        directory.assignment_id = first.assignment
        directory.student_id = glob.escape(first.student)
        _stage(Path(directory.format_path(staging, first.student, first.assignment)), submissions)
        converter = Ingest(coursedir=directory, config=config, force=True)
        converter.given = {one.notebook: _given(one) for one in submissions}
        here = os.getcwd()
        try:
            converter.start()
        except NbGraderException as error:
            raise NotEnteredError(f"nbgrader could not enter it: {error}") from None
        finally:
            os.chdir(here)


def _given(submission: Submission) -> dict[str, Any]:
    notebook = told(submission.admitted)
    notebook["metadata"]["hbtutor"]["submission"] = submission.digest
    return notebook


def _stage(folder: Path, submissions: list[Submission]) -> None:
    """Put what nbgrader looks for into a folder: nothing of what students may have put there."""
    folder.mkdir(parents=True)
    for one in submissions:
        (folder / f"{one.notebook}.ipynb").write_text("{}", encoding="utf-8")
        if one.timestamp:
            (folder / "timestamp.txt").write_text(one.timestamp, encoding="utf-8")


def _autograded(course: Course, submission: Submission) -> Path:
    folder = course.folder("autograded", submission.student, submission.assignment)
    return folder / f"{submission.notebook}.ipynb"
