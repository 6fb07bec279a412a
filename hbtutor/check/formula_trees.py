"""SymPy expressions as trees of plain data, and back, without evaluating anything.

For the grader, which lets a student's expression cross into the process that tests it: the tree is
read back node by node from a fixed list of classes, never by eval, and with evaluation off, so that
``9**9**9`` costs nothing.
"""

from __future__ import annotations

from typing import Any

import sympy

LARGEST = 20_000
DEEPEST = 150

_CLASSES = {
    kind.__name__: kind
    for kind in (
        *(sympy.Add, sympy.Mul, sympy.Pow, sympy.exp, sympy.log, sympy.Abs, sympy.sign),
        *(sympy.sin, sympy.cos, sympy.tan, sympy.atan, sympy.sinh, sympy.cosh, sympy.tanh),
        *(sympy.gamma, sympy.loggamma, sympy.digamma, sympy.polygamma, sympy.beta),
        *(sympy.factorial, sympy.binomial, sympy.rf, sympy.ff, sympy.erf, sympy.erfc),
        *(sympy.Min, sympy.Max, sympy.floor, sympy.ceiling, sympy.Piecewise),
        *(sympy.Eq, sympy.Ne, sympy.Lt, sympy.Le, sympy.Gt, sympy.Ge, sympy.And, sympy.Or),
        *(sympy.Sum, sympy.Product, sympy.Integral, sympy.Derivative, sympy.Limit, sympy.Tuple),
    )
}
_NO_SWITCH = {"Tuple", "Sum", "Product", "Integral", "Limit"}
"""Classes whose constructor evaluates nothing and knows no ``evaluate=``."""
_CONSTANTS = {
    "pi": sympy.pi,
    "E": sympy.E,
    "I": sympy.I,
    "oo": sympy.oo,
    "-oo": -sympy.oo,
    "zoo": sympy.zoo,
    "nan": sympy.nan,
    "EulerGamma": sympy.EulerGamma,
    "true": sympy.true,
    "false": sympy.false,
}
_ASSUMED = {"positive", "negative", "nonnegative", "real", "integer", "nonzero", "finite"}


def write(value: Any) -> list[Any] | None:
    """Return the tree of a SymPy expression or matrix, None for what has none.

    >>> write(sympy.Symbol("n", positive=True) / 2)
    ['Mul', ['rational', '1', '2'], ['symbol', 'n', {'positive': True}]]
    """
    if isinstance(value, sympy.MatrixBase):
        entries = [write(entry) for entry in value]
        return None if None in entries else ["matrix", *value.shape, *entries]
    if not isinstance(value, sympy.Basic):
        return None
    return _write(value, [LARGEST], 0)


def _write(node: Any, budget: list[int], depth: int) -> list[Any] | None:
    budget[0] -= 1
    if budget[0] < 0 or depth > DEEPEST:
        return None
    for name, constant in _CONSTANTS.items():
        if node is constant:
            return ["constant", name]
    if isinstance(node, sympy.Rational):
        return ["rational", str(node.p), str(node.q)]
    if type(node) is sympy.Float:
        return ["float", str(node), node._prec]
    if isinstance(node, sympy.Symbol):
        # Only what was declared, not what follows from it, gives an equal symbol back.
        declared = {k: v for k, v in node._assumptions_orig.items() if k in _ASSUMED}
        return ["symbol", str(node.name), declared]
    name = type(node).__name__
    if _CLASSES.get(name) is not type(node) and type(node) is not _PAIR:
        return None
    parts = [_write(part, budget, depth + 1) for part in node.args]
    if None in parts:
        return None
    return [("Tuple" if type(node) is _PAIR else name), *parts]


_PAIR = type(sympy.Piecewise((1, sympy.Symbol("x") > 0), (0, True)).args[0])


def read(tree: Any) -> Any:
    """Return the expression that a tree describes; ValueError if it describes none.

    >>> n = sympy.Symbol("n", positive=True)
    >>> read(write(n / 2)) == n / 2
    True
    """
    return _read(tree, [2 * LARGEST], 0)


def _read(tree: Any, budget: list[int], depth: int) -> Any:
    budget[0] -= 1
    if budget[0] < 0 or depth > DEEPEST + 2 or type(tree) is not list or not tree:
        raise ValueError("tree must be a list that starts with the name of a node.")
    head, *rest = tree
    if head == "constant":
        return _CONSTANTS[rest[0]]
    if head == "rational":
        return sympy.Rational(int(rest[0]), int(rest[1]))
    if head == "float":
        return sympy.Float(str(rest[0]), precision=min(int(rest[1]), 1000))
    if head == "symbol":
        declared = {k: v for k, v in rest[1].items() if k in _ASSUMED and type(v) is bool}
        return sympy.Symbol(str(rest[0]), **declared)
    if head == "matrix":
        rows, columns, *entries = rest
        parts = [_read(entry, budget, depth + 1) for entry in entries]
        return sympy.Matrix(int(rows), int(columns), parts)
    if head not in _CLASSES:
        raise ValueError(f"tree must hold known nodes only; got {head!r:.40}.")
    parts = [_read(part, budget, depth + 1) for part in rest]
    if head in _NO_SWITCH:
        return _CLASSES[head](*parts)
    return _CLASSES[head](*parts, evaluate=False)
