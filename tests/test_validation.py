"""The door refuses by name: argument, rule, offending value, position, and what to do."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from hbtutor import validation
from hbtutor.validation import counts, finite, fraction, generator, positive, same_shape


@pytest.mark.parametrize(
    ("check", "value", "message"),
    [
        (finite, [1.0, np.nan, 3.0], r"y must be finite numbers; got nan at position 1. Remove"),
        (finite, [1.0, None], r"got None at position 1"),
        (finite, float("inf"), r"y must be finite numbers; got inf"),
        (finite, [[1.0, 2.0], [3.0, -np.inf]], r"got -inf at position \(1, 1\)"),
        (finite, [], r"y must hold at least one number; it is empty"),
        (finite, np.array([]), r"it is empty"),
        (finite, "12", r"y must be a number or an array of numbers; got '12'"),
        (finite, True, r"got True"),
        (finite, [True, False], r"array of bool"),
        (finite, 1 + 2j, r"got \(1\+2j\)"),
        (finite, [[1, 2], [3]], r"rows differ in length"),
        (finite, ["a", 1], r"array of <U"),
        (finite, pd.Series([1.0, None]), r"got nan at position 1"),
        (finite, pd.Series([1, pd.NA], dtype="Int64"), r"got nan at position 1"),
        (finite, pd.DataFrame({"a": [1.0]}), r"one column; got a table with \['a'\]"),
        (finite, np.ma.masked_array([1.0, 2.0], mask=[False, True]), r"masked"),
        (finite, sympy.oo, r"got inf"),
        (finite, sympy.I, r"got I"),
        (finite, sympy.nan, r"got nan"),
        (positive, [4.0, 0.0], r"y must be positive; got 0.0 at position 1"),
        (positive, Fraction(-1, 2), r"got Fraction\(-1, 2\)"),
        (positive, sympy.Integer(0), r"y must be positive; got 0"),
        (positive, -sympy.Symbol("v", positive=True), r"declared not to be"),
        (counts, [3, -1], r"got -1.0 at position 1"),
        (counts, 2.5, r"whole numbers, zero or more; got 2.5"),
        (fraction, 1, r"strictly between 0 and 1; got 1"),
    ],
)
def test_refuses_and_says_why(check, value, message):
    with pytest.raises(ValueError, match=message):
        check("y", value)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_lists_arrays_and_series_are_the_same_numbers(values):
    series = finite("y", pd.Series(values))
    np.testing.assert_array_equal(finite("y", values), values)
    np.testing.assert_array_equal(finite("y", np.array(values)), values)
    np.testing.assert_array_equal(series.to_numpy(), values)
    assert isinstance(series, pd.Series)


def test_numbers_fractions_and_symbols_pass_unchanged():
    symbol = sympy.Symbol("tau2")
    for value in (3, 2.5, Fraction(1, 3), symbol, sympy.Rational(1, 3), np.float64(2.5)):
        assert positive("x", value) is value
    mixed = positive("x", [symbol, 3])
    assert mixed.tolist() == [symbol, 3]
    with pytest.raises(ValueError, match=r"x\[1\] must be positive; got -3"):
        positive("x", [symbol, -3])


def test_integer_arrays_become_floats_so_that_products_cannot_overflow():
    assert finite("y", np.array([2**62, 2**62])).sum() == 2.0**63


def test_series_keep_their_labels():
    series = positive("v", pd.Series([1, 4], index=["Choate", "Deerfield"]))
    assert list(series.index) == ["Choate", "Deerfield"]
    assert series.dtype == float


def test_shapes_must_agree_and_labels_must_match():
    same_shape(y=np.zeros(3), sigma2=2.0, n=np.ones(3))
    with pytest.raises(ValueError, match=r"sigma2 must .* shape of y, \(3,\); got shape \(3, 1\)"):
        same_shape(y=np.zeros(3), sigma2=np.zeros((3, 1)))
    with pytest.raises(ValueError, match=r"n must .* got shape \(1,\)"):
        same_shape(y=np.zeros(3), sigma2=1.0, n=np.ones(1))
    left, right = pd.Series([1.0, 2.0], index=["a", "b"]), pd.Series([1.0, 2.0], index=["b", "a"])
    with pytest.raises(ValueError, match=r"labels of sigma2 .* got 'b' at position 0, where y has"):
        same_shape(y=left, sigma2=right)


@pytest.mark.parametrize("rng", [None, 42, np.random, np.random.RandomState(1)])
def test_only_a_generator_draws(rng):
    with pytest.raises(ValueError, match=r"rng must be a numpy.random.Generator"):
        generator(rng)
    assert generator(np.random.default_rng(1)).normal() is not None


def test_symbols_are_found_in_nested_lists_and_arrays():
    x = sympy.Symbol("x")
    assert validation.is_symbolic([1, [2, x]])
    assert validation.is_symbolic(np.array([x, 1]))
    assert not validation.is_symbolic([1, [2, 3]], np.ones(3), "x")
