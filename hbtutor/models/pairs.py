"""Two quantities of the same group, checked against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hbtutor.validation import shape


def pairs(
    first: Any, second: Any, wrong: Callable[[Any, Any], Any]
) -> Iterator[tuple[str, float, float]]:
    """Yield where a pair is wrong: " at position 3" (or "" for plain numbers) and the two values.

    NumPy is imported only for arrays.

    >>> list(pairs([1.0, 5.0], [3.0, 4.0], lambda k, n: k > n))
    [(' at position 1', 5.0, 4.0)]
    """
    if not shape(first) and not shape(second):
        if wrong(first, second):
            yield "", float(first), float(second)
        return
    import numpy as np

    left, right = np.broadcast_arrays(first, second)
    for position in np.flatnonzero(wrong(left, right)):
        yield f" at position {position}", float(left.flat[position]), float(right.flat[position])
