"""The verbs of test cells, and the catalogue behind them."""

import subprocess
import sys

import numpy as np
import pytest

from hbtutor import check
from hbtutor.check import catalogue
from hbtutor.check.failure import CheckFailed


def right(n, sigma2, tau2):
    return 1 / (1 + n * tau2 / sigma2)


def test_a_right_answer_prints_one_line_and_returns_nothing(capsys):
    assert check.answer("school-ability/shrinkage", right) is None
    assert capsys.readouterr().out == "✓ shrinkage is right.\n"
    assert check.further("school-ability/shrinkage", right, seed=4) is None
    assert capsys.readouterr().out == "✓ shrinkage is right in further cases too.\n"


def test_further_cases_catch_what_the_visible_ones_were_fitted_to(capsys):
    def fitted(n, sigma2, tau2):
        seen.append((n, sigma2, tau2))
        return right(n, sigma2, tau2)

    seen = []
    check.answer("school-ability/shrinkage", fitted)
    table = {(n, sigma2): right(n, sigma2, tau2) for n, sigma2, tau2 in seen if np.ndim(n) == 0}
    with pytest.raises(CheckFailed):
        check.further("school-ability/shrinkage", lambda n, s, t: table.get((n, s), 0.5), seed=4)
    assert capsys.readouterr().out == "✓ shrinkage is right.\n"


def test_the_form_tells_nothing_of_the_answer(capsys):
    for choice in "abcde":
        check.form("school-ability/spread", choice)
    assert capsys.readouterr().out.count("has the right form") == 5
    check.form("school-ability/B_small", 99.0)
    check.form("school-ability/B_formula", 99)
    check.form("school-ability/shrinkage", np.sin)
    check.form("school-ability/new_student", (1.0, 2.0))


@pytest.mark.parametrize(
    ("task", "value", "said"),
    [
        ("spread", "f", "must be one of"),
        ("B_small", None, "None"),
        ("B_formula", "b", "a text"),
        ("shrinkage", 0.5, "a function was asked for"),
        ("new_student", 3.5, "a distribution was asked for"),
    ],
)
def test_a_wrong_form_is_refused(task, value, said):
    with pytest.raises(CheckFailed, match=said):
        check.form(f"school-ability/{task}", value)


def test_unknown_names_list_the_near_matches():
    with pytest.raises(ValueError, match=r"got 'school-abillity'.*Near matches: school-ability"):
        check.answer("school-abillity/noise", 1)
    with pytest.raises(ValueError, match=r"got 'B_smal'.*Near matches: B_small"):
        check.answer("school-ability/B_smal", 1)
    with pytest.raises(ValueError, match="got ''"):
        check.answer("school-ability", 1)


def test_the_data_are_a_fresh_copy_each_time():
    schools = check.data("school-ability").schools
    schools["n"] = 1
    assert check.data("school-ability").schools.n["8367"] == 14


def test_a_failure_shows_its_sentence_and_no_traceback_in_a_notebook():
    with pytest.raises(CheckFailed) as failure:
        check.answer("school-ability/noise", 39.15)
    (shown,) = failure.value._render_traceback_()
    assert shown == f"✗ {failure.value}"


def test_every_hint_leads_back_to_its_misconception():
    for name in catalogue.exercise_names():
        for task in catalogue.exercise(name).tasks:
            for wrong in task.misconceptions:
                message = f"{task.name}: not right yet. {wrong.hint}"
                assert check.recognise(message, among=name) == (name, task.name, wrong)
    assert check.recognise("noise: not right yet.") is None


def test_the_data_do_not_need_the_declared_answers():
    code = (
        "import sys; from hbtutor import check; check.data('school-ability');"
        "print([name for name in sys.modules if name.startswith('hbtutor.check.exercises.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
