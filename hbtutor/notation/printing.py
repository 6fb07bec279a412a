"""Formulas are printed in the book's symbols: tau2 as the square of tau, sums as written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hbtutor.notation.table import TABLE

if TYPE_CHECKING:
    from sympy import Symbol


def latex(expression: Any) -> str:
    r"""LaTeX of a SymPy expression, its symbols printed as the book prints them.

    >>> from hbtutor import notation
    >>> notation.latex(notation.mu0 / notation.gamma2**2)
    '\\frac{\\mu_0}{\\gamma^{4}}'
    """
    return str(_printer()().doprint(expression))


def latex_terms(expression: Any) -> list[str]:
    r"""LaTeX of the terms of a sum, each with its sign, for breaking it over lines.

    >>> from hbtutor import notation
    >>> notation.latex_terms(notation.ybar_j - notation.theta_j)
    ['\\bar{y}_j', '- \\theta_j']
    """
    if not getattr(expression, "is_Add", False):
        return [latex(expression)]
    return list(_printer()().signed_terms(expression))


@cache
def _printer() -> Any:
    """SymPy's LaTeX printer, told the book's symbols; a power of tau^2 is a power of tau."""
    from sympy import Mul
    from sympy import latex as sympy_latex
    from sympy.printing.latex import LatexPrinter

    class BookPrinter(LatexPrinter):
        def __init__(self, settings: dict[str, Any] | None = None) -> None:
            super().__init__({"symbol_names": _symbol_names(), **(settings or {})})

        def _as_ordered_terms(self, expr: Any, order: str | None = None) -> list[Any]:
            if not _is_canonical(expr):
                return list(expr.args)  # built with evaluate=False: printed as written
            terms = super()._as_ordered_terms(expr, order=order)
            return sorted(terms, key=lambda term: term is not _first_positive(terms))

        def _print_Add(self, expr: Any, order: str | None = None) -> str:
            return " ".join(self.signed_terms(expr, order))

        def signed_terms(self, expr: Any, order: str | None = None) -> list[str]:
            first, *rest = map(self._print_term, self._as_ordered_terms(expr, order))
            return [first, *(f"- {t[1:].lstrip()}" if t[0] == "-" else f"+ {t}" for t in rest)]

        def _print_term(self, term: Any) -> str:
            shown = self._print(term)
            return rf"\left({shown}\right)" if self._needs_add_brackets(term) else str(shown)

        def _print_Mul(self, expr: Any) -> str:
            if _is_canonical(expr):
                return str(super()._print_Mul(expr))
            if expr.args[0] == -1:
                return f"- {self._print(Mul(*expr.args[1:], evaluate=False))}"
            over = [1 / factor for factor in expr.args if _is_reciprocal(factor)]
            top = [factor for factor in expr.args if not _is_reciprocal(factor)]
            shown = " ".join(self._print_factor(factor, alone=len(top) == 1) for factor in top)
            if not over:
                return shown
            below = " ".join(self._print_factor(factor, alone=len(over) == 1) for factor in over)
            return rf"\frac{{{shown or 1}}}{{{below}}}"

        def _print_factor(self, factor: Any, *, alone: bool) -> str:
            shown = self._print(factor)
            return rf"\left({shown}\right)" if factor.is_Add and not alone else str(shown)

        def _print_Pow(self, expr: Any) -> str:
            square = self._settings["symbol_names"].get(expr.base, "")
            power = 2 * expr.exp
            if not square.endswith("^2") or not power.is_Rational:
                return str(super()._print_Pow(expr))
            if power.is_negative:
                return rf"\frac{{1}}{{{self._print(1 / expr)}}}"
            root = square.removesuffix("^2")
            return root if power == 1 else f"{root}^{{{sympy_latex(power)}}}"

    return BookPrinter


def _is_canonical(expression: Any) -> bool:
    return bool(expression.args == expression.func(*expression.args).args)


def _is_reciprocal(factor: Any) -> bool:
    return bool(factor.is_Pow and factor.exp == -1)


def _first_positive(terms: list[Any]) -> Any:
    """A sum is printed with a positive term first: ybar - theta, not -theta + ybar."""
    return next((term for term in terms if not term.could_extract_minus_sign()), terms[0])


def print_like_the_book() -> None:
    """Let every SymPy expression of this session print in the book's symbols.

    SymPy alone prints ``tau2`` as a tau with the index 2.  This sets the global option of its
    LaTeX printer, so call it once at the top of a notebook.

    >>> import sympy
    >>> from sympy.printing.latex import LatexPrinter
    >>> from hbtutor import notation
    >>> notation.print_like_the_book()
    >>> print(sympy.latex(notation.tau2))
    \\tau^2
    >>> LatexPrinter.set_global_settings(symbol_names={})  # and back
    """
    from sympy.printing.latex import LatexPrinter

    LatexPrinter.set_global_settings(symbol_names=_symbol_names())


def _symbol_names() -> dict[Symbol, str]:
    return {record.symbol: record.latex for record in TABLE}
