"""Formulas as trees of plain data, and what a tree is worth at given numbers.

A student's SymPy expression is never simplified, compared or evaluated by SymPy: it is read once,
node by node, into nested tuples of exact types, and only those are judged.  The tree is small,
holds no code, and can cross a process boundary.  Two formulas are the same when they agree at
random points (Schwartz-Zippel), whatever their form and whatever was assumed of their symbols.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sympy

from hbtutor.check.failure import NotPlainError

Tree = tuple[Any, ...]
LARGEST = 2_000
DEEPEST = 100

_FUNCTIONS: dict[type, tuple[str, Callable[..., complex]]] = {
    sympy.exp: ("exp", cmath.exp),
    sympy.log: ("log", cmath.log),
    sympy.Abs: ("Abs", abs),
    sympy.erf: ("erf", lambda x: math.erf(_real(x))),
    sympy.erfc: ("erfc", lambda x: math.erfc(_real(x))),
    sympy.gamma: ("gamma", lambda x: math.gamma(_real(x))),
    sympy.beta: ("beta", lambda a, b: _beta(_real(a), _real(b))),
    sympy.factorial: ("factorial", lambda x: math.gamma(_real(x) + 1)),
    sympy.binomial: ("binomial", lambda n, k: _binomial(_real(n), _real(k))),
}
_BY_NAME = dict(_FUNCTIONS.values())
_CONSTANTS = {type(sympy.pi): math.pi, type(sympy.E): math.e}
_WHOLE = (sympy.Integer, type(sympy.S.One), type(sympy.S.Zero), type(sympy.S.NegativeOne))
_RATIONAL = (*_WHOLE, sympy.Rational, type(sympy.S.Half))


def tree(expression: Any) -> Tree:
    """Read a SymPy expression (or a Python number) into nested tuples.

    Raises NotPlainError for anything but sums, products, powers, exp, log and the functions of the
    book's densities: an integral still to be done, an equation, a matrix, a text.

    >>> n, tau2 = sympy.symbols("n tau2")
    >>> tree(n * tau2)
    ('*', ('symbol', 'n'), ('symbol', 'tau2'))
    """
    return _tree(expression, [LARGEST], 0)


def _tree(node: Any, budget: list[int], depth: int) -> Tree:
    budget[0] -= 1
    if budget[0] < 0 or depth > DEEPEST:
        raise NotPlainError("is a formula of enormous size: simplify it.")
    kind = type(node)
    if kind in {int, float} or kind is sympy.Float or kind in _RATIONAL:
        return ("number", _number(node))
    if kind in _CONSTANTS:
        return ("number", _CONSTANTS[kind])
    if kind in {sympy.Symbol, sympy.Dummy} and type(node.name) is str:
        return ("symbol", node.name)
    if kind in {sympy.Add, sympy.Mul, sympy.Pow}:
        head = {sympy.Add: "+", sympy.Mul: "*", sympy.Pow: "^"}[kind]
    elif kind in _FUNCTIONS:
        head = _FUNCTIONS[kind][0]
    else:
        raise NotPlainError(_why_not(node))
    return (head, *(_tree(argument, budget, depth + 1) for argument in node.args))


def _number(node: Any) -> float:
    try:
        number = float(node)
    except OverflowError as error:
        raise NotPlainError("holds a number that is too large.") from error
    if not math.isfinite(number):
        raise NotPlainError("holds a number that is not finite.")
    return number


def _why_not(node: Any) -> str:
    kind = type(node)
    if kind is str:
        return "is a text: write the formula with SymPy's symbols, without quotes."
    if kind is sympy.Eq:
        return "is an equation: give only its right-hand side."
    if kind in {sympy.Integral, sympy.Sum, sympy.Derivative, sympy.Limit, sympy.Product}:
        return f"holds a {kind.__name__} that is still to be carried out: use .doit()."
    if node is None or node is Ellipsis:
        return "is still missing."
    return f"holds {kind.__name__:.40}, where a formula in the symbols was asked for."


def names(formula: Tree) -> frozenset[str]:
    """Return the names of the symbols in a tree.

    >>> n, tau2 = sympy.symbols("n tau2")
    >>> sorted(names(tree(1 / (n * tau2))))
    ['n', 'tau2']
    """
    return frozenset(_names(formula))


def _names(formula: Tree) -> Iterator[str]:
    head, *rest = formula
    if head == "symbol":
        yield rest[0]
    elif head != "number":
        for argument in rest:
            yield from _names(argument)


def evaluate(formula: Tree, values: Mapping[str, float]) -> float:
    """Return what the formula is worth where its symbols have these values.

    Plain floating-point arithmetic; NotPlainError where the formula has no finite real value.

    >>> n, tau2 = sympy.symbols("n tau2")
    >>> evaluate(tree(n / (n + tau2)), {"n": 3.0, "tau2": 9.0})
    0.25
    """
    try:
        result = _real(_evaluate(formula, values))
    except (OverflowError, ZeroDivisionError, ValueError) as error:
        if isinstance(error, NotPlainError):
            raise
        raise NotPlainError("has no finite value for ordinary values of its symbols.") from error
    if not math.isfinite(result):
        raise NotPlainError("has no finite value for ordinary values of its symbols.")
    return result


def _evaluate(formula: Tree, values: Mapping[str, float]) -> complex:
    head, *rest = formula
    if head == "number":
        return rest[0]
    if head == "symbol":
        return values[rest[0]]
    arguments = [_evaluate(argument, values) for argument in rest]
    if head == "+":
        return sum(arguments)
    if head == "*":
        return math.prod(arguments)
    if head == "^":
        base, exponent = arguments
        return base**exponent
    return _BY_NAME[head](*arguments)


def _real(value: complex) -> float:
    if isinstance(value, complex):
        if abs(value.imag) > 1e-9 * (1 + abs(value.real)):
            raise NotPlainError("is not a real number for ordinary values of its symbols.")
        return value.real
    return float(value)


def _beta(a: float, b: float) -> float:
    return math.exp(math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))


def _binomial(n: float, k: float) -> float:
    return math.gamma(n + 1) / (math.gamma(k + 1) * math.gamma(n - k + 1))
