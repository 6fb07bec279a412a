"""Exact plain data passes; everything else is refused in words, and never asked to compare."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import scipy.stats
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from hbtutor import Normal
from hbtutor.check import plain
from hbtutor.check.failure import NotPlainError

NUMBERS = [
    0.25,
    Fraction(1, 4),
    Decimal("0.25"),
    np.float64(0.25),
    np.float32(0.25),
    np.array(0.25),
    sp.Rational(1, 4),
    sp.Float("0.25"),
    sp.sqrt(sp.Rational(1, 16)),
]


@pytest.mark.parametrize("value", NUMBERS, ids=lambda v: type(v).__name__)
def test_a_number_in_every_equivalent_form(value):
    assert plain.numbers(value) == 0.25
    assert type(plain.numbers(value)) is float


@pytest.mark.parametrize("value", [7, np.int64(7), np.uint8(7), sp.Integer(7)])
def test_whole_numbers_become_floats(value):
    assert plain.numbers(value) == 7.0


ARRAYS = [
    [2, Fraction(7, 2), sp.Integer(5)],
    (2.0, 3.5, 5.0),
    np.array([2, 3.5, 5]),
    np.array([2, Fraction(7, 2), 5], dtype=object),
    pd.Series([2, 3.5, 5], index=["a", "b", "c"]),
    pd.Series([2, Fraction(7, 2), 5], dtype=object),
    pd.Series([2, 3.5, 5], dtype="Float64"),
    pd.Index([2, 3.5, 5]),
]


@pytest.mark.parametrize("value", ARRAYS, ids=lambda v: type(v).__name__)
def test_an_array_in_every_equivalent_form(value):
    assert plain.numbers(value).tolist() == [2.0, 3.5, 5.0]


def test_tables_keep_their_shape():
    assert plain.numbers([[1, 2, 3], [4, 5, 7]]).shape == (2, 3)


class Agreeable:
    """Says yes to every comparison, and passes for any number."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __float__(self):
        return 2.5

    def __array__(self, *args, **kwargs):
        return np.array(2.5)

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __abs__(self):
        return 0.0


class AgreeableFloat(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class AgreeableArray(np.ndarray):
    def __sub__(self, other):
        return np.zeros(3)


class AgreeableSeries(pd.Series):
    def to_numpy(self, *args, **kwargs):
        return np.zeros(3)


class AgreeableSymbol(sp.Symbol):
    def __eq__(self, other):
        return True

    __hash__ = sp.Symbol.__hash__


class AgreeableText(str):
    __slots__ = ()

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


CIRCULAR: list = []
CIRCULAR.append(CIRCULAR)

REFUSED = {
    "None": (None, "None"),
    "dots": (..., "three dots"),
    "True": (True, "True or False"),
    "numpy bool": (np.bool_(True), "True or False"),
    "text": ("2.5", "a text"),
    "complex": (2 + 0j, "complex"),
    "NaN": (float("nan"), "NaN"),
    "infinity": (np.inf, "infinite"),
    "huge": (10**400, "too large"),
    "NaN inside": ([1.0, np.nan, 2.0], "position 1"),
    "itself inside": (CIRCULAR, "lists of lists of lists"),
    "infinity inside": (np.array([[1.0, 2.0], [3.0, -np.inf]]), r"position \(1, 1\)"),
    "missing inside": (pd.Series([1, None], dtype="Float64"), "position 1"),
    "ragged": ([[1, 2], [3]], "different lengths"),
    "complex array": (np.array([1j, 2j]), "an array"),
    "text array": (np.array(["1", "2"]), "an array"),
    "masked array": (np.ma.masked_array([1.0], mask=[True]), "MaskedArray"),
    "symbol": (sp.Symbol("tau2"), "still holds symbols"),
    "function": (abs, "a function"),
    "dict": ({"a": 1}, "a dict"),
    "distribution": (Normal(1.0, 2.0), "Normal distribution"),
    "agreeable object": (Agreeable(), "Agreeable"),
    "agreeable float": (AgreeableFloat(2.5), "AgreeableFloat"),
    "agreeable array": (np.array([1.0, 2, 3]).view(AgreeableArray), "AgreeableArray"),
    "agreeable series": (AgreeableSeries([1.0, 2, 3]), "AgreeableSeries"),
    "agreeable symbol": (AgreeableSymbol("x"), "AgreeableSymbol"),
    "agreeable inside": ([1.0, Agreeable()], "Agreeable"),
    "agreeable in an object array": (np.array([1.0, Agreeable()], dtype=object), "Agreeable"),
    "too long": (np.zeros(plain.LARGEST + 1), "far more"),
}


@pytest.mark.parametrize(("value", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_everything_else_is_refused_in_words(value, said):
    with pytest.raises(NotPlainError, match=said):
        plain.numbers(value)


def test_a_copy_is_returned():
    mine = np.array([1.0, 2.5])
    plain.numbers(mine)[0] = 99
    assert mine.tolist() == [1.0, 2.5]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_float_is_itself(value):
    assert plain.numbers(value) == value
    assert plain.numbers(np.array([value])).tolist() == [value]


DISTRIBUTIONS = [
    Normal(12.5, 2.25),
    (12.5, 2.25),
    [Fraction(25, 2), 2.25],
    {"mean": 12.5, "var": 2.25},
    scipy.stats.norm(12.5, 1.5),
    scipy.stats.norm(loc=12.5, scale=1.5),
    scipy.stats.norm(12.5, scale=np.float64(1.5)),
]


@pytest.mark.parametrize("value", DISTRIBUTIONS, ids=lambda v: type(v).__name__)
def test_a_normal_distribution_in_every_equivalent_form(value):
    read = plain.normal(value)
    assert (read.mean, read.var) == (12.5, 2.25)


def test_frozen_scipy_distributions_are_read_from_their_parameters():
    forged = scipy.stats.norm(3.0, 7.0)
    forged.mean = lambda: 12.5
    forged.var = lambda: 2.25
    assert (plain.normal(forged).mean, plain.normal(forged).var) == (3.0, 49.0)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (12.5, "distribution was asked for"),
        (None, "None"),
        (scipy.stats.t(5), "not a normal one"),
        ((12.5, -2.25), "not positive"),
        ((12.5, [1.0, 2.0]), r"shape \(2,\)"),
        ((12.5, np.nan), "NaN"),
        ((1, 2, 3), "a tuple"),
        (Agreeable(), "Agreeable"),
    ],
)
def test_what_is_no_normal_distribution_is_refused(value, said):
    with pytest.raises(NotPlainError, match=said):
        plain.normal(value)


@pytest.mark.parametrize("value", ["1433", " 1433 ", 1433, np.int64(1433), np.str_("1433")])
def test_a_label_in_every_equivalent_form(value):
    assert plain.text(value) == "1433"


@pytest.mark.parametrize("value", [None, 1433.0, True, AgreeableText("1433"), ["1433"]])
def test_what_is_no_label_is_refused(value):
    with pytest.raises(NotPlainError):
        plain.text(value)
