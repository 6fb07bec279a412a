"""Labels of the groups: a pandas Series brings them in, and every answer carries them out."""

from __future__ import annotations

from typing import Any

from hbtutor.inference.family import Array


def labels_of(*values: Any) -> Any:
    """Return the index of the first pandas Series among the values, or None; refuse duplicates.

    >>> labels_of([28.0, 8.0]) is None
    True
    """
    for value in values:
        index = getattr(value, "index", None)
        if index is not None and not callable(index):
            if not index.is_unique:
                twice = index[index.duplicated()][0]
                raise ValueError(
                    f"labels must be distinct, one for each group; got {twice!r} twice."
                )
            return index
    return None


def labelled(values: Array, labels: Any) -> Any:
    """Return the values, (J,) or (P, J), with their labels: a Series or a DataFrame.

    Without labels the array itself comes back.
    """
    if labels is None:
        return values
    import pandas as pd

    if values.ndim == 1:
        return pd.Series(values, index=labels)
    return pd.DataFrame(values, columns=labels)
