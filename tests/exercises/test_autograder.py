"""The real nbgrader, with real kernels: solutions, blanks, other routes and mistakes."""

import copy
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from hbtutor import check
from hbtutor.grading.register import register
from hbtutor.grading.release import release, to_bytes
from tests.exercises import school_ability
from tests.exercises.notebooks import ROOT, source, student

pytestmark = pytest.mark.course
NAME = "school-ability"
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "scratch"
c.CourseDirectory.source_directory = "_build/source"
c.CourseDirectory.release_directory = "exercises"
c.ExecutePreprocessor.timeout = 60
"""
FEW = {  # of the hand-written mistakes, one for each task, that builds on no other answer
    task: (code, misconception)
    for task, code, misconception in school_ability.MISTAKES
    if not any(re.search(rf"\b{other}\b", code) for other in set(school_ability.ROUTES) - {task})
}
SUBMISSIONS = {
    "solution": source(NAME),
    "blank": student(NAME),
    "route": ("answers", school_ability.ROUTES),
    "mistaken": ("answers", {task: code for task, (code, _) in FEW.items()}),
}


def submission(kind):
    if not isinstance(SUBMISSIONS[kind], tuple):
        return SUBMISSIONS[kind]
    notebook = copy.deepcopy(student(NAME))
    for cell in notebook.cells:
        task, _, role = cell.id.rpartition("-")
        if role == "answer":
            cell.source = SUBMISSIONS[kind][1][task]
    return notebook


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The gradebook and the autograded notebooks of a class of four, by stock nbgrader."""
    course = tmp_path_factory.mktemp("course")
    (course / "nbgrader_config.py").write_text(CONFIG)
    (course / "solutions").symlink_to(ROOT / "solutions")
    release(course, [NAME])
    register(course, [NAME])
    for kind in SUBMISSIONS:
        folder = course / "submitted" / kind / NAME
        folder.mkdir(parents=True)
        (folder / f"{NAME}.ipynb").write_bytes(to_bytes(submission(kind)))
    nbgrader = Path(sys.executable).with_name("nbgrader")
    environment = {**os.environ, "PATH": f"{nbgrader.parent}:{os.environ['PATH']}"}
    environment |= {"HOME": str(course), "IPYTHONDIR": str(course / "ipython")}
    done = subprocess.run(
        [nbgrader, "autograde", NAME], cwd=course, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return course


def grades(course, student_id):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        (notebook,) = book.find_submission(NAME, student_id).notebooks
        return {g.name.rpartition("-")[0]: (g.auto_score, g.max_score) for g in notebook.grades}


def outputs(course, student_id):
    path = course / "autograded" / student_id / NAME / f"{NAME}.ipynb"
    return {cell.id: cell.get("outputs", []) for cell in nbformat.read(path, as_version=4).cells}


@pytest.mark.parametrize("kind", ["solution", "route"])
def test_a_right_answer_gets_full_marks_by_any_route(graded, kind):
    found = grades(graded, kind)
    written = found.pop("letter")
    # A changed text waits for a person; one that was left as it is has no points.
    assert written == ((None, 4.0) if kind == "solution" else (0.0, 4.0))
    assert len(found) == len(check.exercise(NAME).tasks)
    assert all(score == best > 0 for score, best in found.values())


def test_a_blank_gets_nothing(graded):
    assert {score for score, _ in grades(graded, "blank").values()} == {0.0}


def test_every_mistake_costs_the_points_and_shows_its_hint(graded):
    assert set(FEW) == {task.name for task in check.exercise(NAME).tasks}
    found = grades(graded, "mistaken")
    assert {score for score, _ in found.values()} == {0.0}
    shown = outputs(graded, "mistaken")
    for task, (_, misconception) in FEW.items():
        (error,) = (o for o in shown[f"{task}-test"] if o.output_type == "error")
        exercise, named, recognised = check.recognise(error.evalue, among=NAME)
        assert (exercise, named, recognised.name) == (NAME, task, misconception)
        # The sentence alone: no traceback, and so no line of a hidden test.
        assert error.traceback == [f"✗ {error.evalue}"]


def test_the_solutions_outputs_hold_no_error_and_no_warning(graded):
    for identity, found in outputs(graded, "solution").items():
        for output in found:
            assert output.output_type != "error", identity
            assert output.get("name") != "stderr", (identity, output.get("text"))
    assert "noise is right" in outputs(graded, "solution")["noise-test"][0].text


def test_registering_again_changes_nothing(graded):
    before = grades(graded, "route")
    register(graded, [NAME])
    assert grades(graded, "route") == before
