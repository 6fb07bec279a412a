"""Sums and products that keep the order in which a reader wants to see them.

SymPy sorts its terms; the display of :mod:`hbtutor.notation` prints these as they were written.
They are the same expressions for every check.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Mul, log, pi, sympify

__all__ = ["log_normal", "times", "total"]


def total(*terms: Any) -> Expr:
    r"""A sum, in this order; a term that is itself a sum is written out.

    >>> from hbtutor import notation
    >>> from hbtutor.derive.written import times, total
    >>> from hbtutor.notation import B, mu, ybar
    >>> notation.latex(total(times(1 - B, ybar), B * mu))
    '\\left(1 - B\\right) \\bar{y} + B \\mu'
    """
    flat = (part for term in map(sympify, terms) for part in Add.make_args(term))
    return Add(*flat, evaluate=False)


def times(*factors: Any) -> Expr:
    """A product, in this order.

    >>> from hbtutor.derive.written import times
    >>> from hbtutor.notation import sigma2, n_j
    >>> times(n_j, 1 / sigma2).doit() == n_j / sigma2
    True
    """
    return Mul(*map(sympify, factors), evaluate=False)


def log_normal(x: Expr, mean: Expr, variance: Expr) -> Expr:
    """Log of a normal density, as the book writes it.

    >>> from hbtutor.derive.written import log_normal
    >>> from hbtutor.notation import mu, tau2, theta_j
    >>> log_normal(theta_j, mu, tau2)
    -log(2*pi*tau2)/2 - (-mu + theta_j)**2/(2*tau2)
    """
    return total(-((x - mean) ** 2) / (2 * variance), -log(2 * pi * variance) / 2)
