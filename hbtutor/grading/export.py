"""Grades as tables for other systems: plain CSV, Canvas, Moodle."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbtutor.grading.course import Course


@dataclass(frozen=True)
class Grade:
    """One student's result in one assignment."""

    student: Any
    assignment: str
    score: float | None
    max_score: float


def export(course: Course, path: Path, *, form: str = "csv") -> int:
    """Write everybody's grades to a file and return the number of lines under the heading.

    form: "csv" (a line for each student and assignment), "canvas" or "moodle" (a line for each
    student, a column for each assignment, as their import pages want it).  Scores are less late
    penalties; who has handed nothing in has an empty field.
    """
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}; got {form!r}.")
    with course.gradebook() as gradebook:
        assignments = sorted(gradebook.assignments, key=lambda assignment: assignment.name)
        students = sorted(gradebook.students, key=lambda student: student.id)
        grades: dict[tuple[str, str], Grade] = {}
        for assignment in assignments:
            entries = {e.student.id: e for e in gradebook.assignment_submissions(assignment.name)}
            for student in students:
                entry = entries.get(student.id)
                grades[student.id, assignment.name] = Grade(
                    student,
                    assignment.name,
                    None if entry is None else _score(entry),
                    float(assignment.max_score),
                )
        heading, rows = FORMS[form](students, [a.name for a in assignments], grades)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows([_harmless(field) for field in row] for row in rows)
    return len(rows)


def _score(entry: Any) -> float:
    penalty = sum(notebook.late_submission_penalty or 0.0 for notebook in entry.notebooks)
    return max(0.0, float(entry.score) - penalty)


def _harmless(field: Any) -> Any:
    """Keep a spreadsheet from taking a name for a formula."""
    if isinstance(field, str) and field[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{field}"
    return "" if field is None else field


Table = tuple[list[str], list[list[Any]]]
Grades = dict[tuple[str, str], Grade]


def _csv(students: list[Any], names: list[str], grades: Grades) -> Table:
    rows = [
        [s.id, s.last_name, s.first_name, s.email, name, grade.score, grade.max_score]
        for s in students
        for name in names
        for grade in [grades[s.id, name]]
    ]
    return ["id", "last_name", "first_name", "email", "assignment", "score", "max_score"], rows


def _canvas(students: list[Any], names: list[str], grades: Grades) -> Table:
    heading = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names]
    most = ["    Points Possible", "", "", "", "", *(_most(name, grades) for name in names)]
    rows = [
        [
            ", ".join(filter(None, (s.last_name, s.first_name))) or s.id,
            s.lms_user_id or "",
            s.id,
            s.email or s.id,
            "",
            *(grades[s.id, name].score for name in names),
        ]
        for s in students
    ]
    return heading, [most, *rows]


def _moodle(students: list[Any], names: list[str], grades: Grades) -> Table:
    heading = ["ID number", "First name", "Last name", "Email address", *names]
    rows = [
        [s.id, s.first_name, s.last_name, s.email, *(grades[s.id, name].score for name in names)]
        for s in students
    ]
    return heading, rows


def _most(name: str, grades: Grades) -> float | None:
    return next((grade.max_score for (_, at), grade in grades.items() if at == name), None)


FORMS: dict[str, Callable[[list[Any], list[str], Grades], Table]] = {
    "csv": _csv,
    "canvas": _canvas,
    "moodle": _moodle,
}
