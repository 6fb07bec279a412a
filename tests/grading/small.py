"""Small released notebooks and submissions of them, for tests that need no real exercise."""

import json
from copy import deepcopy

from hbtutor.grading.admission import admit
from hbtutor.grading.run.limits import Limits
from hbtutor.grading.run.runner import run

MARKS = {
    "given": {"grade": False, "solution": False, "locked": True},
    "answer": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True},
}
LIMITS = Limits(cell_seconds=3, seconds=40)


def cell(role, name, source, points=None):
    """A released code cell; role "open" has no mark."""
    metadata = {}
    if role in MARKS:
        metadata["nbgrader"] = {
            **MARKS[role],
            "grade_id": name,
            "schema_version": 3,
            "task": False,
            **({"points": points} if points is not None else {}),
        }
    return {
        "cell_type": "code",
        "id": name,
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def notebook(*cells):
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": list(cells),
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


# Hidden tests and their secret: 42 stands nowhere that a student's process can see.
RELEASED = notebook(
    cell("given", "setup", "import math\nfrom hbtutor import check\nlimit = 10"),
    cell("answer", "x", "x = ..."),
    cell("test", "x-test", "assert x == 42, 'x is not right.'", 2),
    cell("answer", "f", "def f(a, b):\n    raise NotImplementedError()"),
    cell(
        "test",
        "f-test",
        "assert f(1, 2) == 5, 'f(1, 2) is not right.'\n"
        "### BEGIN HIDDEN TESTS\n"
        "assert f(7, 11) == 29 < limit * 3, 'secret: f(7, 11) is 29'\n"
        "### END HIDDEN TESTS",
        3,
    ),
)
RIGHT = {"x": "x = 6 * 7", "f": "def f(a, b):\n    return a + 2 * b"}


def submission(answers, released=RELEASED):
    """The bytes of a submission with these answers, by grade id."""
    submitted = deepcopy(released)
    for one in submitted["cells"]:
        if one["id"] in answers:
            one["source"] = answers[one["id"]]
    return json.dumps(submitted).encode()


def graded(content, released=RELEASED, limits=LIMITS):
    """Admit and run a submission; return the record."""
    admitted = admit(content, released)
    assert not admitted.reason
    return run(admitted.notebook, limits)


def points(record):
    return {verdict.grade_id: verdict.score for verdict in record.verdicts}
