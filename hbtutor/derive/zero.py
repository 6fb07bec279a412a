"""Is this expression zero?  Proved exactly, or refused.

A wrong claim is usually exposed at once by a number: the expression is evaluated with 30 digits at
random asymmetric points of its symbols' supports.  A number only ever refuses; what is accepted
has been reduced to the literal 0 by SymPy under the declared assumptions.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from sympy import (
    Add,
    Derivative,
    Expr,
    Float,
    Integral,
    Limit,
    Product,
    Rational,
    Sum,
    Symbol,
    cancel,
    exp,
    expand,
    expand_func,
    expand_log,
    factor,
    fraction,
    gammasimp,
    log,
    logcombine,
    nsimplify,
    powsimp,
    simplify,
    sympify,
    together,
)
from sympy.core.function import AppliedUndef

from hbtutor.notation import TABLE, Support

__all__ = ["nonzero_part", "random_point", "without_sums"]

_UNDONE = (Derivative, Integral, Limit, Product, Sum)
_UNIT = {record.symbol for record in TABLE if record.support is Support.UNIT}
_DIGITS = 30
_SHORT = 60  # operations in an expression that is worth shortening


def nonzero_part(expression: Any) -> Expr:
    """What is left of an expression: 0 if it is proved to vanish, else something not proved zero.

    >>> from hbtutor.derive.zero import nonzero_part
    >>> from hbtutor.notation import sigma2, tau2
    >>> nonzero_part(1 / (1 / sigma2 + 1 / tau2) - sigma2 * tau2 / (sigma2 + tau2))
    0
    >>> nonzero_part(sigma2 / (sigma2 + tau2) - tau2 / (sigma2 + tau2))
    (sigma2 - tau2)/(sigma2 + tau2)
    """
    exact = sympify(expression)
    if exact.has(Float):
        exact = nsimplify(exact, rational=True)  # a small float would vanish beside a large one
    left = _without_functions(without_sums(exact))
    if left.is_zero or left.has(*_UNDONE):
        return left
    if _is_visibly_nonzero(left):
        return _shortest(left)
    for rewrite in _REWRITES:
        rewritten = rewrite(left)
        if rewritten == 0:
            return rewritten
    return left


def _without_functions(expression: Expr) -> Expr:
    """A function of which nothing is known, and its slope, are two unknown numbers."""
    slopes = (part for part in expression.atoms(Derivative) if isinstance(part.expr, AppliedUndef))
    unknown = [*slopes, *expression.atoms(AppliedUndef)]
    return expression.xreplace({part: Symbol(f"function{i}") for i, part in enumerate(unknown)})


def without_sums(expression: Expr) -> Expr:
    """Each sum of terms that are not known is an unknown number, its constant factors pulled out.

    >>> from sympy import IndexedBase, Sum
    >>> from sympy.abc import i, n, x
    >>> y = IndexedBase("y")
    >>> without_sums(Sum(x * y[i], (i, 1, n)) - x * Sum(y[i], (i, 1, n)))
    0
    """
    unknown: dict[Expr, Symbol] = {}

    def number(whole: Expr) -> Expr:
        outside, inside = factor(whole.function).as_independent(*whole.variables, as_Add=False)
        core = Sum(inside, *whole.limits)
        return outside * unknown.setdefault(core, Symbol(f"sum{len(unknown)}", real=True))

    apart = expression.replace(
        lambda part: isinstance(part, Sum), lambda whole: whole.expand().doit().expand()
    )
    return apart.replace(lambda part: isinstance(part, Sum), number)


def random_point(symbols: set[Symbol], random: Random) -> dict[Symbol, Rational]:
    """A value for each symbol, asymmetric and inside its support."""
    return {symbol: _random_value(symbol, random) for symbol in sorted(symbols, key=str)}


def _random_value(symbol: Symbol, random: Random) -> Rational:
    if symbol in _UNIT:
        return Rational(random.randrange(11, 89), 97)
    if symbol.is_integer:  # sizes exceed counts, as trials do successes
        return Rational(random.randrange(11, 20) if symbol.is_positive else random.randrange(2, 9))
    if symbol.is_positive:
        return Rational(random.randrange(23, 389), 101)
    return Rational(random.randrange(-311, 311), 103)


def _is_visibly_nonzero(expression: Expr) -> bool:
    random = Random(20261123)
    for _ in range(2):
        value = expression.xreplace(random_point(expression.free_symbols, random)).evalf(_DIGITS)
        if value.is_number and not (value.is_finite and abs(value) < 1e-20):
            return True  # or it is not even a number there
    return False


def _shortest(expression: Expr) -> Expr:
    """A wrong difference in the form that is easiest to read, where that is quick to find."""
    if expression.count_ops() > _SHORT:
        return expression
    return min((expression, cancel(together(expression))), key=lambda form: form.count_ops())


def _by_parts(expression: Expr) -> Expr:
    """A sum vanishes if its terms with logarithms cancel, and those without."""
    terms = Add.make_args(expression)
    logs, rest = (Add(*(t for t in terms if t.has(log) is has)) for has in (True, False))
    return _numerator(rest) + _expanded_logs(logs)


def _numerator(expression: Expr) -> Expr:
    """A fraction vanishes with its numerator: far quicker than cancelling it."""
    return expand(fraction(together(expression))[0])


def _expanded_logs(expression: Expr) -> Expr:
    """Logarithms of products become sums, and each logarithm that is left an unknown number."""
    unknown: dict[Expr, Symbol] = {}

    def number(logarithm: Expr) -> Expr:
        return unknown.setdefault(logarithm, Symbol(f"log{len(unknown)}", real=True))

    def apart(argument: Expr) -> Expr:
        return expand_log(log(factor(argument)), force=True)

    split = expression.replace(log, apart)
    return _numerator(split.replace(lambda part: isinstance(part, log), number))


def _joined_powers(expression: Expr) -> Expr:
    joined = powsimp(expression)
    return joined.replace(exp, lambda power: exp(expand_log(expand(power), force=True)))


def _by_shifted_gammas(expression: Expr) -> Expr:
    """Gamma functions whose arguments differ by integers become one, times a fraction."""
    split = expression.replace(
        exp, lambda power: exp(expand(expand_log(expand(power), force=True)))
    )
    return _numerator(expand_func(expand(split)))


def _by_gamma_functions(expression: Expr) -> Expr:
    """A sum of logs of gamma functions is zero when the product of gamma functions is one."""
    product = powsimp(exp(logcombine(expand(expression), force=True)), force=True)
    return gammasimp(product) - 1


_REWRITES: tuple[Callable[[Expr], Expr], ...] = (
    _by_parts,
    _by_shifted_gammas,
    lambda expression: gammasimp(_joined_powers(expression)),
    _by_gamma_functions,
    _expanded_logs,
    lambda expression: _numerator(expression.rewrite(exp)),
    simplify,
)
