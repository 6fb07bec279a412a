"""Formulas are read once into trees; a tree is worth what SymPy's own evaluation says."""

import math

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from hbtutor.check.expressions import evaluate, names, tree
from hbtutor.check.failure import NotPlainError

x, y = sp.symbols("x y", positive=True)
AT = {"x": 3.25, "y": 0.6}


def expressions():
    leaves = st.sampled_from([x, y, sp.Integer(2), sp.Rational(3, 7), sp.Float(1.25), sp.pi])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(sp.Add, inner, inner),
            st.builds(sp.Mul, inner, inner),
            st.builds(lambda a: 1 / (1 + a**2), inner),
            st.builds(lambda a: sp.sqrt(1 + a**2), inner),
            st.builds(lambda a: sp.exp(-sp.Abs(a) / 50), inner),
            st.builds(lambda a: sp.log(2 + a**2), inner),
        ),
        max_leaves=8,
    )


@given(expressions())
def test_a_tree_is_worth_what_sympy_says(expression):
    theirs = float(sp.N(expression.subs({x: AT["x"], y: AT["y"]})))
    assert evaluate(tree(expression), AT) == pytest.approx(theirs, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    "expression",
    [
        sp.gamma(x + 2) / sp.factorial(y),
        sp.beta(x, y) * sp.E,
        sp.binomial(x, y),
        sp.erf(y / x) - sp.erfc(x),
    ],
)
def test_the_functions_of_the_books_densities(expression):
    theirs = float(sp.N(expression.subs({x: AT["x"], y: AT["y"]})))
    assert evaluate(tree(expression), AT) == pytest.approx(theirs, rel=1e-12)


def test_assumptions_of_the_symbols_do_not_matter():
    mine = sp.Symbol("x") * sp.Symbol("y", negative=True) + sp.Dummy("x")
    assert names(tree(mine)) == {"x", "y"}
    assert evaluate(tree(mine), AT) == pytest.approx(3.25 * 0.6 + 3.25)


def test_unevaluated_forms_are_read_as_they_stand():
    mine = sp.Mul(x, sp.Pow(x, -1, evaluate=False), y, evaluate=False)
    assert evaluate(tree(mine), AT) == pytest.approx(0.6)


def test_python_numbers_are_formulas():
    assert evaluate(tree(3), {}) == 3.0
    assert evaluate(tree(0.5), {}) == 0.5


class Sly(sp.Symbol):
    """A symbol that would be anything it is compared to."""

    def __eq__(self, other):
        return True

    __hash__ = sp.Symbol.__hash__


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (None, "missing"),
        (..., "missing"),
        ("x/y", "a text"),
        (sp.Eq(x, y), "right-hand side"),
        (sp.Integral(x, (x, 0, y)), "Integral that is still to be carried out"),
        (sp.Sum(x, (x, 0, 3)) + 1, "Sum that is still to be carried out"),
        (sp.Matrix([[x]]), "Matrix"),
        (sp.nan, "NaN"),
        (sp.oo, "Infinity"),
        (sp.I * x, "ImaginaryUnit"),
        (sp.Function("f")(x), "f, where"),
        (Sly("x"), "Sly"),
        (Sly("x") + y, "Sly"),
        (10**400, "too large"),
        (float("nan"), "not finite"),
        ([x], "list"),
    ],
)
def test_everything_else_is_refused_in_words(formula, said):
    with pytest.raises(NotPlainError, match=said):
        tree(formula)


def test_enormous_formulas_are_refused():
    nested = x
    for _ in range(150):
        nested = sp.exp(nested, evaluate=False)
    wide = sp.Add(*(x**k for k in range(2, 2000)))
    for monster in (nested, wide):
        with pytest.raises(NotPlainError, match="enormous"):
            tree(monster)


@pytest.mark.parametrize(
    "formula",
    [
        1 / (x - x.subs(x, sp.Rational(13, 4))),
        sp.log(y - 1),
        sp.exp(sp.exp(sp.exp(10 * x))),
        x ** (10**6),
        sp.gamma(-1 - sp.Abs(sp.Integer(0)) + 0 * x, evaluate=False),
    ],
)
def test_a_formula_without_a_finite_real_value_is_refused(formula):
    with pytest.raises(NotPlainError, match=r"value|not a real|holds"):
        evaluate(tree(formula), AT)


def test_the_tree_holds_nothing_but_exact_plain_types():
    def leaves(node):
        head, *rest = node
        assert type(node) is tuple
        assert type(head) is str
        for part in rest:
            if type(part) is tuple:
                yield from leaves(part)
            else:
                yield part

    found = list(leaves(tree((x + sp.Rational(1, 3)) ** -y * math.pi)))
    assert {type(leaf) for leaf in found} <= {str, float}
