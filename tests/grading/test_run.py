"""Real runs: a student's process behind its walls, a referee's process beside it."""

import pytest

from hbtutor.grading.run.limits import Limits
from hbtutor.grading.run.runner import run_key
from tests.grading.small import LIMITS, RELEASED, RIGHT, cell, graded, notebook, points, submission

ALL = {"x-test": 2.0, "f-test": 3.0}


def test_right_answers_earn_all_points():
    record = graded(submission(RIGHT))
    assert points(record) == ALL
    assert record.reason == ""
    assert [verdict.status for verdict in record.verdicts] == ["passed", "passed"]


def test_a_blank_earns_nothing_and_is_told_why():
    record = graded(submission({}))
    assert set(points(record).values()) == {0.0}
    assert record.verdict("x-test").message == "x is not right."
    assert "NotImplementedError" in record.verdict("f-test").message


def test_a_hidden_test_is_not_told():
    record = graded(submission(RIGHT | {"f": "def f(a, b):\n    return 5"}))
    assert points(record) == {"x-test": 2.0, "f-test": 0.0}
    assert "secret" not in str(record.as_dict())
    assert record.verdict("f-test").message == "A hidden test of this cell did not pass."


def test_a_visible_test_says_what_is_wrong():
    record = graded(submission(RIGHT | {"f": "def f(a, b):\n    return a"}))
    assert record.verdict("f-test").message == "f(1, 2) is not right."


@pytest.mark.parametrize(
    "noise",
    [
        "import warnings; warnings.warn('careful')",
        "import sys; print('note', file=sys.stderr)",
        "from tqdm import tqdm\nfor _ in tqdm(range(3)): pass",
        "import os; os.system('echo noise >&2')",
        "import logging; logging.warning('noise')",
    ],
)
def test_noise_on_stderr_costs_nothing(noise):
    noisy = {"x": f"{noise}\nx = 42", "f": f"def f(a, b):\n    {noise.splitlines()[0]}\n"}
    noisy["f"] += "    return a + 2 * b"
    assert points(graded(submission(noisy))) == ALL


def test_outputs_are_recorded_as_in_a_notebook():
    source = "print('said')\ndisplay({'a': 1})\n1 / 0"
    record = graded(submission({"x": "3 + 4", "f": source}))
    (result,) = record.outputs[1]
    assert (result["output_type"], result["data"]["text/plain"]) == ("execute_result", "7")
    kinds = [output["output_type"] for output in record.outputs[3]]
    assert kinds == ["stream", "display_data", "error"]
    assert record.outputs[3][2]["ename"] == "ZeroDivisionError"


def test_a_loop_is_interrupted_and_the_rest_still_counts():
    record = graded(submission(RIGHT | {"x": "while True:\n    pass"}))
    assert points(record) == {"x-test": 0.0, "f-test": 3.0}
    assert record.remarks == ("Cell 2 (x) was stopped after 3 seconds.",)


def test_a_loop_that_cannot_be_interrupted_is_ended():
    stubborn = "sum(iter(int, 1))"  # loops in C, where no signal is looked at
    record = graded(submission(RIGHT | {"f": stubborn}), limits=Limits(cell_seconds=1, seconds=20))
    assert points(record) == {"x-test": 2.0}
    assert "could not be interrupted" in record.reason


def test_a_function_that_never_returns_fails_its_test_alone():
    slow = "import time\ndef f(a, b):\n    time.sleep(1000)"
    record = graded(submission(RIGHT | {"f": slow}), limits=Limits(cell_seconds=1, seconds=20))
    assert points(record) == {"x-test": 2.0, "f-test": 0.0}
    assert record.reason == ""


def test_the_whole_notebook_has_a_limit_too():
    many = notebook(
        *(cell("answer", f"s{i}", "") for i in range(6)), cell("test", "t", "assert True", 1)
    )
    answers = {f"s{i}": "import time; time.sleep(1)" for i in range(6)}
    record = graded(submission(answers, many), many, Limits(cell_seconds=5, seconds=2))
    assert points(record) == {}
    assert "took more than 2 seconds" in record.reason


def test_what_ended_says_so():
    record = graded(submission(RIGHT | {"f": "import os; os._exit(0)"}))
    assert points(record) == {"x-test": 2.0}
    assert "stopped" in record.reason


@pytest.mark.parametrize(
    ("last", "earned"),
    [
        ("1.5", 1.5),
        ("x / 21", 2.0),
        ("float('nan')", 0.0),
        ("float('inf')", 0.0),
        ("-1", 0.0),
        ("2.001", 0.0),
        ("10**400", 0.0),
        ("True", 2.0),
        ("False", 0.0),
        ("None", 2.0),
        ("import numpy as np; np.float64(0.5)", 0.5),
        ("import numpy as np; np.int64(3)", 0.0),
    ],
)
def test_partial_credit_is_finite_and_within_the_points(last, earned):
    released = notebook(cell("answer", "x", ""), cell("test", "t", last, 2))
    record = graded(submission({"x": "x = 42"}, released), released)
    assert points(record) == {"t": earned}


def test_the_students_names_cannot_replace_the_authors():
    takes = {"x": "limit = 10**9\nx = 42", "f": "import math\nmath = check = None\n" + RIGHT["f"]}
    assert points(graded(submission(takes))) == ALL


def test_a_test_may_use_a_name_that_is_asked_for_later():
    released = notebook(
        cell("test", "early", "y = 3\nassert y == 3", 1),
        cell("answer", "y", "y = ..."),
        cell("test", "late", "assert y == 5", 1),
    )
    assert points(graded(submission({"y": "y = 5"}, released), released)) == {"early": 1, "late": 1}


def test_the_key_of_a_run_changes_with_what_it_depends_on():
    base = run_key(RELEASED, LIMITS)
    assert run_key(RELEASED, Limits(cell_seconds=4, seconds=40)) != base
    other = notebook(*RELEASED["cells"][:-1], cell("test", "f-test", "assert True", 3))
    assert run_key(other, LIMITS) != base
    assert run_key(notebook(*RELEASED["cells"]), LIMITS) == base
