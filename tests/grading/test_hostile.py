"""Hostile submissions, each through the real walls and the real referee."""

import os
from pathlib import Path

import pytest

from hbtutor.grading.run.limits import Limits
from hbtutor.grading.run.sandbox import BUBBLEWRAP, FIRST_USER, strongest
from tests.conftest import needed
from tests.grading.hostile_cells import attacks
from tests.grading.hostile_processes import MAY_END, SURVIVES, WALLS
from tests.grading.small import RIGHT, graded, points, submission

LIMITS = Limits(
    cell_seconds=1.5, seconds=20, memory=3 << 30, scratch=32 << 20, processes=24, output=20_000
)
ATTACKS = list(attacks())


def left_behind():
    """The processes of students that are still there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            user = entry.stat().st_uid
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if user == FIRST_USER + os.getpid() % 4_000 or b"sleep\x001000000" in command:
            found.append(entry.name)
    return found


@pytest.mark.parametrize(("name", "answers"), ATTACKS, ids=[name for name, _ in ATTACKS])
def test_cheating_earns_nothing(name, answers):
    record = graded(submission(answers), limits=LIMITS)
    earned = points(record)
    assert sum(earned.values()) == 0
    assert "secret" not in str([verdict.message for verdict in record.verdicts])
    assert len(earned) == 2 or record.reason


@pytest.mark.parametrize("name", SURVIVES)
def test_the_rest_of_the_notebook_is_graded(name):
    record = graded(submission(RIGHT | {"x": SURVIVES[name]}), limits=LIMITS)
    assert record.reason == ""
    assert points(record)["f-test"] == 3
    assert len(str(record.as_dict())) < 300_000
    assert left_behind() == []


@pytest.mark.parametrize("name", MAY_END)
def test_what_ends_itself_is_told(name):
    record = graded(submission(RIGHT | {"x": MAY_END[name]}), limits=LIMITS)
    assert points(record).get("x-test", 0) == 0
    assert record.reason or len(record.verdicts) == 2
    assert left_behind() == []


@pytest.mark.parametrize("name", WALLS)
def test_the_walls_stand(name):
    needed(strongest() == BUBBLEWRAP, "these tests need bubblewrap: apt-get install bubblewrap")
    record = graded(submission(RIGHT | {"x": WALLS[name] + "\nx = 42"}), limits=LIMITS)
    assert points(record) == {"x-test": 2, "f-test": 3}, record.outputs


def test_the_next_submission_is_not_touched_by_the_one_before():
    graded(submission({"x": "import numpy, builtins\nnumpy.pi = builtins.answer = 3"}))
    check = "import builtins, numpy\nassert numpy.pi > 3.1 and not hasattr(builtins, 'answer')"
    assert points(graded(submission(RIGHT | {"x": f"{check}\nx = 42"})))["x-test"] == 2


def test_random_numbers_differ_from_one_submission_to_the_next():
    source = "import random, numpy\nprint(random.random(), numpy.random.random())"
    drawn = [graded(submission({"x": source})).outputs[1][0]["text"] for _ in range(2)]
    assert drawn[0] != drawn[1]
