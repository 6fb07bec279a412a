"""Expressions that cross between processes come back equal, and nothing is evaluated on the way."""

import pytest
import sympy
from sympy import (
    Derivative,
    Eq,
    Float,
    Integral,
    Max,
    Piecewise,
    Rational,
    Sum,
    exp,
    gamma,
    log,
    pi,
)

from hbtutor.check.formula_trees import read, write

n, sigma2 = sympy.symbols("n sigma2", positive=True)
k = sympy.Symbol("k", integer=True, nonnegative=True)
x = sympy.Symbol("x")


@pytest.mark.parametrize(
    "expression",
    [
        n / (n + sigma2),
        exp(-(x**2) / 2) / sympy.sqrt(2 * pi),
        Integral(x**n, (x, 0, 1)),
        Sum(k, (k, 0, n)),
        Piecewise((x, x > 0), (-x, True)),
        Eq(x, n),
        Float("0.1", 30),
        Rational(-2, 3),
        gamma(n) * log(sigma2) + 2 * sympy.I,
        Derivative(x**3, x),
        Max(x, n),
        sympy.Matrix([[n, 1], [0, x]]),
        sympy.oo,
    ],
    ids=str,
)
def test_there_and_back(expression):
    assert sympy.srepr(read(write(expression))) == sympy.srepr(expression)


def test_symbols_keep_what_was_assumed_of_them():
    back = read(write(n + x + k))
    assert back == n + x + k
    assert {s.name: s.is_positive for s in back.free_symbols} == {"n": True, "x": None, "k": None}


def test_what_is_not_known_has_no_tree():
    assert write(sympy.Function("f")(x)) is None
    assert write("x") is None
    assert write(sympy.Add(*[sympy.Symbol(f"s{i}") for i in range(30_000)])) is None


def test_nothing_is_evaluated():
    nine = ["rational", "9", "1"]
    tower = ["Pow", nine, ["Pow", nine, ["Pow", nine, nine]]]
    assert read(tower).args[0] == 9


@pytest.mark.parametrize(
    "tree", [None, "x", [], ["Lambda"], ["__import__", "os"], ["symbol"], ["Pow", "x", "y"]]
)
def test_what_is_no_tree_is_refused(tree):
    with pytest.raises((ValueError, IndexError)):
        read(tree)
