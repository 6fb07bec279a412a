"""Feedback pages by nbgrader's GenerateFeedback, where the grade or a comment is new."""

from __future__ import annotations

import copy
import glob
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from hbtutor.grading.course import Course

Progress = Callable[..., Iterable[Any]]


def give_back(
    course: Course,
    assignment: str,
    students: Sequence[str],
    *,
    progress: Progress = lambda items, **_: items,
) -> int:
    """Write the feedback of these students where it is missing or out of date; return how many."""
    stamps = _stamps(course, assignment, students)
    due = [
        student for student in students if _known(course, assignment, student) != stamps[student]
    ]
    if not due:
        return 0
    for student in progress(due, total=len(due), desc="feedback", unit="page"):
        generate(course, assignment, student)
        _stamp_file(course, assignment, student).write_text(stamps[student], encoding="utf-8")
    return len(due)


def generate(course: Course, assignment: str, student: str) -> None:
    """Write one student's feedback pages."""
    from nbgrader.converters import GenerateFeedback

    config = copy.deepcopy(course.config)
    directory = type(course.directory)(config=config)
    directory.assignment_id = assignment
    directory.student_id = glob.escape(student)
    here = os.getcwd()
    try:
        GenerateFeedback(coursedir=directory, config=config, force=True).start()
    finally:
        os.chdir(here)


def _stamps(course: Course, assignment: str, students: Sequence[str]) -> dict[str, str]:
    """Return for each student a hash of what their feedback shows."""
    shown: dict[str, list[Any]] = {student: [] for student in students}
    with course.gradebook() as gradebook:
        for entry in gradebook.assignment_submissions(assignment):
            for notebook in entry.notebooks:
                if entry.student.id in shown:
                    shown[entry.student.id] += [
                        sorted([grade.name, grade.score] for grade in notebook.grades),
                        sorted([note.name, note.comment or ""] for note in notebook.comments),
                        notebook.late_submission_penalty,
                    ]
    for student, what in shown.items():
        folder = course.folder("autograded", student, assignment)
        what += [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ipynb"))]
    return {
        student: hashlib.sha256(json.dumps(what).encode()).hexdigest()
        for student, what in shown.items()
    }


def _stamp_file(course: Course, assignment: str, student: str) -> Path:
    return course.folder("feedback", student, assignment) / ".shown"


def _known(course: Course, assignment: str, student: str) -> str:
    try:
        return _stamp_file(course, assignment, student).read_text(encoding="utf-8")
    except OSError:
        return ""
