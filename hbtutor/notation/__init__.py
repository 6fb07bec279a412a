r"""The book's symbols, one record each: code name, LaTeX, meaning, support, SymPy symbol.

The proofs are written in these symbols, the axes of the figures are labelled with them and the
notation page of the book is printed from :data:`TABLE`.  Listing the table needs no SymPy: only
:attr:`Notation.symbol`, and the shorthand ``notation.theta_j`` for it, import it.

>>> from hbtutor import notation
>>> record = notation.lookup("tau2")
>>> record.latex, record.support.words
('\\tau^2', 'positive')
>>> notation.latex(notation.tau2 / notation.n_j)
'\\frac{\\tau^2}{n_j}'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hbtutor.notation.printing import latex, latex_terms, print_like_the_book
from hbtutor.notation.table import BY_NAME, TABLE, Notation, Support, label, lookup

if TYPE_CHECKING:
    from sympy import Symbol

__all__ = [
    "TABLE",
    "Notation",
    "Support",
    "label",
    "latex",
    "latex_terms",
    "lookup",
    "print_like_the_book",
]


def __getattr__(name: str) -> Symbol:
    """``notation.theta_j`` is the SymPy symbol of the record named ``theta_j``."""
    if name not in BY_NAME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return BY_NAME[name].symbol


def __dir__() -> Iterator[str]:
    return iter(sorted([*__all__, *BY_NAME]))
