"""How a claim is checked: each check leaves differences that must all be proved zero.

A check sees the claim and what earlier steps have established.  ``shows`` is the route it took,
as an expression, so that the reader sees the same route as SymPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from sympy import Basic, Derivative, Eq, Expr, MatrixBase, S, Symbol, eye, factor, hessian
from sympy.core.relational import Relational

from hbtutor.derive.known import Known, UndecidedError
from hbtutor.derive.laws import Law
from hbtutor.derive.quantities import LogDensity, Quantity

__all__ = [
    "Assumed",
    "Bayes",
    "Check",
    "Defined",
    "Equal",
    "Kernel",
    "Precision",
    "Sign",
    "Stationary",
    "Via",
]


class Check(Protocol):
    """What a step needs: differences that must vanish, and what to show of the route."""

    def differences(self, claim: Eq, known: Known) -> Iterable[Expr]:
        """Expressions that are all zero if, and only if, the claim follows."""

    def shows(self, claim: Eq) -> Expr | None:
        """The route of the check, to be displayed with the claim."""

    @property
    def word(self) -> str:
        """How the route is joined to the claim: "=", or a word such as "since"."""


@dataclass(frozen=True)
class Equal:
    """Both sides agree once what is known is put in and limits, sums, integrals are evaluated."""

    word: ClassVar[str] = ""

    def differences(self, claim: Eq, known: Known) -> Iterator[Expr]:
        yield from _differences(known.value(claim.lhs).doit(), known.value(claim.rhs).doit())

    def shows(self, claim: Eq) -> None:
        return None


@dataclass(frozen=True)
class Via:
    """The right side equals ``route``, which gives the left side its value."""

    route: Any

    word: ClassVar[str] = "="

    def differences(self, claim: Eq, known: Known) -> Iterator[Expr]:
        yield from _differences(known.value(self.route).doit(), known.value(claim.rhs).doit())
        if not _is_new(claim.lhs, known):
            yield from Equal().differences(claim, known)

    def shows(self, claim: Eq) -> Expr:
        return self.route


@dataclass(frozen=True)
class Sign:
    """The larger side less the smaller has the sign claimed, by the supports of its symbols."""

    word: ClassVar[str] = ""

    def differences(self, claim: Relational, known: Known) -> Iterator[Expr]:
        gap = factor(known.value(claim.gts - claim.lts).doit())
        proved = gap.is_positive if claim.rel_op in "><" else gap.is_nonnegative
        yield S.Zero if proved else gap

    def shows(self, claim: Relational) -> None:
        return None


@dataclass(frozen=True)
class Assumed:
    """An assumption of the model: the law has this log density, written out a second time."""

    log_density: Expr

    word: ClassVar[str] = "that is"

    def differences(self, claim: Eq, known: Known) -> Iterator[Expr]:
        law = _law(claim)
        yield known.value(law.log_density(*claim.lhs.of) - self.log_density)

    def shows(self, claim: Eq) -> Expr:
        return Eq(LogDensity(*claim.lhs.args), self.log_density, evaluate=False)


@dataclass(frozen=True)
class Defined:
    """The left side is from here on a short name for this expression."""

    expression: Expr
    word: ClassVar[str] = ""

    def differences(self, claim: Eq, known: Known) -> Iterator[Expr]:
        if not _is_new(claim.lhs, known):
            raise UndecidedError(f"{claim.lhs} has a value already")
        yield claim.rhs - self.expression

    def shows(self, claim: Eq) -> None:
        return None


@dataclass(frozen=True)
class Stationary:
    """The right side is the one point where the function, a quadratic of ``at``, is stationary."""

    function: Quantity
    at: Symbol

    word: ClassVar[str] = "since"

    def differences(self, claim: Eq, known: Known) -> Iterator[Expr]:
        slope = known.value(self.function).diff(self.at)
        if slope.diff(self.at).is_zero is not False and slope.diff(self.at).simplify() == 0:
            raise UndecidedError(f"{self.function} is not a quadratic of {self.at}")
        yield slope.diff(self.at, 2)
        yield slope.subs(self.at, known.value(claim.rhs))

    def shows(self, claim: Eq) -> Expr:
        return Eq(Derivative(self.function, self.at), 0, evaluate=False)


@dataclass(frozen=True)
class Kernel:
    """The law's log density and the joint log density differ by nothing that varies with x."""

    joint: Expr

    word: ClassVar[str] = "since"

    def differences(self, claim: Eq, known: Known) -> Iterator[Expr]:
        mine, joint = known.value(_law(claim)).log_density(*claim.lhs.of), known.value(self.joint)
        if mine.has(S.ComplexInfinity, S.Infinity, S.NegativeInfinity, S.NaN):
            raise UndecidedError(
                f"{claim.rhs} has no density"
            )  # infinity plus anything is constant
        for x in claim.lhs.of:
            yield (mine - joint).diff(x)

    def shows(self, claim: Eq) -> Expr:
        x = claim.lhs.of[0]
        mine = LogDensity(*claim.lhs.args)
        return Eq(Derivative(mine, x), Derivative(self.joint, x), evaluate=False)


@dataclass(frozen=True)
class Modulo:
    """Both sides agree by ``rules``, equations between products that do not commute."""

    rules: tuple[Eq, ...]
    word: ClassVar[str] = "by"

    def differences(self, claim: Eq, known: Known) -> Iterator[Expr]:
        left = (known.value(claim.lhs) - known.value(claim.rhs)).expand()
        for rule in self.rules:
            left = left.subs(*rule.args).expand()
        yield left

    def shows(self, claim: Eq) -> Eq:
        return self.rules[0]


@dataclass(frozen=True)
class Precision:
    """The covariance matrix claimed is the inverse of minus the second derivatives of ``joint``."""

    joint: Expr
    word: ClassVar[str] = ""

    def differences(self, claim: Eq, known: Known) -> Iterator[Expr]:
        precision = -hessian(known.value(self.joint), claim.lhs.of)
        yield from precision * claim.rhs - eye(len(claim.lhs.of))

    def shows(self, claim: Eq) -> None:
        return None


@dataclass(frozen=True)
class Bayes:
    """The law's log density is exactly ``route``: a joint log density less a conditional one."""

    route: Expr

    word: ClassVar[str] = "since"

    def differences(self, claim: Eq, known: Known) -> Iterator[Expr]:
        law = _law(claim)
        yield known.value(law.log_density(*claim.lhs.of) - self.route)

    def shows(self, claim: Eq) -> Expr:
        return Eq(LogDensity(*claim.lhs.args), self.route, evaluate=False)


def _is_new(side: Basic, known: Known) -> bool:
    return isinstance(side, Quantity | Symbol) and side not in known


def _law(claim: Eq) -> Law:
    if not isinstance(claim.rhs, Law):
        raise UndecidedError(f"{claim.rhs} is not a probability law")
    return claim.rhs


def _differences(left: Any, right: Any) -> Iterator[Expr]:
    if isinstance(left, MatrixBase):
        yield from left - right
    else:
        yield S.Zero if left == right else left - right  # infinity equals infinity
