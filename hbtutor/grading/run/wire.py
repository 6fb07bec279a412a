"""Typed plain data: what may cross between the student's process and the referee.

Nothing is pickled.  A value is written as nested lists of JSON types, each with a tag, and read
back only as exact built-in numbers, strings and containers, NumPy arrays, pandas tables, SymPy
expressions, normal distributions, or as the handle of a function.  Whatever is none of these
crosses as its type's name alone.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hbtutor.grading.run.wire_readers import KINDS, NESTED, READERS, Opaque, WireError

__all__ = ["Opaque", "WireError", "decode", "encode"]

DEEPEST = 40
LARGEST = 5_000_000
"""Bytes of an array, entries of a container: far more than an exercise asks for."""
_LISTS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
_HANDLES = "function"


def encode(value: Any, *, keep: Callable[[Any], int] | None = None, depth: int = 0) -> list[Any]:
    """Write a value as tagged JSON; keep gives a callable's handle.

    >>> encode((1, 2.5))
    ['tuple', [['int', '0x1'], ['float', '2.5']]]
    >>> encode(object())
    ['opaque', 'object']
    """
    kind = type(value)
    if depth > DEEPEST:
        return ["opaque", "container nested without end"]
    if value is None or value is Ellipsis:
        return ["singleton", "None" if value is None else "Ellipsis"]
    if kind in _TEXTS:
        return [kind.__name__, str(value) if kind in {bool, str} else _TEXTS[kind](value)]
    if kind.__name__ in _LISTS and kind is _LISTS[kind.__name__]:
        if len(value) > LARGEST:
            return ["opaque", f"{kind.__name__} with {len(value)} entries"]
        return [kind.__name__, [encode(v, keep=keep, depth=depth + 1) for v in value]]
    if kind is dict:
        pairs = [
            [encode(part, keep=keep, depth=depth + 1) for part in pair] for pair in value.items()
        ]
        return ["dict", pairs]
    for scientific in (_numpy, _pandas, _scipy, _record, _sympy):
        written = scientific(value, keep, depth)
        if written is not None:
            return written
    if callable(value) and keep is not None:
        return [_HANDLES, keep(value), str(getattr(value, "__name__", "function"))[:80]]
    return ["opaque", str(kind.__name__)[:80]]


def decode(written: Any, *, call: Callable[[int, str], Any] | None = None, depth: int = 0) -> Any:
    """Read what encode wrote, from a process that is not trusted; WireError if it is not that.

    call makes a callable out of a handle and a name.

    >>> decode(encode({"a": [Fraction(1, 3)]}))
    {'a': [Fraction(1, 3)]}
    """
    if depth > DEEPEST + 2 or type(written) is not list or not written:
        raise WireError("a value is not in the form that may cross.")
    tag, *rest = written
    reader = READERS.get(tag) if type(tag) is str else None
    try:
        if tag in _LISTS:
            return _LISTS[tag](decode(v, call=call, depth=depth + 1) for v in rest[0])
        if tag == "dict":
            return {
                decode(key, call=call, depth=depth + 1): decode(v, call=call, depth=depth + 1)
                for key, v in rest[0]
            }
        if tag in NESTED:
            return NESTED[tag](*(decode(v, call=call, depth=depth + 1) for v in rest))
        if tag == _HANDLES and call is not None:
            handle, name = rest
            return call(int(handle), str(name))
        if reader is not None:
            return reader(*rest)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"a value of kind {tag!r:.40} cannot be read.") from error
    raise WireError(f"a value of kind {tag!r:.40} may not cross.")


_TEXTS: dict[type, Callable[[Any], str]] = {
    bool: str,
    str: str,
    int: hex,
    float: repr,
    complex: repr,
    Fraction: str,
    Decimal: str,
    bytes: lambda value: base64.b64encode(value).decode(),
}


def _numpy(value: Any, keep: Any, depth: int) -> list[Any] | None:
    np = sys.modules.get("numpy")
    if np is None or not (type(value) is np.ndarray or isinstance(value, np.generic)):
        return None
    array = np.asarray(value)
    if array.dtype.kind == "O" and type(value) is np.ndarray and array.size <= LARGEST:
        return ["objects", encode(array.tolist(), keep=keep, depth=depth + 1)]
    if array.dtype.kind not in KINDS or array.nbytes > LARGEST * 8:
        return ["opaque", f"array of {array.dtype}"[:80]]
    raw = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
    scalar = type(value) is not np.ndarray
    return ["array", array.dtype.str, list(array.shape), raw, scalar]


def _pandas(value: Any, keep: Any, depth: int) -> list[Any] | None:
    pd = sys.modules.get("pandas")
    if pd is None:
        return None

    def column(part: Any) -> list[Any]:
        array = part.to_numpy()
        if array.dtype.kind not in KINDS:
            array = array.astype(object)
        return encode(array, keep=keep, depth=depth + 1)

    if type(value) is pd.Series:
        name = encode(value.name, keep=keep, depth=depth + 1)
        return ["series", column(value), column(value.index), name]
    if type(value) is pd.DataFrame:
        columns = [column(value.iloc[:, j]) for j in range(value.shape[1])]
        return ["frame", ["list", columns], column(value.index), column(value.columns)]
    if isinstance(value, pd.Index):
        return ["index", column(value)]
    return None


def _scipy(value: Any, keep: Any, depth: int) -> list[Any] | None:
    stats = sys.modules.get("scipy.stats")
    if stats is None or type(value) is not type(stats.norm()):
        return None
    name = value.dist.name
    if type(name) is not str or type(value.dist) is not type(getattr(stats, name, None)):
        return None
    return [
        "scipy",
        ["str", name],
        encode(tuple(value.args), keep=keep, depth=depth + 1),
        encode(dict(value.kwds), keep=keep, depth=depth + 1),
    ]


def _record(value: Any, keep: Any, depth: int) -> list[Any] | None:
    distributions = sys.modules.get("hbtutor.distributions")
    fields = getattr(type(value), "__dataclass_fields__", None)
    name = type(value).__name__
    if distributions is None or fields is None:
        return None
    if getattr(distributions, name, None) is not type(value):
        return None
    stored = {key: getattr(value, key) for key in fields}
    return ["record", ["str", name], encode(stored, keep=keep, depth=depth + 1)]


def _sympy(value: Any, keep: Any, depth: int) -> list[Any] | None:
    if "sympy" not in sys.modules:
        return None
    from hbtutor.check import formula_trees

    written = formula_trees.write(value)
    return None if written is None else ["sympy", written]
