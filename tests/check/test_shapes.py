"""Beta and Gamma answers, in the forms in which students give them."""

import numpy as np
import pytest
import scipy.stats
import sympy as sp

from hbtutor import Beta, Gamma, Normal
from hbtutor.check import CheckFailed
from hbtutor.check.failure import NotPlainError
from hbtutor.check.judge import judge
from hbtutor.check.shapes import shaped, stacked
from hbtutor.check.tasks import Argument, Function, Misconception, Number

BETAS = [
    Beta(3.5, 8),
    (3.5, 8),
    [sp.Rational(7, 2), np.int64(8)],
    {"beta": 8, "alpha": 3.5},
    np.array([3.5, 8]),
    scipy.stats.beta(3.5, 8),
    scipy.stats.beta(b=8, a=3.5, loc=0),
]
GAMMAS = [
    Gamma(3.5, 8),
    (3.5, 8),
    scipy.stats.gamma(3.5, scale=1 / 8),
    scipy.stats.gamma(3.5, 0, 0.125),
]


@pytest.mark.parametrize("value", BETAS, ids=repr)
def test_forms_of_a_beta(value):
    assert stacked(shaped(value, Beta)).tolist() == [3.5, 8]


@pytest.mark.parametrize("value", GAMMAS, ids=repr)
def test_forms_of_a_gamma_whose_second_parameter_is_the_rate(value):
    assert stacked(shaped(value, Gamma)).tolist() == [3.5, 8]


def test_a_scale_for_a_rate_is_another_gamma():
    assert stacked(shaped(scipy.stats.gamma(3.5, scale=8), Gamma)).tolist() == [3.5, 0.125]


@pytest.mark.parametrize(
    ("value", "record", "why"),
    [
        (None, Beta, r"None \(nothing\).*Beta\(alpha, beta\), a frozen scipy.stats.beta"),
        (Gamma(3.5, 8), Beta, "an object of type Gamma"),
        (Normal(3.5, 8), Gamma, "a Normal.*Gamma"),
        ((3.5, 8, 1), Beta, "a tuple"),
        ((3.5, 0), Beta, "not positive"),
        ((-3.5, [8.0, 2.0]), Beta, r"alpha of shape \(\) and a beta of shape \(2,\)"),
        ((3.5, float("nan")), Gamma, "NaN"),
        (scipy.stats.norm(3.5, 8), Beta, "not a Beta"),
        (scipy.stats.beta(3.5, 8), Gamma, "not a Gamma"),
        (scipy.stats.beta(3.5, 8, loc=1), Beta, "moved"),
        (scipy.stats.beta(3.5, 8, scale=2), Beta, "stretched"),
    ],
    ids=repr,
)
def test_what_is_no_such_distribution_is_refused_in_words(value, record, why):
    with pytest.raises(NotPlainError, match=why):
        shaped(value, record)


def test_nothing_that_a_frozen_distribution_carries_is_called():
    forged = scipy.stats.beta(2.0, 9.0)
    forged.mean = lambda: 3.5 / 11.5
    assert stacked(shaped(forged, Beta)).tolist() == [2, 9]


SWAPPED = Misconception("swapped", "Look at the order.", lambda k, n: Beta(1 + n - k, 2 + k))
TRIALS = Misconception("trials", "Not all of them failed.", lambda k, n: Beta(2 + k, 1 + n))


def posterior(k, n):
    return Beta(2 + k, 1 + n - k)


ASKED = {"name": "law", "asks": "the law", "misconceptions": (SWAPPED, TRIALS)}
K, N = Argument("k", 3, 9, whole=True, each=True), Argument("n", 40, 90, whole=True, each=True)
NUMBER = Number(given=lambda data: data, formula=posterior, **ASKED)
FUNCTION = Function(arguments=(K, N), formula=posterior, **ASKED)


def judged(task, answer):
    judge(task, answer, data=(4, 20), seed=7, cases=3, hidden=False)


def test_a_right_distribution_passes():
    judged(NUMBER, (6, 17))
    judged(FUNCTION, lambda k, n: scipy.stats.beta(k + 2, n - k + 1))


@pytest.mark.parametrize("wrong", [SWAPPED, TRIALS], ids=lambda wrong: wrong.name)
def test_a_mistake_in_one_parameter_or_both_is_recognised(wrong):
    for task, answer in [(NUMBER, wrong.formula(4, 20)), (FUNCTION, wrong.formula)]:
        with pytest.raises(CheckFailed) as failure:
            judged(task, answer)
        assert (failure.value.misconception, failure.value.task) == (wrong.name, "law")


def test_an_unknown_mistake_is_refused_without_a_hint():
    with pytest.raises(CheckFailed, match="What is asked for is the law") as failure:
        judged(NUMBER, (6, 17.5))
    assert failure.value.misconception is None
