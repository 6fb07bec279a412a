"""Symbols are told from numbers without importing SymPy."""

from __future__ import annotations

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
        return any(_is_symbolic(item) for item in flat(value))
    return False


def flat(value: Any) -> list[Any]:
    """Return the entries of a nested list or an array in one list.

    >>> flat([[1, 2], [3, 4]])
    [1, 2, 3, 4]
    """
    import numpy as np

    return list(np.array(value, dtype=object).ravel())
