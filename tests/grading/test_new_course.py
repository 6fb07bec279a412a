"""A course of one's own, and that plain nbgrader understands it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hbtutor.cli import main
from hbtutor.grading.course import Course
from hbtutor.grading.new_course import new_course, read_roster
from tests.grading import sample_answers
from tests.grading.sample_class import answered

EXERCISE = "school-ability"
ROSTER = "id,first_name,last_name,email\nw01,Wislawa,Szymborska,w@example.org\nk02,Ko,Un,\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    roster = folder / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    said = CliRunner().invoke(
        main, ["course", "new", str(folder / "course"), EXERCISE, "--roster", str(roster)]
    )
    assert said.exit_code == 0, said.output
    return Course(folder / "course")


def nbgrader(course, *arguments):
    result = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PATH": os.defpath},
    )
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


def test_the_folder_is_complete_and_the_class_enrolled(made):
    assert made.assignments() == (EXERCISE,)
    with made.gradebook() as gradebook:
        names = {student.id: student.last_name for student in gradebook.students}
        assert gradebook.find_assignment(EXERCISE).max_score > 20
    assert names == {"w01": "Szymborska", "k02": "Un"}


@pytest.mark.course
def test_plain_nbgrader_commands_do_everything(made):
    released = made.folder("release", ".", EXERCISE) / f"{EXERCISE}.ipynb"
    before = released.read_bytes()
    nbgrader(made, "generate_assignment", EXERCISE, "--force")
    assert released.read_bytes() == before
    folder = made.folder("submitted", "w01", EXERCISE)
    folder.mkdir(parents=True)
    notebook = answered(json.loads(before), sample_answers.PARTLY)
    (folder / f"{EXERCISE}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    nbgrader(made, "autograde", EXERCISE)
    nbgrader(made, "generate_feedback", EXERCISE)
    nbgrader(made, "export", "--to", "grades.csv")
    with made.gradebook() as gradebook:
        assert gradebook.find_submission(EXERCISE, "w01").score == 11
    page = made.folder("feedback", "w01", EXERCISE) / f"{EXERCISE}.html"
    text = page.read_text(encoding="utf-8")
    assert "HIDDEN TESTS" not in text
    assert "not right yet" in text
    assert "w01" in (made.root / "grades.csv").read_text(encoding="utf-8")


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("precious")
    with pytest.raises(ValueError, match="new or an empty folder"):
        new_course(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_unknown_exercises_and_missing_sources_are_said(tmp_path):
    with pytest.raises(ValueError, match="Near: school-ability"):
        new_course(tmp_path / "a", ["school-abilities"])
    with pytest.raises(ValueError, match="not part of the installed package"):
        new_course(tmp_path / "b", origin=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name\nx\n", "must have the column id"),
        ("id,shoe_size\nx,43\n", "it may|may have first_name"),
        ("id\na/b\n", "line 2: id must be a name"),
        ("id\na\n\na\n", "occurs twice"),
        ("id,email\n,x@example.org\n", "line 2: id must be a name"),
    ],
)
def test_a_roster_that_is_wrong_is_told_where(tmp_path, text, says):
    path = Path(tmp_path / "roster.csv")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        read_roster(path)
