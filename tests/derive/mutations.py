"""Wrong versions of a true claim: the mistakes that students make, and blind ones."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sympy import (
    Eq,
    Expr,
    ImmutableMatrix,
    IndexedBase,
    Limit,
    MatrixBase,
    MatrixExpr,
    S,
    Symbol,
    preorder_traversal,
    sqrt,
)

from hbtutor import notation
from hbtutor.derive.laws import Law, MultivariateNormalLaw
from hbtutor.derive.quantities import Quantity
from hbtutor.derive.zero import random_point, without_sums

VARIANCES = [notation.sigma2, notation.tau2, notation.gamma2, notation.omega2]
WEIGHTS = [notation.B, notation.B_j]
SIZES = [notation.n_j, notation.n_jk, notation.n, notation.exposure, notation.r]
MOST = 16  # wrong sides tried of one claim, spread evenly over the kinds
_X = Symbol("x", positive=True)
CONFUSED = [
    (notation.sigma2, notation.tau2),
    (notation.mu, notation.ybar_j),
    (notation.mu0, notation.mu),
    (notation.gamma2, notation.tau2),
    (notation.alpha, notation.beta),
    (notation.omega2, notation.tau2),
    (notation.psi, notation.mu_k),
]


def wrong_claims(claim: Eq) -> Iterator[Eq]:
    """Claims with the same left side and a right side that is not the same."""
    if not isinstance(claim, Eq):
        yield claim.func(claim.rhs, claim.lhs, evaluate=False)
        yield claim.func(claim.lhs, 2 * claim.lhs + claim.rhs, evaluate=False)
        yield claim.func(-claim.lhs, -claim.rhs, evaluate=False)
        return
    candidates = list(dict.fromkeys(_wrong_sides(claim.rhs)))
    for right in candidates[:: 1 + len(candidates) // MOST]:
        if _differs(right, claim.rhs):
            yield Eq(claim.lhs, right, evaluate=False)
    if isinstance(claim.lhs, Limit):
        quantity, symbol, point, *_ = claim.lhs.args
        other = S.Infinity if point == 0 else S.Zero
        yield Eq(Limit(quantity, symbol, other), claim.rhs, evaluate=False)


def _wrong_sides(right: Expr) -> Iterator[Expr]:
    if isinstance(right, Law):
        for position, argument in enumerate(right.args):
            for wrong in _wrong_sides(argument):
                yield right.func(*right.args[:position], wrong, *right.args[position + 1 :])
        yield right.func(*reversed(right.args))
        return
    if isinstance(right, MatrixExpr) and not isinstance(right, MatrixBase):
        for position, argument in enumerate(right.args):
            for wrong in _wrong_sides(argument):
                yield right.func(*right.args[:position], wrong, *right.args[position + 1 :])
        return
    if isinstance(right, MatrixBase):
        for position, entry in enumerate(right):
            changed = list(right)
            changed[position] = entry + 1
            yield right.func(*right.shape, changed)
        yield from (-right, 2 * right, right[::-1, ::-1])
        yield right + ImmutableMatrix.ones(*right.shape) / 10**9
        return
    yield from (S.Zero, S.One, right + 1, 2 * right, -right, right + S(1) / 10**9)
    labels = {base.label for base in right.atoms(IndexedBase)}
    for symbol in sorted(right.atoms(Symbol) & right.free_symbols - labels, key=str):
        yield right.subs(symbol, 2 * symbol)
        if symbol in VARIANCES:
            yield right.subs(symbol, sqrt(symbol))
        if symbol in WEIGHTS:
            yield right.subs(symbol, 1 - symbol)
        if symbol in SIZES:
            yield right.subs(symbol, 1)
    for one, other in CONFUSED:
        if right.has(one) or right.has(other):
            yield right.subs({one: other, other: one}, simultaneous=True)
    walk = preorder_traversal(right)
    for part in walk:
        if isinstance(part, MatrixBase):
            walk.skip()
        if part.is_Rational and part not in (0, 1):
            yield right.xreplace({part: part + 1})
        if part.is_Add:
            yield right.xreplace({part: part.func(*part.args[1:])})
        if part.is_Mul and part.args[0] == -1:
            yield right.xreplace({part: -part})


def _differs(one: Expr, other: Expr) -> bool:
    """Whether a mutation changed anything: seen in numbers, quantities being free."""
    if one == other:
        return False
    if isinstance(one, Law) and isinstance(other, Law):
        if not isinstance(one, MultivariateNormalLaw):
            return _differs(one.log_density(_X), other.log_density(_X))
        return any(map(_differs, one.args, other.args))
    if isinstance(one, MatrixExpr):
        point = random_point(one.free_symbols | other.free_symbols, Random(7))
        return one.xreplace(point).doit() != other.xreplace(point).doit()
    heads = {head: Symbol(f"q{i}") for i, head in enumerate(_heads(one, other))}
    difference = without_sums(one.xreplace(heads) - other.xreplace(heads))
    value = difference.subs(random_point(difference.free_symbols, Random(7))).evalf(30)
    return not (value.is_number and value.is_finite and abs(value) < 1e-20)


def _heads(*sides: Expr) -> list[Quantity]:
    return sorted(set().union(*(side.atoms(Quantity) for side in sides)), key=str)
