"""A course of one small exercise and a few students, in an empty folder."""

import json

from hbtutor.grading.course import Course
from hbtutor.grading.new_course import TEMPLATE
from tests.grading.small import RELEASED, RIGHT, submission

NAME = "small"
ANSWERS = {
    "amy": RIGHT,
    "ben": RIGHT | {"x": "x = 41"},
    "cem": {},
    "dan": RIGHT | {"f": "def f(a, b): return 5"},
    "eva": {"x": "x = 42"},
}
SCORES = {"amy": 5, "ben": 3, "cem": 0, "dan": 2, "eva": 2}


def little_course(folder, answers=ANSWERS):
    """Make the course and hand in these answers; return it."""
    (folder / "nbgrader_config.py").write_text(TEMPLATE.format(course_id="little"), "utf-8")
    for step in ("source", "release"):
        path = folder / step / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(RELEASED), encoding="utf-8")
    for student, theirs in answers.items():
        hand_in(folder, student, submission(theirs))
    return Course(folder)


def hand_in(folder, student, content):
    path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def scores(course):
    with course.gradebook() as gradebook:
        return {entry.student.id: entry.score for entry in gradebook.assignment_submissions(NAME)}
