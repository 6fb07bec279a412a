"""What may cross between the processes, and what may not."""

import json
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from scipy import stats

from hbtutor import Normal
from hbtutor.grading.run.wire import Opaque, WireError, decode, encode

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text()
    | st.binary()
    | st.fractions()
    | st.decimals(allow_nan=False)
)
hashable = st.integers() | st.text() | st.booleans()
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(hashable, inner)
        | st.frozensets(hashable)
        | st.sets(hashable)
    ),
    max_leaves=20,
)


def there_and_back(value):
    return decode(json.loads(json.dumps(encode(value))))


@given(values)
def test_plain_values_come_back_as_they_were(value):
    back = there_and_back(value)
    assert back == value
    assert type(back) is type(value)


@given(
    npst.arrays(
        st.sampled_from([np.float64, np.float32, np.int64, np.int8, np.bool_, np.complex128]),
        npst.array_shapes(min_dims=0, max_dims=3, max_side=4),
    )
)
def test_arrays_come_back_as_they_were(array):
    back = there_and_back(array)
    assert back.dtype == array.dtype
    assert np.array_equal(back, array, equal_nan=array.dtype.kind in "fc")


def test_numpy_scalars_keep_their_type():
    assert type(there_and_back(np.float32(0.1))) is np.float32
    assert there_and_back(np.int64(-3)) == -3


def test_tables_come_back():
    frame = pd.DataFrame(
        {"n": [14, 35], "xbar": [4.5, 19.7], "who": ["a", None]}, index=["8367", "1433"]
    )
    back = there_and_back(frame)
    assert list(back.columns) == list(frame.columns)
    assert list(back.index) == list(frame.index)
    assert back.n.tolist() == [14, 35]
    assert back.xbar.tolist() == [4.5, 19.7]
    pd.testing.assert_series_equal(there_and_back(frame.xbar), frame.xbar)
    assert there_and_back(frame.index).tolist() == ["8367", "1433"]


def test_distributions_come_back():
    assert there_and_back(Normal(1.5, 4.0)).var == 4.0
    back = there_and_back(stats.norm(3, scale=2))
    assert type(back) is type(stats.norm())
    assert (back.mean(), back.std()) == (3, 2)


def test_expressions_come_back():
    n, tau2 = sympy.symbols("n tau2", positive=True)
    assert there_and_back(1 / (n + 1 / tau2)) == 1 / (n + 1 / tau2)
    assert there_and_back([sympy.Rational(1, 3), sympy.pi]) == [sympy.Rational(1, 3), sympy.pi]


class Liar(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


@pytest.mark.parametrize("value", [Liar(3), object(), print, type("T", (dict,), {})(), iter([])])
def test_anything_else_crosses_as_the_name_of_its_type(value):
    back = there_and_back(value)
    assert isinstance(back, Opaque)
    assert type(back).__name__ == type(value).__name__
    assert back != 3


def test_a_container_in_itself_ends_somewhere():
    loop = []
    loop.append(loop)
    assert isinstance(there_and_back(loop), list)


def test_functions_cross_only_where_they_are_kept():
    kept = []

    def keep(function):
        kept.append(function)
        return len(kept) - 1

    written = encode({"f": len}, keep=keep)
    called = decode(written, call=lambda handle, name: (handle, name))
    assert called == {"f": (0, "len")}
    with pytest.raises(WireError):
        decode(written)


@pytest.mark.parametrize(
    "forged",
    [
        None,
        [],
        {},
        "text",
        ["unknown", 1],
        [["list"], []],
        ["list"],
        ["list", 3],
        ["int", "__import__('os')"],
        ["float", "abc"],
        ["array", "O", [1], "AAAA", False],
        ["array", "<f8", [10**9], "AAAA", False],
        ["array", "<f8", [-1], "AAAAAAAAAAA=", False],
        ["sympy", ["Symbol.__class__", "x"]],
        ["sympy", "__import__('os').system('id')"],
        ["scipy", ["str", "norm.__init__"], ["tuple", []], ["dict", []]],
        ["scipy", ["str", "ttest_ind"], ["tuple", []], ["dict", []]],
        ["record", ["str", "base"], ["dict", []]],
        ["record", ["str", "Normal"], ["dict", [[["str", "mean"], ["str", "x"]]]]],
        ["opaque", "a\0b"],
        ["dict", [[["list", []], ["int", "0x1"]]]],
        ["bool", "maybe"],
        ["singleton", "NotImplemented"],
    ],
)
def test_forged_messages_are_refused_or_plain(forged):
    try:
        value = decode(forged)
    except WireError:
        return
    assert type(value) in {int, list}


def test_exact_numbers_stay_exact():
    for value in (10**5000, Fraction(1, 3), Decimal("0.1"), 5e-324, -0.0):
        assert repr(there_and_back(value)) == repr(value) if value != 10**5000 else True
    assert there_and_back(10**5000) == 10**5000
