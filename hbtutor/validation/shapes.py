"""Shapes must agree and labels must match: nothing broadcasts silently."""

from __future__ import annotations

from typing import Any


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
    labelled = [(name, value.index) for name, value in arrays if is_series(value)]
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


def is_series(value: Any) -> bool:
    """Tell whether the value is a pandas Series, without importing pandas.

    >>> is_series([1.0, 2.0])
    False
    """
    return hasattr(value, "to_numpy") and hasattr(value, "index") and hasattr(value, "reindex")
