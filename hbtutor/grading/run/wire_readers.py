"""How what crossed is read back: exact types made anew, from bytes that nobody vouches for."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

KINDS = "biufcU"
"""The kinds of NumPy arrays that may cross: truth values, numbers, text."""


class WireError(ValueError):
    """Bytes or values that are not what may cross."""


@dataclass(frozen=True)
class Opaque:
    """What stands for a value that may not cross: only the name of its type."""

    type_name: str


def _read_array(dtype: str, shape: list[int], raw: str, scalar: bool) -> Any:
    import numpy as np

    kind = np.dtype(dtype)
    if kind.kind not in KINDS:
        raise WireError(f"an array of {kind} may not cross.")
    lengths = [int(n) for n in shape]
    if any(n < 0 for n in lengths):
        raise WireError("an array has no negative lengths.")
    array = np.frombuffer(base64.b64decode(raw), dtype=kind).reshape(lengths)
    return array[()] if scalar else array.copy()


def _read_objects(values: Any) -> Any:
    import numpy as np

    return np.array(values, dtype=object)


def _read_series(values: Any, index: Any, name: Any) -> Any:
    import pandas as pd

    return pd.Series(values, index=index, name=name)


def _read_frame(columns: Any, index: Any, names: Any) -> Any:
    import pandas as pd

    table = pd.DataFrame(dict(enumerate(columns)), index=index)
    table.columns = names
    return table


def _read_index(values: Any) -> Any:
    import pandas as pd

    return pd.Index(values)


def _read_scipy(name: str, args: Any, kwds: Any) -> Any:
    from scipy import stats

    family = getattr(stats, name)
    if not isinstance(family, stats.rv_continuous | stats.rv_discrete):
        raise WireError(f"{name:.40} is no distribution.")
    return family(*args, **kwds)


def _read_record(name: str, stored: Any) -> Any:
    from hbtutor import distributions

    family = getattr(distributions, name)
    if not isinstance(family, type) or not hasattr(family, "__dataclass_fields__"):
        raise WireError(f"{name:.40} is no distribution.")
    return family(**stored)


def _read_sympy(written: Any) -> Any:
    from hbtutor.check import formula_trees

    return formula_trees.read(written)


def _read_opaque(name: str) -> Any:
    """Return an object of an empty type with that name, so that messages can name it."""
    return type(str(name)[:80] or "object", (Opaque,), {})(str(name)[:80])


READERS: dict[str, Callable[..., Any]] = {
    "singleton": {"None": None, "Ellipsis": Ellipsis}.__getitem__,
    "bool": {"True": True, "False": False}.__getitem__,
    "str": lambda text: str(text),
    "int": lambda text: int(text, 16),
    "float": lambda text: float(text),
    "complex": lambda text: complex(text),
    "Fraction": lambda text: Fraction(text),
    "Decimal": lambda text: Decimal(text),
    "bytes": lambda text: base64.b64decode(text),
    "array": _read_array,
    "sympy": _read_sympy,
    "opaque": _read_opaque,
}
NESTED: dict[str, Callable[..., Any]] = {
    "objects": _read_objects,
    "series": _read_series,
    "frame": _read_frame,
    "index": _read_index,
    "scipy": _read_scipy,
    "record": _read_record,
}
