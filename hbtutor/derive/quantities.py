r"""The things that proofs are about: a density, a distribution, a mean, a variance.

Each is a SymPy expression with a name and no value.  A step of a derivation gives it one, and
later steps may use that value; SymPy itself knows nothing of them, so that nothing can be
simplified away before it has been proved.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Tuple

__all__ = [
    "Covariance",
    "Density",
    "Distribution",
    "LogDensity",
    "Mean",
    "Quantity",
    "Risk",
    "Variance",
]


class Quantity(Expr):
    r"""Something about ``of`` given ``given``: a name that a step of a proof gives a value.

    >>> from hbtutor import notation
    >>> from hbtutor.derive.quantities import Mean
    >>> from hbtutor.notation import theta_j, ybar_j
    >>> Mean(theta_j, given=ybar_j)
    E(theta_j | ybar_j)
    >>> notation.latex(Mean(theta_j, given=ybar_j))
    '\\operatorname{E}\\left(\\theta_j \\mid \\bar{y}_j\\right)'
    """

    is_commutative = True
    is_extended_real = True
    head_text = ""
    head_latex = ""

    def __new__(cls, *of: Any, given: Any = ()) -> Quantity:
        if len(of) == 2 and all(isinstance(part, Tuple) for part in of):
            return Expr.__new__(cls, *of)  # SymPy rebuilding it from its own arguments
        if not isinstance(given, tuple | list | Tuple):
            given = (given,)
        return Expr.__new__(cls, Tuple(*of), Tuple(*given))

    @property
    def of(self) -> Tuple:
        """What it is about."""
        return self.args[0]

    @property
    def given(self) -> Tuple:
        """What is held fixed."""
        return self.args[1]

    def _show(self, printer: Any, bar: str) -> str:
        left, right = (", ".join(map(printer._print, part)) for part in self.args)
        return f"{left} {bar} {right}" if right else left

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        power = f"^{{{exp}}}" if exp else ""
        inside = self._show(printer, r"\mid")
        return rf"{self.head_latex}{power}\left({inside}\right)"

    def _sympystr(self, printer: Any) -> str:
        return f"{self.head_text}({self._show(printer, '|')})"


class LogDensity(Quantity):
    """Log of the (joint, conditional) probability density or mass of ``of`` given ``given``."""

    head_text, head_latex = "log p", r"\log \mathrm{p}"


class Density(Quantity):
    """The probability density or mass itself."""

    head_text, head_latex = "p", r"\mathrm{p}"


class Mean(Quantity):
    """Expectation."""

    head_text, head_latex = "E", r"\operatorname{E}"


class Variance(Quantity):
    """Variance."""

    head_text, head_latex = "Var", r"\operatorname{Var}"
    is_extended_positive = True


class Risk(Quantity):
    """Mean squared error of an estimator, averaged over the groups, or of all groups together."""

    head_text, head_latex = "R", "R"


class Covariance(Quantity):
    """Covariance of the two things in ``of``."""

    head_text, head_latex = "Cov", r"\operatorname{Cov}"


class Distribution(Quantity):
    r"""The distribution of ``of`` given ``given``; a claim equates it to a law, printed with ~."""

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        return self._show(printer, r"\mid")

    def _sympystr(self, printer: Any) -> str:
        return self._show(printer, "|")
