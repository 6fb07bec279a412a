"""Which observation belongs to which group: labels of any kind, numbered in first-seen order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.validation import finite, is_symbolic, same_shape, shape


@dataclass(frozen=True, eq=False)
class Groups:
    """Group labels, factorised once.

    codes: shape (n,), the number of each observation's group, counted from 0 as first seen.
    labels: the J distinct labels in that order (an array of them, or a pandas Index).
    labelled: whether the labels came from pandas, so that results carry them as their index.

    >>> groups = group_by("classroom", ["3b", "3a", "3b"])
    >>> groups.codes, groups.labels
    (array([0, 1, 0]), array(['3b', '3a'], dtype=object))
    """

    codes: Any
    labels: Any
    labelled: bool

    def __len__(self) -> int:
        return len(self.labels)

    def sum(self, values: Any) -> Any:
        """Return the sum of the values (n, ...) over each group, shape (J, ...).

        >>> group_by("group", ["a", "b", "a"]).sum([1.0, 2.0, 4.0])
        array([5., 2.])
        """
        import numpy as np

        values = np.asarray(values)
        if values.dtype.kind == "O":
            total = np.zeros((len(self), *values.shape[1:]), dtype=object)
            for code, value in zip(self.codes, values, strict=True):
                total[code] = total[code] + value
            return total
        columns = values.reshape(len(values), -1)
        sums = np.empty((len(self), columns.shape[1]))
        for k in range(columns.shape[1]):
            sums[:, k] = np.bincount(self.codes, weights=columns[:, k], minlength=len(self))
        return sums.reshape(len(self), *values.shape[1:])

    def carry(self, values: Any) -> Any:
        """Return one value for each group, as a Series over the labels where they are pandas'.

        >>> group_by("group", ["a", "b", "a"]).carry([5.0, 2.0])
        array([5., 2.])
        """
        import numpy as np

        if not self.labelled:
            return np.asarray(values)
        import pandas as pd

        return pd.Series(values, index=self.labels)


def group_by(name: str, labels: Any) -> Groups:
    """Number the labels in first-seen order.

    name: the argument's name, for messages; labels: shape (n,), of any hashable kind, none missing.
    Raises ValueError for a missing label, an empty list, or labels that are not one-dimensional.

    >>> group_by("school", ["A", None])
    Traceback (most recent call last):
    ...
    ValueError: school must label every observation; got None at position 1.
    """
    import pandas as pd

    labelled = hasattr(labels, "index") and hasattr(labels, "to_numpy")
    if isinstance(labels, list | tuple):
        # Through a Series of objects, lest NumPy turn 1 into "1" or a tuple into a row.
        labels = pd.Series(labels, dtype=object).to_numpy()
    if isinstance(labels, str) or len(getattr(labels, "shape", ())) != 1:
        raise ValueError(
            f"{name} must be a list or array with one label for each observation; "
            f"got {type(labels).__name__} of shape {getattr(labels, 'shape', ())}."
        )
    if len(labels) == 0:
        raise ValueError(f"{name} must label at least one observation; it is empty.")
    codes, levels = pd.factorize(labels)
    if codes.min() < 0:
        position = int(codes.argmin())
        value = labels.iloc[position] if labelled else labels[position]
        raise ValueError(
            f"{name} must label every observation; got {value!r} at position {position}."
        )
    if labelled:
        levels = levels.rename(getattr(labels, "name", None))
    return Groups(codes=codes, labels=levels, labelled=labelled)


def group_within(inner: Groups, outer: Groups) -> tuple[Groups, Any]:
    """Number the inner groups within the outer ones: room "a" of two schools is two rooms.

    Returns the groups, labelled by pairs (outer, inner), and the code of the outer group of each.

    >>> rooms, schools = group_by("room", ["a", "b", "a"]), group_by("school", ["X", "X", "Y"])
    >>> groups, school = group_within(rooms, schools)
    >>> groups.labels, school
    ([('X', 'a'), ('X', 'b'), ('Y', 'a')], array([0, 0, 1]))
    """
    import pandas as pd

    pairs, distinct = pd.factorize(outer.codes * len(inner) + inner.codes)
    parent, child = distinct // len(inner), distinct % len(inner)
    if inner.labelled or outer.labelled:
        arrays = [pd.Index(outer.labels).take(parent), pd.Index(inner.labels).take(child)]
        labels: Any = pd.MultiIndex.from_arrays(arrays)
    else:
        labels = list(zip(outer.labels[parent].tolist(), inner.labels[child].tolist(), strict=True))
    return Groups(codes=pairs, labels=labels, labelled=inner.labelled or outer.labelled), parent


def observations(name: str, value: Any, **companions: Any) -> Any:
    """Return one number for each observation as an array, and hold its companions against it.

    companions: the labels or rows that belong to the observations: equally many, and with the
    same index where both are from pandas.

    >>> observations("y", [4.0, 5.0], group=["a", "b", "c"])
    Traceback (most recent call last):
    ...
    ValueError: group must have one entry for each of the 2 observations in y; got 3.
    """
    import numpy as np

    if len(shape(value)) != 1:
        raise ValueError(
            f"{name} must have one entry for each observation, shape (n,); "
            f"got shape {shape(value)}."
        )
    checked = finite(name, value)
    for other, companion in companions.items():
        length = len(companion) if hasattr(companion, "__len__") else 0
        if length != len(checked):
            raise ValueError(
                f"{other} must have one entry for each of the {len(checked)} observations in "
                f"{name}; got {length}."
            )
        if hasattr(companion, "reindex") and hasattr(checked, "reindex"):
            # The rows are compared by their labels only: what the columns hold may differ.
            same_shape(**{name: checked, other: companion.index.to_series()})
    return np.asarray(checked, dtype=object if is_symbolic(value) else float)


def matrix(name: str, value: Any) -> Any:
    """Return a table of numbers, (n, p), as an array: a list of rows, an array or a DataFrame.

    >>> matrix("X", [1.0, 2.0])
    Traceback (most recent call last):
    ...
    ValueError: X must have one row for each observation and one column for each coefficient, shape
    (n, p); got shape (2,).
    """
    import numpy as np

    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    if len(shape(value)) != 2:
        raise ValueError(
            f"{name} must have one row for each observation and one column for each coefficient, "
            f"shape (n, p); got shape {shape(value)}."
        )
    return np.asarray(finite(name, value))
