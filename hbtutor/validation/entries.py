"""Numbers, arrays and symbols, checked entry by entry and refused by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Real
from typing import Any

from hbtutor.validation.shapes import is_series, shape
from hbtutor.validation.symbols import flat, is_symbolic


def finite(name: str, value: Any) -> Any:
    """Return the value if every entry is a finite real number (or a symbol that may be one).

    >>> finite("y", [28, 8, -3])
    array([28.,  8., -3.])
    >>> finite("y", [28, float("inf")])
    Traceback (most recent call last):
    ...
    ValueError: y must be finite numbers; got inf at position 1.
    """
    return _checked(name, value, "finite", lambda entry: True)


def positive(name: str, value: Any) -> Any:
    """Return the value if every entry is finite and greater than zero.

    >>> positive("tau2", -4)
    Traceback (most recent call last):
    ...
    ValueError: tau2 must be positive; got -4.
    """
    return _checked(name, value, "positive", lambda entry: entry > 0)


def nonnegative(name: str, value: Any) -> Any:
    """Return the value if every entry is finite and at least zero.

    >>> nonnegative("var", [1, -1])
    Traceback (most recent call last):
    ...
    ValueError: var must be zero or positive; got -1.0 at position 1.
    """
    return _checked(name, value, "zero or positive", lambda entry: entry >= 0)


def fraction(name: str, value: Any) -> Any:
    """Return the value if every entry lies strictly between zero and one.

    >>> fraction("p", 1.5)
    Traceback (most recent call last):
    ...
    ValueError: p must be strictly between 0 and 1; got 1.5.
    """
    return _checked(
        name, value, "strictly between 0 and 1", lambda entry: (entry > 0) & (entry < 1)
    )


def probability(name: str, value: Any) -> Any:
    """Return the value if every entry lies between zero and one, both included.

    >>> probability("p", [0.5, 1.5])
    Traceback (most recent call last):
    ...
    ValueError: p must be between 0 and 1; got 1.5 at position 1.
    """
    return _checked(name, value, "between 0 and 1", lambda entry: (entry >= 0) & (entry <= 1))


def counts(name: str, value: Any) -> Any:
    """Return the value if every entry is a whole number, zero or more.

    >>> counts("successes", [3, 2.5])
    Traceback (most recent call last):
    ...
    ValueError: successes must be whole numbers, zero or more; got 2.5 at position 1.
    """
    rule = "whole numbers, zero or more"
    return _checked(name, value, rule, lambda entry: (entry >= 0) & (entry % 1 == 0))


def _checked(name: str, value: Any, rule: str, holds: Callable[[Any], Any]) -> Any:
    if isinstance(value, Real) and not isinstance(value, bool):
        if not math.isfinite(value) or not holds(value):
            raise _refusal(name, rule, value)
        return value
    if hasattr(value, "free_symbols") and not hasattr(value, "shape"):
        return _checked_symbol(name, value, rule, holds)
    if is_symbolic(value):
        entries = flat(value)
        for position, entry in enumerate(entries):
            _checked(f"{name}[{position}]", entry, rule, holds)
        import numpy as np

        return np.array(entries, dtype=object).reshape(shape(value))
    array = _float_array(name, value, rule)
    return _checked_array(name, array, rule, holds)


def _checked_symbol(name: str, value: Any, rule: str, holds: Callable[[Any], Any]) -> Any:
    if value.is_number and value.is_comparable:
        _checked(name, float(value), rule, holds)
    elif value.is_number or value.is_finite is False or value.is_real is False:
        raise _refusal(name, rule, value)
    elif _declared_against(rule, value):
        raise ValueError(f"{name} must be {rule}; the symbol {value} is declared not to be.")
    return value


def _declared_against(rule: str, symbol: Any) -> bool:
    if rule == "positive":
        return symbol.is_positive is False
    return rule == "zero or positive" and symbol.is_negative is True


def _float_array(name: str, value: Any, rule: str) -> Any:
    import numpy as np

    if value is None or isinstance(value, str | bytes | bool | complex | dict | set):
        raise ValueError(f"{name} must be a number or an array of numbers; got {value!r}.")
    if hasattr(value, "columns"):
        raise ValueError(f"{name} must be one column; got a table with {list(value.columns)!r}.")
    if is_series(value):
        if isinstance(value.dtype, np.dtype) and value.dtype.kind in "iuf":
            return value.astype(_numeric(name, value.to_numpy()).dtype)
        return value.astype(_numeric(name, value.to_numpy(dtype=object, na_value=np.nan)).dtype)
    if np.ma.isMaskedArray(value) and np.ma.is_masked(value):
        raise ValueError(f"{name} has masked entries. Remove or impute missing values first.")
    return _numeric(name, value)


def _numeric(name: str, value: Any) -> Any:
    import numpy as np

    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be a regular array; its rows differ in length.") from None
    if array.dtype.kind == "O":
        for position, entry in enumerate(array.ravel()):
            if not isinstance(entry, Real) or isinstance(entry, bool):
                raise _refusal(name, "finite", entry, position)
    elif array.dtype.kind not in "iuf":
        raise ValueError(f"{name} must hold numbers; got an array of {array.dtype}.")
    if array.size == 0:
        raise ValueError(f"{name} must hold at least one number; it is empty.")
    return array.astype(float)


def _checked_array(name: str, array: Any, rule: str, holds: Callable[[Any], Any]) -> Any:
    import numpy as np

    values = np.asarray(array)
    with np.errstate(invalid="ignore"):
        good = np.isfinite(values) & holds(values)
    if not good.all():
        where = np.unravel_index(np.argmin(good), values.shape)
        position = int(where[0]) if len(where) == 1 else tuple(int(i) for i in where)
        raise _refusal(name, rule, float(values[where]), position if where else None)
    return array if array.shape else float(array)


def _refusal(name: str, rule: str, entry: Any, position: Any = None) -> ValueError:
    rule = "finite numbers" if rule == "finite" else rule
    place = "" if position is None else f" at position {position}"
    missing = entry is None or entry != entry  # nan is the only value that differs from itself
    advice = " Remove or impute missing values first." if missing else ""
    return ValueError(f"{name} must be {rule}; got {entry!r}{place}.{advice}")
