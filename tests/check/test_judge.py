"""Verdicts on a small exercise of its own: what passes, what fails, and with which sentence."""

import re

import numpy as np
import pandas as pd
import pytest
import sympy as sp

from hbtutor import Normal
from hbtutor.check import CheckFailed
from hbtutor.check.judge import judge
from hbtutor.check.tasks import (
    Argument,
    Choice,
    Exercise,
    Formula,
    Function,
    Misconception,
    Number,
    Tolerance,
)

RATE = Argument("rate", 0.2, 0.9, each=True)
SCALE2 = Argument("scale2", 3, 8, aliases=("s2",))
FORGOT = Misconception(
    "rate forgotten", "It looks as if the rate was left out.", lambda r, s: s + 0 * r
)
DIVIDED = Misconception("divided", "It looks as if you divided by the rate.", lambda r, s: s / r)


def spread(rate, scale2):
    return rate * scale2


FUNCTION = Function(
    name="spread",
    asks="the spread",
    arguments=(RATE, SCALE2),
    formula=spread,
    misconceptions=(FORGOT, DIVIDED),
    bounds=(0, 8, "no spread is larger"),
)
FORMULA = Formula(
    name="spread",
    asks="the spread",
    arguments=(RATE, SCALE2),
    formula=spread,
    misconceptions=(FORGOT, DIVIDED),
)
NUMBER = Number(
    name="total",
    asks="the totals",
    given=lambda data: data,
    formula=spread,
    misconceptions=(FORGOT, DIVIDED),
    tolerance=Tolerance(relative=0, absolute=0.0051),
    bounds=(0, 4, "a total is no larger"),
)
DISTRIBUTION = Number(
    name="law",
    asks="the law",
    given=lambda data: data,
    formula=lambda rate, scale2: Normal(rate, scale2),
    misconceptions=(
        Misconception("mean", "Wrong mean.", lambda r, s: 2 * r, part="mean"),
        Misconception("var", "A root too many.", lambda r, s: s**0.5, part="var"),
    ),
)
CHOICE = Choice(
    name="pick",
    asks="which one",
    given=lambda data: data,
    options=lambda data: ("Anna", "Ben", "Cleo"),
    formula=lambda rate, scale2: "Ben",
    misconceptions=(Misconception("first", "Not always the first.", lambda r, s: "Anna"),),
)
DATA = (0.35, 4.5)
MANY = (np.array([0.35, 0.2, 0.8]), 4.5)


def passes(task, answer, *, data=DATA, hidden=False):
    judge(task, answer, data=data, seed=5, cases=4, hidden=hidden)


def fails(task, answer, *, data=DATA, hidden=False):
    with pytest.raises(CheckFailed) as failure:
        passes(task, answer, data=data, hidden=hidden)
    assert failure.value.task == task.name
    return failure.value


def test_a_number_within_its_tolerance_passes():
    for answer in (1.575, 1.58, np.float64(1.57), [1.575], sp.Rational(63, 40)):
        passes(NUMBER, answer)


def test_a_number_beyond_its_tolerance_fails():
    assert fails(NUMBER, 1.56).misconception is None
    assert "must lie between 0 and 4: a total is no larger" in str(fails(NUMBER, 4.1))


def test_a_known_mistake_gets_its_hint_and_never_the_answer():
    failure = fails(NUMBER, 4.5)
    assert (str(failure), failure.misconception) == (
        "total: not right yet. It looks as if the rate was left out.",
        "rate forgotten",
    )
    assert "1.57" not in str(failure)


def test_arrays_in_any_container():
    for answer in ([1.575, 0.9, 3.6], pd.Series([1.575, 0.9, 3.6], index=list("xyz"))):
        passes(NUMBER, answer, data=MANY)
    assert "another order" in str(fails(NUMBER, [0.9, 1.575, 3.6], data=MANY).args[0])
    assert "shape (2,), where (3,)" in str(fails(NUMBER, [1.575, 0.9], data=MANY))
    assert "shape (), where (3,)" in str(fails(NUMBER, 1.575, data=MANY))
    assert "shape (3, 1), where (3,)" in str(fails(NUMBER, [[1.575], [0.9], [3.6]], data=MANY))


def test_a_distribution_is_judged_in_parts():
    passes(DISTRIBUTION, (0.35, 4.5))
    assert str(fails(DISTRIBUTION, (0.7, 4.5))) == "law: not right yet in its mean. Wrong mean."
    assert str(fails(DISTRIBUTION, (0.35, 4.5**0.5))) == (
        "law: not right yet in its variance (the mean is right). A root too many."
    )
    assert "in its mean" in str(fails(DISTRIBUTION, (0.9, 9.9)))


def test_a_function_by_any_route_passes():
    passes(FUNCTION, lambda rate, scale2: scale2 / (1 / rate))
    passes(FUNCTION, lambda a, b: sp.Float(a) * b if np.ndim(a) == 0 else list(a * b))
    passes(FUNCTION, lambda a, b: pd.Series(a * b) if np.ndim(a) else a * b)
    passes(FUNCTION, np.multiply)


def test_a_function_that_changes_its_arguments_changes_no_verdict():
    def greedy(rate, scale2):
        result = rate * scale2
        if np.ndim(rate):
            rate[:] = 0
        return result

    passes(FUNCTION, greedy)


def test_a_wrong_function_gets_its_hint_whatever_it_does_to_arrays():
    def divided(rate, scale2):
        if np.ndim(rate):
            raise RuntimeError("numbers only")
        return scale2 / rate

    assert fails(FUNCTION, divided).misconception == "divided"
    assert fails(FUNCTION, lambda rate, scale2: scale2).misconception == "rate forgotten"


def test_a_function_for_numbers_only_is_told_so():
    def scalar_only(rate, scale2):
        return rate * scale2 if rate < 5 else 0.0

    assert "It works for numbers; for arrays" in str(fails(FUNCTION, scalar_only))
    assert "shape" in str(fails(FUNCTION, lambda r, s: float(np.mean(r)) * s))


def test_visible_failures_tell_the_inputs_and_hidden_ones_do_not():
    wrong = lambda rate, scale2: 0.9 * rate * scale2  # noqa: E731
    assert "It was tried with rate = 0.7" in str(fails(FUNCTION, wrong))
    assert str(fails(FUNCTION, wrong, hidden=True)) == (
        "spread: not right yet. What is asked for is the spread."
    )


def test_a_function_right_in_some_cases_only():
    sometimes = lambda rate, scale2: rate * scale2 if rate < 0.6 else 1.1  # noqa: E731
    assert re.search(r"right in [123] of the 4 cases", str(fails(FUNCTION, sometimes)))


class AlwaysRight:
    """Equal to everything, and called without complaint."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __call__(self, *args):
        return self


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (None, "a function was asked for"),
        (1.575, "a function was asked for"),
        (lambda rate: rate, "raised TypeError"),
        (lambda rate, scale2: None, "None"),
        (lambda rate, scale2: float("nan"), "NaN"),
        (lambda rate, scale2: 1 / 0, "raised ZeroDivisionError"),
        (lambda rate, scale2: exit(), "raised SystemExit"),
        (lambda rate, scale2: True, "True or False"),
        (lambda rate, scale2: AlwaysRight(), "AlwaysRight"),
        (AlwaysRight(), "AlwaysRight"),
    ],
)
def test_what_no_function_of_data_returns(function, said):
    assert said in str(fails(FUNCTION, function))


def test_a_function_still_to_be_written():
    def blank(rate, scale2):
        raise NotImplementedError

    assert str(fails(FUNCTION, blank)) == "spread is still to be written."


def test_a_formula_in_any_form_with_any_assumptions():
    r, s = sp.symbols("rate scale2")
    scale = sp.Symbol("scale", negative=True)
    for answer in (
        r * s,
        sp.Symbol("rate", positive=True) * sp.Symbol("s2", real=True),
        (r**2 * s + r * s) / (r + 1),
        r * scale**2,
        sp.exp(sp.log(r) + sp.log(s)),
        sp.Integral(s, (s, 0, sp.sqrt(2 * r * s))).doit(),
    ):
        passes(FORMULA, answer)


def test_wrong_formulas():
    r, s = sp.symbols("rate scale2")
    assert fails(FORMULA, s / r).misconception == "divided"
    assert fails(FORMULA, s).misconception == "rate forgotten"
    assert fails(FORMULA, r * s * 1.0001).misconception is None
    assert "uses the symbol z" in str(fails(FORMULA, r * s + sp.Symbol("z")))
    assert "a text" in str(fails(FORMULA, "rate*scale2"))
    assert "no finite value" in str(fails(FORMULA, s ** (10**6)))


def test_choices():
    passes(CHOICE, "ben ")
    failure = fails(CHOICE, "Anna")
    assert (str(failure), failure.misconception) == (
        "pick: not right yet. Not always the first.",
        "first",
    )
    assert str(fails(CHOICE, "cleo")) == "pick: not right yet. Think again about which one."
    assert "must be one of 'Anna', 'Ben', 'Cleo'; yours is 'dora'" in str(fails(CHOICE, "Dora"))
    assert "a text in quotes" in str(fails(CHOICE, AlwaysRight()))


def test_tasks_of_an_exercise_have_different_names():
    with pytest.raises(ValueError, match="'twins' must have different names"):
        Exercise("twins", "Twins", lambda: DATA, (FORMULA, FUNCTION))
