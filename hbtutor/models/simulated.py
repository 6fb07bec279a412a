"""What a model's ``simulate`` returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.validation import shape


@dataclass(frozen=True, eq=False)
class Simulated:
    """One simulated set of groups: the true parameters and the data drawn given them.

    theta: the groups' parameters, shape (J,) or (J, p).
    y: the data, one entry (or row) for each observation that the model's posterior takes.
    """

    theta: Any
    y: Any


def groups_shape(groups: int | None, *values: Any) -> tuple[int, ...]:
    """Return the shape (J,) of the groups to simulate: that of the arrays, else (groups,).

    >>> groups_shape(None, 2.0, [47, 148, 119])
    (3,)
    """
    shapes = [shape(value) for value in values if shape(value)]
    if not shapes and groups is None:
        raise ValueError("groups must be given when every parameter is a single number.")
    size = shapes[0] if shapes else (groups,)
    if groups is not None and size != (groups,):
        raise ValueError(f"groups must be the number of groups, {size[0]}; got {groups!r}.")
    return size  # type: ignore[return-value]
