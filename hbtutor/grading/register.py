"""Enter the exercises' points, tests and solutions into a course's gradebook."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hbtutor.grading.layout import configuration
from hbtutor.grading.programs import find_programs


def register(course: Path, names: Sequence[str]) -> None:
    """Record source notebooks in the gradebook, as ``nbgrader generate_assignment`` does.

    course: an nbgrader course whose source notebooks exist (see release); names: assignments.
    Autograding takes the tests, the solutions' marks and the points from the gradebook.  nbgrader
    removes a released folder before it writes it anew; so that exercises/ is never half there,
    the copy made here goes to a temporary folder.  nbgrader's exceptions pass through.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    find_programs()
    with tempfile.TemporaryDirectory() as scratch:
        config = configuration(course)
        config.CourseDirectory.release_directory = scratch
        for name in names:
            config.CourseDirectory.assignment_id = name
            coursedir = CourseDirectory(config=config)
            GenerateAssignment(coursedir=coursedir, config=config).start()
