"""Students' answers as plain data: exact built-in numbers, strings, arrays - or a refusal in words.

Only exact types are read, never a subclass: an object whose ``__eq__`` or ``__float__`` was written
to please a comparison is not a number, and none of its methods is called.
"""

from __future__ import annotations

import math
import sys
from decimal import Decimal
from fractions import Fraction
from types import BuiltinFunctionType, FunctionType
from typing import Any

import numpy as np
import sympy

from hbtutor.check.expressions import evaluate, names, tree
from hbtutor.check.failure import NotPlainError
from hbtutor.distributions import Normal

LARGEST = 1_000_000
DEEPEST = 3
_NUMBERS = frozenset({int, float, Fraction, Decimal})
_NUMPY_NUMBERS = frozenset(
    np.dtype(code).type for code in "bhilqBHILQefd"
)  # no booleans, no complex numbers, no extended precision: they are no answers here

_KNOWN = {
    str: "a text",
    list: "a list",
    tuple: "a tuple",
    dict: "a dict",
    complex: "a complex number",
    np.complex128: "a complex number",
    np.ndarray: "an array",
    Normal: "a Normal distribution",
    FunctionType: "a function",
    BuiltinFunctionType: "a function",
}


def numbers(value: Any) -> float | np.ndarray:
    """Return a finite float, or a float array of the same shape.

    value: Python or NumPy number, Fraction, Decimal, SymPy number, list, tuple, array or pandas
    Series of such.  Anything else, NaN, infinities, booleans and subclasses raise NotPlainError.

    >>> numbers(Fraction(1, 4)), numbers([1, 2.5])
    (0.25, array([1. , 2.5]))
    >>> numbers(float("nan"))
    Traceback (most recent call last):
    ...
    hbtutor.check.failure.NotPlainError: is not a number (NaN).
    """
    return _numbers(value, depth=0)


def _numbers(value: Any, *, depth: int) -> float | np.ndarray:
    if type(value) in _NUMBERS or type(value) in _NUMPY_NUMBERS:
        return _finite(value)
    if isinstance(value, sympy.Basic):
        return _sympy_number(value)
    array = _array(_unlabelled(value), depth=depth)
    if array.size > LARGEST:
        raise NotPlainError(f"has {array.size} numbers, far more than the question asks for.")
    if array.ndim == 0:
        return _finite(array[()])
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):
        where = tuple(int(i) for i in bad[0])
        position = where[0] if len(where) == 1 else where
        raise NotPlainError(f"holds a value that is not a finite number, at position {position}.")
    return array


def normal(value: Any) -> Normal:
    """Return a normal distribution as the record Normal(mean, var).

    value: a Normal, a frozen scipy.stats.norm (whose second parameter is the sd), a pair
    (mean, variance) or a dict with the keys "mean" and "var".

    >>> normal((12.5, 2))
    Normal(mean=12.5, var=2.0)
    """
    mean, var = _mean_and_var(value)
    mean, var = numbers(mean), numbers(var)
    if np.shape(mean) != np.shape(var):
        raise NotPlainError(
            f"has a mean of shape {np.shape(mean)} and a variance of shape {np.shape(var)}."
        )
    if np.any(np.asarray(var) <= 0):
        raise NotPlainError("has a variance that is not positive.")
    return Normal(mean, var)


def text(value: Any) -> str:
    """Return a label or the letter of a choice, without blanks around it, in lower case.

    >>> text(" B "), text(1433)
    ('b', '1433')
    """
    if type(value) is str or type(value) is np.str_:
        return str(value).strip().lower()
    if type(value) is int or (type(value) in _NUMPY_NUMBERS and np.dtype(type(value)).kind in "iu"):
        return str(int(value))
    raise NotPlainError(f"is {describe(value)}, where a text in quotes was asked for.")


def describe(value: Any) -> str:
    """Name the kind of an answer, for a message.

    >>> describe(None), describe([1])
    ('None (nothing)', 'a list')
    """
    if value is None:
        return "None (nothing)"
    if value is Ellipsis:
        return "still the three dots"
    if type(value) is bool or type(value) is np.bool_:
        return "True or False"
    if type(value) in _KNOWN:
        return _KNOWN[type(value)]
    return f"an object of type {type(value).__name__:.40}"


def _finite(value: Any) -> float:
    try:
        number = float(value)
    except (OverflowError, ValueError) as error:
        raise NotPlainError("is too large for a number.") from error
    if math.isnan(number):
        raise NotPlainError("is not a number (NaN).")
    if math.isinf(number):
        raise NotPlainError("is infinite.")
    return number


def _unlabelled(value: Any) -> Any:
    """Take the values out of a pandas Series or Index; pandas need not have been imported."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and type(value) in {pandas.Series, pandas.Index}:
        return value.to_numpy()
    return value


def _array(value: Any, *, depth: int) -> np.ndarray:
    if type(value) is np.ndarray:
        if value.dtype.kind in "fiu":
            return value.astype(float)
        if value.dtype.kind == "O" and value.size <= LARGEST:
            value = value.tolist()
    if type(value) in {list, tuple}:
        return _stacked(list(value), depth=depth + 1)
    raise NotPlainError(f"is {describe(value)}, where numbers were asked for.")


def _stacked(values: list[Any], *, depth: int) -> np.ndarray:
    if len(values) > LARGEST:
        raise NotPlainError(f"has {len(values)} entries, far more than the question asks for.")
    if depth > DEEPEST:
        raise NotPlainError("is a list of lists of lists of lists.")
    rows = []
    for position, value in enumerate(values):
        try:
            rows.append(_numbers(value, depth=depth))
        except NotPlainError as reason:
            raise NotPlainError(f"at position {position} {reason}") from None
    if len({np.shape(row) for row in rows}) > 1:
        raise NotPlainError("is a list of lists of different lengths.")
    return np.array(rows, dtype=float)


def _sympy_number(value: Any) -> float:
    answer = tree(value)
    if names(answer):
        raise NotPlainError(
            "still holds symbols, where a number was asked for: put the numbers in."
        )
    return _finite(evaluate(answer, {}))


def _mean_and_var(value: Any) -> tuple[Any, Any]:
    if type(value) is Normal:
        return value.mean, value.var
    if type(value) in {list, tuple} and len(value) == 2:
        return value[0], value[1]
    if type(value) is dict and set(value) == {"mean", "var"}:
        return value["mean"], value["var"]
    scipy_norm = _scipy_norm(value)
    if scipy_norm is not None:
        return scipy_norm
    raise NotPlainError(
        f"is {describe(value)}, where a distribution was asked for: Normal(mean, var), a frozen "
        "scipy.stats.norm, or the pair (mean, variance)."
    )


def _scipy_norm(value: Any) -> tuple[Any, Any] | None:
    stats = sys.modules.get("scipy.stats")
    if stats is None or type(value) is not type(stats.norm()):
        return None
    if type(value.dist) is not type(stats.norm):
        raise NotPlainError("is a distribution, but not a normal one.")
    # Built anew from its own parameters: nothing stored on the student's object is called.
    given = {"loc": 0.0, "scale": 1.0} | dict(zip(("loc", "scale"), value.args, strict=False))
    given |= value.kwds
    scale = numbers(given["scale"])
    return given["loc"], scale * scale
