"""The table of the book's symbols: one record each, and where a symbol lives."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sympy import Symbol


class Support(Enum):
    """Where a symbol lives: in words, in LaTeX, and as the assumptions that SymPy is told."""

    REAL = ("real", r"\mathbb{R}", {"real": True})
    POSITIVE = ("positive", r"(0, \infty)", {"positive": True})
    UNIT = ("between 0 and 1", r"(0, 1)", {"positive": True})
    COUNT = ("0, 1, 2, …", r"\{0, 1, 2, \dots\}", {"integer": True, "nonnegative": True})
    SIZE = ("1, 2, 3, …", r"\{1, 2, 3, \dots\}", {"integer": True, "positive": True})
    VECTOR = ("vector", r"\mathbb{R}^p", {"commutative": False})
    MATRIX = ("matrix", r"\mathbb{R}^{n \times p}", {"commutative": False})
    COVARIANCE = ("positive definite matrix", r"\mathbb{S}^{p}_{++}", {"commutative": False})

    def __init__(self, words: str, latex: str, assumptions: dict[str, bool]) -> None:
        self.words = words
        self.latex = latex
        self.assumptions = assumptions


@dataclass(frozen=True)
class Notation:
    r"""One symbol of the book.

    Fields: ``name`` as the code spells it, ``latex`` as the book prints it, ``meaning`` in words,
    ``support`` (a :class:`Support`).

    >>> from hbtutor.notation import lookup
    >>> lookup("ybar_j").symbol, lookup("ybar_j").latex
    (ybar_j, '\\bar{y}_j')
    """

    name: str
    latex: str
    meaning: str
    support: Support

    @property
    def symbol(self) -> Symbol:
        """The SymPy symbol: named like the code, with the support's assumptions.

        Vectors and matrices are symbols that do not commute: ``X*Sigma != Sigma*X``.

        >>> from hbtutor.notation import lookup
        >>> lookup("tau2").symbol.is_positive, lookup("Sigma").symbol.is_commutative
        (True, False)
        """
        from sympy import Symbol

        return Symbol(self.name, **self.support.assumptions)

    def _repr_latex_(self) -> str:
        return f"${self.latex}$"


_REAL, _POSITIVE, _UNIT = Support.REAL, Support.POSITIVE, Support.UNIT
_COUNT, _SIZE = Support.COUNT, Support.SIZE

TABLE: tuple[Notation, ...] = tuple(
    Notation(*row)
    for row in (
        # data
        ("y_i", r"y_i", "one observation: a score, the yield increase of farm i", _REAL),
        ("y_j", r"y_j", "the datum of group j: its estimate, or its count", _REAL),
        ("data", r"\mathbf{y}", "all the data", _REAL),
        ("ybar_j", r"\bar{y}_j", "mean of the observations of group j", _REAL),
        ("ybar", r"\bar{y}", "mean of all observations", _REAL),
        ("ybar_jk", r"\bar{y}_{jk}", "mean score of classroom j of school k", _REAL),
        ("ybar_k", r"\bar{y}_k", "the mean scores of all classrooms of school k", _REAL),
        ("n_j", r"n_j", "number of observations in group j", _POSITIVE),
        ("n_jk", r"n_{jk}", "number of students in classroom j of school k", _POSITIVE),
        ("N", r"N", "number of observations or groups at the bottom layer", _SIZE),
        ("J", r"J", "number of groups", _SIZE),
        ("k", r"k", "successes", _COUNT),
        ("n", r"n", "trials, or the number of counts", _SIZE),
        ("y", r"y", "a count", _COUNT),
        ("s", r"s", "sum of the counts of a group", _COUNT),
        ("k_new", r"k_{\mathrm{new}}", "successes in trials not yet made", _COUNT),
        ("n_new", r"n_{\mathrm{new}}", "trials not yet made", _SIZE),
        ("count_new", r"y_{\mathrm{new}}", "a count not yet made", _COUNT),
        ("exposure_new", r"t_{\mathrm{new}}", "exposure not yet observed", _POSITIVE),
        ("exposure", r"t_j", "exposure of group j: time, area or population at risk", _POSITIVE),
        ("X", r"X_j", "design matrix of group j, one row an observation", Support.MATRIX),
        # what a group has of its own
        ("theta", r"\boldsymbol{\theta}", "the true means of all groups", _REAL),
        ("theta_j", r"\theta_j", "true mean of group j", _REAL),
        ("theta_i", r"\theta_i", "true mean of farm i", _REAL),
        ("theta_new", r"\theta_{\mathrm{new}}", "true mean of a group not yet seen", _REAL),
        ("y_new", r"y_{\mathrm{new}}", "an observation not yet made", _REAL),
        ("p", r"p", "probability of success", _UNIT),
        ("lambda_j", r"\lambda_j", "Poisson rate of group j per unit of exposure", _POSITIVE),
        ("bias", r"\beta", "personal bias of an annotator", _REAL),
        ("theta_jk", r"\theta_{jk}", "true mean of classroom j of school k", _REAL),
        ("mu_k", r"\mu_k", "true mean of school k", _REAL),
        ("beta_j", r"\beta_j", "coefficients of group j", Support.VECTOR),
        ("betahat_j", r"\hat{\beta}_j", "least-squares coefficients of group j", Support.VECTOR),
        # the layer above
        ("mu", r"\mu", "mean of the groups", _REAL),
        ("tau2", r"\tau^2", "variance between groups", _POSITIVE),
        ("tau", r"\tau", "standard deviation between groups", _POSITIVE),
        ("sigma2", r"\sigma^2", "variance of one observation within its group", _POSITIVE),
        ("mu0", r"\mu_0", "prior mean of mu", _REAL),
        ("gamma2", r"\gamma^2", "prior variance of mu", _POSITIVE),
        ("alpha", r"\alpha", "first parameter of a beta prior; shape of a gamma prior", _POSITIVE),
        ("beta", r"\beta", "second parameter of a beta prior; rate of a gamma prior", _POSITIVE),
        ("r", r"r", "successes at which counting stops (negative binomial)", _POSITIVE),
        ("psi", r"\psi", "mean of all schools", _REAL),
        ("omega2", r"\omega^2", "variance between schools", _POSITIVE),
        ("Sigma", r"\Sigma", "covariance of the coefficients between groups", Support.COVARIANCE),
        # what the data do to the prior
        ("B_j", r"B_j", "shrinkage factor of group j: the weight on the prior mean", _UNIT),
        ("B", r"B", "shrinkage factor: the weight on the prior mean", _UNIT),
        ("S", r"S", "sum of squares of the group means about the known mean", _POSITIVE),
    )
)

BY_NAME = {record.name: record for record in TABLE}


def lookup(name: str) -> Notation:
    """The record of a code name; KeyError with the near matches for a name the book has not.

    >>> from hbtutor.notation import lookup
    >>> lookup("gamma2").meaning
    'prior variance of mu'
    >>> lookup("gama2")
    Traceback (most recent call last):
    ...
    KeyError: "the book has no symbol 'gama2'; did you mean gamma2, sigma2, Sigma?"
    """
    if name not in BY_NAME:
        near = ", ".join(get_close_matches(name, BY_NAME)) or "one of notation.TABLE"
        raise KeyError(f"the book has no symbol {name!r}; did you mean {near}?")
    return BY_NAME[name]


def label(name: str) -> str:
    r"""An axis label: the symbol as the book prints it, between dollar signs.

    >>> from hbtutor.notation import label
    >>> label("tau2")
    '$\\tau^2$'
    """
    return f"${lookup(name).latex}$"
