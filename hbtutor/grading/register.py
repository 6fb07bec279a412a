"""Enter the exercises' points, tests and solutions into a course's gradebook."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hbtutor.grading.layout import configuration


def register(course: Path, names: Sequence[str]) -> None:
    """Record source notebooks in the gradebook, as ``nbgrader generate_assignment`` does.

    course: an nbgrader course whose source notebooks exist (see release); names: assignments.
    Autograding takes the tests, the solutions' marks and the points from the gradebook.  nbgrader
    removes a released folder before it writes it anew; so that exercises/ is never half there,
    the copy made here goes to a temporary folder.  nbgrader's exceptions pass through.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    _find_programs()
    with tempfile.TemporaryDirectory() as scratch:
        config = configuration(course)
        config.CourseDirectory.release_directory = scratch
        for name in names:
            config.CourseDirectory.assignment_id = name
            coursedir = CourseDirectory(config=config)
            GenerateAssignment(coursedir=coursedir, config=config).start()


def _find_programs() -> None:
    """Put this Python's programs on the path: nbgrader starts alembic by name."""
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])
