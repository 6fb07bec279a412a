"""Grading a class on a small exercise: what is handed in oddly, and what a course may demand."""

import json
import shutil

import pytest

from hbtutor.grading.course import Course
from hbtutor.grading.export import export
from hbtutor.grading.grade import grade
from hbtutor.grading.nbgrading.registered import ChangedError
from hbtutor.grading.run import sandbox
from hbtutor.grading.run.limits import Limits
from hbtutor.grading.run.sandbox import PROCESS, IsolationError, isolation
from hbtutor.grading.status import explain, status
from tests.grading.hostile_processes import SURVIVES
from tests.grading.little_course import NAME, SCORES, hand_in, little_course, scores
from tests.grading.small import RIGHT, graded, points, submission
from tests.grading.test_hostile import left_behind

pytestmark = pytest.mark.course


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = little_course(tmp_path_factory.mktemp("little"))
    grade(made, workers=1)
    return made


def folder(course, student):
    path = course.folder("submitted", student, NAME)
    path.mkdir(parents=True, exist_ok=True)
    return path


def test_the_class_is_graded(course):
    assert scores(course) == SCORES


def test_odd_submissions_get_a_grade_or_a_reason(course, tmp_path):
    (folder(course, "named") / "Copy of small (1).ipynb").write_bytes(submission(RIGHT))
    folder(course, "nothing")
    (folder(course, "two") / "a.ipynb").write_bytes(submission(RIGHT))
    (folder(course, "two") / "b.ipynb").write_bytes(submission(RIGHT))
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (folder(course, "linked") / f"{NAME}.ipynb").symlink_to(secret)
    hand_in(course.root, "extra", submission(RIGHT))
    (folder(course, "extra") / "notes.txt").symlink_to(secret)
    (folder(course, "extra") / "timestamp.txt").write_text("the day before yesterday")
    odd = ["named", "nothing", "two", "linked", "extra"]
    (done,) = grade(course, workers=1, students=odd)
    assert {student: score for student, score in scores(course).items() if student in odd} == {
        "named": 5,
        "nothing": 0,
        "two": 0,
        "linked": 0,
        "extra": 5,
    }
    assert set(done.reasons) == {"nothing", "two", "linked"}
    assert "symbolic link" in done.reasons["linked"]
    made = [*course.root.glob("autograded/**/*"), *course.root.glob("feedback/**/*")]
    assert not [path for path in made if path.is_file() and path.read_text("utf-8") == "secret"]
    for student in odd:
        shutil.rmtree(course.folder("submitted", student, NAME).parent)


def test_standing_and_runs_can_be_looked_at(course):
    (standing,) = status(course)
    assert (standing.submitted, standing.by_hand) == (5, 0)
    said = "\n".join(explain(course, "dan", NAME))
    assert "=> failed, 0 of 3. A hidden test of this cell did not pass." in said
    assert "def f(a, b): return 5" in said
    with pytest.raises(ValueError, match="'zoe' has no graded submission"):
        list(explain(course, "zoe", NAME))


@pytest.mark.parametrize("form", ["csv", "canvas", "moodle"])
def test_grades_can_be_taken_elsewhere(course, tmp_path, form):
    export(course, tmp_path / "grades.csv", form=form)
    lines = (tmp_path / "grades.csv").read_text(encoding="utf-8").splitlines()
    (amy,) = [line for line in lines if "amy" in line]
    assert "5.0" in amy
    with pytest.raises(ValueError, match="form must be one of csv, canvas, moodle"):
        export(course, tmp_path / "grades.xls", form="xls")


def test_an_exercise_that_lost_a_cell_is_graded_anew_unless_a_person_has_graded(course):
    path = course.root / "source" / NAME / f"{NAME}.ipynb"
    release = course.folder("release", ".", NAME) / f"{NAME}.ipynb"
    before = path.read_text(encoding="utf-8")
    notebook = json.loads(before)
    del notebook["cells"][2]
    try:
        for file in (path, release):
            file.write_text(json.dumps(notebook), encoding="utf-8")
        grade(course, workers=1)
        assert scores(course) == {"amy": 3, "ben": 3, "cem": 0, "dan": 0, "eva": 0}
        with course.gradebook() as gradebook:
            gradebook.find_grade("f-test", NAME, NAME, "dan").manual_score = 1
            gradebook.db.commit()
        for file in (path, release):
            file.write_text(before, encoding="utf-8")
        with pytest.raises(ChangedError, match="nbgrader db assignment remove small --force"):
            grade(course)
        with course.gradebook() as gradebook:
            gradebook.find_grade("f-test", NAME, NAME, "dan").manual_score = None
            gradebook.db.commit()
    finally:
        for file in (path, release):
            file.write_text(before, encoding="utf-8")
    grade(course, workers=1)
    assert scores(course) == SCORES


def test_a_course_may_demand_the_sandbox(monkeypatch):
    monkeypatch.setattr(sandbox, "strongest", lambda: PROCESS)
    assert isolation(Limits()) == PROCESS
    with pytest.raises(IsolationError, match="install it"):
        isolation(Limits(isolation="required"))


def test_without_a_sandbox_it_is_said_and_still_nothing_stays():
    bare = Limits(cell_seconds=2, seconds=20, isolation="none")
    for code in (
        SURVIVES["a process that hides in its own session"],
        SURVIVES["a process that stays"],
    ):
        record = graded(submission(RIGHT | {"x": f"{code}\nx = 42"}), limits=bare)
        assert record.isolation == PROCESS
        assert points(record) == {"x-test": 2, "f-test": 3}
        assert left_behind() == []


def test_nothing_handed_in_is_said(tmp_path):
    made = little_course(tmp_path, answers={})
    with pytest.raises(ValueError, match="nothing is handed in yet"):
        grade(Course(made.root))
