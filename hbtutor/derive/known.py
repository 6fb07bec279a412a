"""What a derivation has established so far, and the error for what it has not."""

from __future__ import annotations

from typing import Any

from sympy import Basic, Eq, Expr, MatrixBase, Symbol, exp, sympify

from hbtutor.derive.laws import Law
from hbtutor.derive.quantities import Density, Distribution, LogDensity, Mean, Quantity, Variance

__all__ = ["Known", "UndecidedError"]


class UndecidedError(ValueError):
    """A check that could not be carried out: never taken for a success."""


class Known:
    """The values that the steps so far have given to quantities and to defined symbols.

    >>> from sympy import Eq
    >>> from hbtutor.derive.known import Known
    >>> from hbtutor.derive.laws import NormalLaw
    >>> from hbtutor.derive.quantities import Distribution, Variance
    >>> from hbtutor.notation import mu, tau2, theta_j
    >>> known = Known()
    >>> known.learn(Eq(Distribution(theta_j), NormalLaw(mu, tau2)))
    >>> known.value(2 * Variance(theta_j))
    2*tau2
    """

    def __init__(self) -> None:
        self._values: dict[Basic, Any] = {}
        self._shown: dict[Basic, Any] = {}  # the same, in symbols defined on the way

    def __contains__(self, head: Basic) -> bool:
        return head in self._values

    def learn(self, claim: Eq) -> None:
        """Keep what a checked claim says about a quantity or a symbol."""
        head, right = claim.args
        if isinstance(claim, Eq) and isinstance(head, Quantity | Symbol) and head not in self:
            self._values[head], self._shown[head] = self.value(right), self.expressed(right)

    def value(self, expression: Any) -> Any:
        """The expression in elementary symbols; UndecidedError if a quantity has no value yet."""
        expression = sympify(expression)
        if isinstance(expression, MatrixBase):
            return expression.applyfunc(self.value)
        heads = {head: _lookup(self._values, head) for head in expression.atoms(Quantity)}
        expression = expression.xreplace(heads)
        defined = expression.free_symbols & set(self._values)
        return expression.xreplace({symbol: self._values[symbol] for symbol in defined})

    def expressed(self, expression: Any) -> Any:
        """The expression without unproved quantities, but with the symbols defined on the way."""
        if isinstance(expression, MatrixBase):
            return expression.applyfunc(self.expressed)
        heads = expression.atoms(Quantity)
        return expression.xreplace({head: _lookup(self._shown, head) for head in heads})


def _lookup(values: dict[Basic, Any], head: Quantity) -> Expr:
    if head in values:
        return values[head]
    if isinstance(head, Density):
        return exp(_lookup(values, LogDensity(*head.args)))
    law = values.get(Distribution(*head.args))
    if law is None:
        raise UndecidedError(f"no earlier step says what {head} is")
    return _property(law, head)


def _property(law: Law, head: Quantity) -> Expr:
    if isinstance(head, LogDensity):
        return law.log_density(*head.of)
    if isinstance(head, Mean):
        return law.mean
    if isinstance(head, Variance):
        return law.variance
    raise UndecidedError(f"the law {law} does not say what {head} is")
