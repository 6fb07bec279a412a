"""The grader killed at many moments, and a worker killed in the middle: nothing lost or doubled."""

import os
import signal

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from hbtutor.grading.cluster import run_all
from hbtutor.grading.course import Course
from hbtutor.grading.grade import grade
from hbtutor.grading.run.processes import descendants
from hbtutor.grading.run.runner import run, run_key
from tests.grading.little_course import NAME, SCORES, little_course, scores
from tests.grading.small import LIMITS, RELEASED, cell, notebook

MOMENTS = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89]
"""After which commits to the gradebook the grader is killed; the class takes about a hundred."""


@pytest.fixture
def course(tmp_path):
    """The little course, every submission run but none entered."""
    from hbtutor.grading.grade import _released
    from hbtutor.grading.nbgrading.registered import ensure_registered
    from hbtutor.grading.submissions import submissions

    made = little_course(tmp_path)
    ensure_registered(made, NAME)
    for one in submissions(made, NAME, _released(made, NAME)):
        made.store.put(one.key, run(one.admitted.notebook, made.limits))
    return made


def grade_and_die(course, *, after):
    """Grade in a process that is killed after so many commits; return whether it was."""
    child = os.fork()
    if child == 0:
        try:
            left = [after]

            def count(session):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(Session, "after_commit", count)
            grade(Course(course.root))
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.course
def test_the_grader_may_be_killed_at_any_moment(course):
    killed = 0
    for after in MOMENTS:
        before = scores(course)
        killed += grade_and_die(course, after=after)
        now = scores(course)
        # Nothing that was recorded is lost, nothing is more than it is worth.
        assert set(before) <= set(now)
        assert all(now[student] <= SCORES[student] for student in now)
    assert killed >= 5
    (done,) = grade(course)
    assert done.run == 0
    assert scores(course) == SCORES
    (again,) = grade(course)
    assert (again.run, again.entered) == (0, 0)


@pytest.mark.course
def test_a_lost_worker_loses_no_run():
    jobs = {}
    for number in range(6):
        source = f"import time; time.sleep(0.3)\nassert {number} >= 0"
        one = notebook(cell("answer", "x", source), *RELEASED["cells"][2:3])
        jobs[run_key(one, LIMITS)] = one
    records = {}
    for key, record in run_all(jobs.items(), LIMITS, workers=2):
        assert key not in records
        records[key] = record
        if len(records) == 1:
            os.kill(a_worker(), signal.SIGKILL)
    assert set(records) == set(jobs)
    assert all(len(record.verdicts) == 1 for record in records.values())


def a_worker():
    """Return the process id of a Dask worker: a child of this process that runs keepers."""
    for pid in descendants(os.getpid()):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                command = file.read()
        except OSError:
            continue
        if b"spawn_main" in command and descendants(pid):
            return pid
    raise AssertionError("no worker found")
