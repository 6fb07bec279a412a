"""The table of symbols: complete, consistent, readable without SymPy."""

from __future__ import annotations

import subprocess
import sys

import pytest
import sympy

from hbtutor import notation
from hbtutor.notation import TABLE, Support


def test_the_table_can_be_listed_without_sympy() -> None:
    code = (
        "import sys; sys.modules['sympy'] = None\n"
        "from hbtutor.notation import TABLE, label\n"
        "assert all(r.name and r.latex and r.meaning and r.support.words for r in TABLE)\n"
        "assert label('tau2') == r'$\\tau^2$'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_names_are_unique_and_latex_too_except_for_the_books_reuse() -> None:
    names = [record.name for record in TABLE]
    assert len(set(names)) == len(names)
    shared = {r.latex for r in TABLE if [s.latex for s in TABLE].count(r.latex) > 1}
    # an annotator's bias and a prior parameter; a new measurement and a new count
    assert shared == {r"\beta", r"y_{\mathrm{new}}"}


@pytest.mark.parametrize("record", TABLE, ids=lambda record: record.name)
def test_each_symbol_is_a_plain_sympy_symbol_printed_like_the_book(
    record: notation.Notation,
) -> None:
    symbol = getattr(notation, record.name)
    assert symbol == sympy.Symbol(record.name, **record.support.assumptions)
    assert notation.latex(symbol) == record.latex
    assert record._repr_latex_() == notation.label(record.name) == f"${record.latex}$"


def test_assumptions_follow_from_the_support() -> None:
    assert notation.tau2.is_positive
    assert notation.mu.is_real
    assert notation.mu.is_positive is None
    assert notation.k.is_integer
    assert notation.lookup("B").support is Support.UNIT


def test_powers_of_a_variance_are_powers_of_its_root() -> None:
    tau2, sigma2 = notation.tau2, notation.sigma2
    assert notation.latex(sympy.sqrt(tau2)) == r"\tau"
    assert notation.latex(1 / sigma2) == r"\frac{1}{\sigma^2}"
    assert notation.latex(tau2**2 / sigma2) == r"\frac{\tau^{4}}{\sigma^2}"
    assert notation.latex(tau2 ** sympy.Rational(-1, 2)) == r"\frac{1}{\tau}"


def test_a_sum_is_printed_with_a_positive_term_first() -> None:
    assert notation.latex(notation.ybar_j - notation.theta_j) == r"\bar{y}_j - \theta_j"
    assert notation.latex(-notation.mu - 1) in (r"- \mu - 1", r"-1 - \mu")


def test_an_unknown_symbol_lists_the_near_ones() -> None:
    with pytest.raises(KeyError, match="did you mean theta_j"):
        notation.lookup("thetaj")
    with pytest.raises(AttributeError, match="no attribute 'thetaj'"):
        _ = notation.thetaj
    assert "theta_j" in dir(notation)
