"""The sample class through the real pipeline: walls, referee, gradebook, feedback, report."""

import json
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from hbtutor.cli import main
from hbtutor.grading.course import Course
from hbtutor.grading.grade import _released, grade
from hbtutor.grading.release import release
from hbtutor.grading.submissions import submissions
from tests.grading import sample_class

pytestmark = pytest.mark.course

EXERCISE = "school-ability"
SCORES = {
    "ada": 27,
    "bela": 27,
    "chen": 11,
    "dora": 1,
    "emil": 24,
    "fatou": 0,
    "goran": 0,
    "hana": 27,
}
"""Of 27 points by tests; 4 more for a letter that a person grades."""


def scores(course):
    with course.gradebook() as gradebook:
        return {
            entry.student.id: entry.score for entry in gradebook.assignment_submissions(EXERCISE)
        }


@pytest.fixture(scope="module")
def graded(course_folder):
    """The class, released and graded once: the course, and what grading said."""
    release(course_folder, [EXERCISE])
    course = Course(course_folder)
    (done,) = grade(course, workers=1)
    return course, done


def feedback(course, student):
    folder = course.folder("feedback", student, EXERCISE)
    return (folder / f"{EXERCISE}.html").read_text(encoding="utf-8")


def test_the_class_in_the_repository_is_made_from_the_released_notebook():
    for path, data in sample_class.files().items():
        there = (sample_class.ROOT / path).read_bytes()
        assert there == data, f"run python tests/grading/sample_class.py: {path}"


def test_everybody_gets_the_grade_earned(graded):
    course, done = graded
    assert (done.submissions, done.entered) == (8, 8)
    assert scores(course) == SCORES


def test_what_could_not_be_graded_has_a_reason(graded):
    _, done = graded
    assert set(done.reasons) == {"fatou"}
    assert "not valid JSON" in done.reasons["fatou"]


def test_what_a_person_grades_is_left_to_a_person(graded):
    course, _ = graded
    with course.gradebook() as gradebook:
        waiting = {
            entry.student.id: entry.needs_manual_grade
            for entry in gradebook.assignment_submissions(EXERCISE)
        }
    blank = {"chen", "fatou", "goran"}
    assert {student for student, waits in waiting.items() if not waits} == blank


def test_feedback_tells_which_check_failed_and_hides_the_hidden_ones(graded):
    course, _ = graded
    for student in SCORES:
        page = feedback(course, student)
        assert "HIDDEN TESTS" not in page
        assert "check.further" not in page
        assert "seed=" not in page.replace("&#61;", "=")
    assert "This is a standard deviation" in feedback(course, "dora")
    assert "B and 1 - B have changed places" in " ".join(feedback(course, "dora").split())
    assert "was stopped after 10 seconds" in feedback(course, "emil")
    assert "not valid JSON" in feedback(course, "fatou")


def test_grading_again_does_nothing_and_changes_nothing(graded):
    course, _ = graded
    before = scores(course)
    (again,) = grade(course)
    assert (again.run, again.entered, again.feedback) == (0, 0, 0)
    assert scores(course) == before


def test_a_new_version_is_graded_alone(graded):
    course, _ = graded
    path = course.folder("submitted", "goran", EXERCISE) / f"{EXERCISE}.ipynb"
    other = course.folder("submitted", "ada", EXERCISE) / f"{EXERCISE}.ipynb"
    before = path.read_bytes()
    try:
        shutil.copy(other, path)
        (done,) = grade(course, workers=1)
        # The cells are those of a submission that was run, but the numbers are another student's.
        assert (done.run, done.entered, done.feedback) == (1, 1, 1)
        assert scores(course)["goran"] == 27
        page = " ".join(feedback(course, "goran").split())
        assert "The notebook was worked out with the id" in page
        assert "graded with the numbers of" in page
    finally:
        path.write_bytes(before)
        grade(course, workers=1)
    assert scores(course) == SCORES


def test_a_grade_by_hand_survives_and_reaches_the_feedback(graded):
    course, _ = graded
    with course.gradebook() as gradebook:
        letter = gradebook.find_grade("letter-written", EXERCISE, EXERCISE, "ada")
        letter.manual_score = 3.5
        gradebook.db.commit()
    (done,) = grade(course)
    assert (done.entered, done.feedback) == (0, 1)
    assert "30.5" in feedback(course, "ada")
    (done,) = grade(course, students=["ada"], again=True, workers=1)
    assert (done.run, done.entered) == (1, 1)
    assert scores(course)["ada"] == 30.5


def test_the_autograded_notebook_says_what_it_ran_in(graded):
    course, done = graded
    path = course.folder("autograded", "ada", EXERCISE) / f"{EXERCISE}.ipynb"
    told = json.loads(path.read_text(encoding="utf-8"))["metadata"]["hbtutor"]
    assert told["isolation"] == done.isolation


def test_what_was_run_is_looked_up_and_not_run_again(graded):
    course, _ = graded
    for one in submissions(course, EXERCISE, _released(course, EXERCISE)):
        path = course.folder("autograded", one.student, EXERCISE) / f"{EXERCISE}.ipynb"
        told = json.loads(path.read_text(encoding="utf-8"))["metadata"]["hbtutor"]
        assert told["key"] == one.key


def test_the_commands_say_what_was_made(graded):
    course, _ = graded
    said = CliRunner().invoke(main, ["--course", str(course.root), "grade"])
    assert said.exit_code == 0, said.output
    assert "8 submissions, 0 run, 0 entered" in said.output
    assert "fatou: The submitted file is not a notebook" in said.output
    said = CliRunner().invoke(main, ["--course", str(course.root), "report"])
    assert said.exit_code == 0, said.output
    assert "report.html" in said.output
    page = (course.root / "_build" / "course" / "report.html").read_text(encoding="utf-8")
    for text in ("chen", "B and 1 - B swapped", "n forgotten", "sd for variance", "not valid JSON"):
        assert text in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_plain_nbgrader_takes_the_same_way(graded):
    course, _ = graded
    run = [sys.executable, "-m", "nbgrader"]
    for command in (
        ["autograde", EXERCISE, "--student", "dora", "--force"],
        ["generate_feedback", EXERCISE, "--student", "dora", "--force"],
        ["export", "--to", "grades.csv"],
    ):
        result = subprocess.run(
            [*run, *command], cwd=course.root, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr
    assert scores(course)["dora"] == 1
    assert "This is a standard deviation" in feedback(course, "dora")
    assert "HIDDEN TESTS" not in feedback(course, "dora")
    assert "dora" in (course.root / "grades.csv").read_text(encoding="utf-8")
