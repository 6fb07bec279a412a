"""The door: what enters hbtutor is checked here, once, and refused by name.

Each function takes the argument's name and value and returns the value ready for arithmetic, or
raises a ValueError that names the argument, the rule, the offending value and its position.
Python numbers, fractions and SymPy expressions pass through unchanged, pandas Series stay Series
(of floats, with their index), everything else that is array-like becomes a float array.  NumPy is
imported only when an array comes in, so that symbols and plain numbers need nothing but Python.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Real
from typing import Any


def is_symbolic(*values: Any) -> bool:
    """Tell whether any of the values is, or holds, a SymPy expression.

    >>> is_symbolic(1.5, [2, 3])
    False
    """
    return any(_is_symbolic(value) for value in values)


def _is_symbolic(value: Any) -> bool:
    if hasattr(value, "free_symbols"):
        return True
    if isinstance(value, list | tuple):
        return any(_is_symbolic(item) for item in value)
    if getattr(getattr(value, "dtype", None), "kind", None) == "O":
        return any(_is_symbolic(item) for item in _flat(value))
    return False


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


def counts(name: str, value: Any) -> Any:
    """Return the value if every entry is a whole number, zero or more.

    >>> counts("successes", [3, 2.5])
    Traceback (most recent call last):
    ...
    ValueError: successes must be whole numbers, zero or more; got 2.5 at position 1.
    """
    rule = "whole numbers, zero or more"
    return _checked(name, value, rule, lambda entry: (entry >= 0) & (entry % 1 == 0))


def same_shape(**named: Any) -> None:
    """Refuse arrays of different shapes, or pandas Series whose labels do not match.

    Single numbers and symbols go with any shape; nothing else is broadcast.

    >>> same_shape(y=[28.0, 8.0, -3.0], sigma2=[225.0, 100.0])
    Traceback (most recent call last):
    ...
    ValueError: sigma2 must be a single number or have the shape of y, (3,); got shape (2,).
    """
    arrays = [(name, value) for name, value in named.items() if shape(value) != ()]
    for name, value in arrays[1:]:
        first, reference = arrays[0]
        if shape(value) != shape(reference):
            raise ValueError(
                f"{name} must be a single number or have the shape of {first}, "
                f"{shape(reference)}; got shape {shape(value)}."
            )
    labelled = [(name, value.index) for name, value in arrays if _is_series(value)]
    for name, index in labelled[1:]:
        first, expected = labelled[0]
        if not index.equals(expected):
            position = next(
                i for i, pair in enumerate(zip(index, expected, strict=True)) if pair[0] != pair[1]
            )
            raise ValueError(
                f"the labels of {name} must match those of {first}; got {index[position]!r} at "
                f"position {position}, where {first} has {expected[position]!r}. "
                f"Align them first, for example with {name}.reindex({first}.index)."
            )


def generator(rng: Any) -> Any:
    """Return rng if it is a numpy.random.Generator: draws never come from a hidden global state.

    >>> generator(42)
    Traceback (most recent call last):
    ...
    ValueError: rng must be a numpy.random.Generator; got 42. Use numpy.random.default_rng(seed).
    """
    if not (hasattr(rng, "integers") and hasattr(rng, "bit_generator")):
        advice = "Use numpy.random.default_rng(seed)."
        raise ValueError(f"rng must be a numpy.random.Generator; got {rng!r}. {advice}")
    return rng


def shape(value: Any) -> tuple[int, ...]:
    """Return the shape of an array or a nested list; () for a number or a symbol.

    >>> shape([1.0, 2.0]), shape(3)
    ((2,), ())
    """
    if hasattr(value, "shape"):
        return tuple(value.shape)
    if isinstance(value, list | tuple):
        return (len(value), *shape(value[0])) if value else (0,)
    return ()


def _checked(name: str, value: Any, rule: str, holds: Callable[[Any], Any]) -> Any:
    if isinstance(value, Real) and not isinstance(value, bool):
        if not math.isfinite(value) or not holds(value):
            raise _refusal(name, rule, value)
        return value
    if hasattr(value, "free_symbols") and not hasattr(value, "shape"):
        return _checked_symbol(name, value, rule, holds)
    if _is_symbolic(value):
        entries = _flat(value)
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
    if _is_series(value):
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


def _is_series(value: Any) -> bool:
    return hasattr(value, "to_numpy") and hasattr(value, "index") and hasattr(value, "reindex")


def _flat(value: Any) -> list[Any]:
    import numpy as np

    return list(np.array(value, dtype=object).ravel())
