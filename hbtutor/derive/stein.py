"""Stein: the risks of pooling, and why shrinking by an estimated factor beats not shrinking."""

from __future__ import annotations

from functools import cache

from sympy import Derivative, Eq, Function, Gt, IndexedBase, Integral, Sum, Symbol, oo

from hbtutor.derive.checks import Assumed, Defined, Sign, Stationary, Via
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.laws import NormalLaw
from hbtutor.derive.quantities import Density, Distribution, Mean, Risk, Variance
from hbtutor.derive.stein_estimates import efron_morris, positive_part
from hbtutor.derive.step import Step
from hbtutor.derive.written import log_normal, times, total
from hbtutor.notation import B, J, S, mu, sigma2, tau2, theta_j, y_j, ybar

__all__ = ["stein"]

_i = Symbol("i", integer=True, positive=True)
_c, _q = Symbol("c", real=True), Symbol("q", positive=True)
_m = Symbol("m", integer=True, nonnegative=True)
_b = Symbol("b", real=True)
_d = IndexedBase("d", real=True)
_error = Mean((y_j - theta_j) ** 2, given=theta_j)
_inverse = Mean(1 / S, given=theta_j)
_density = Density(y_j, given=theta_j)


@cache
def stein() -> Derivation:
    r"""Risks of no, complete and partial pooling; James-Stein; the unbiased estimate of B.

    y_j ~ N(theta_j, sigma2) for J groups; risks are mean squared errors.  The result holds, for
    one group, ``risk_none``, ``risk_complete`` (all groups at mu), ``risk_grand_mean`` (all at
    their mean), ``risk_partial_given_theta``, ``B`` and ``risk_partial``; for all J groups
    together ``risk_c`` and ``risk_james_stein`` at given theta (q is the mean of 1/S) and
    ``best_c`` = J - 2; averaged over theta ~ N(mu, tau2), ``mean_inverse_S``, ``efron_morris``
    (the mean of (J - 2) sigma2/S, which is B), ``efron_morris_centred`` (with the groups' own mean
    for mu) and ``average_risk``.  Book: *Stein's paradox*; Efron and Morris (1973), *JASA* 68,
    117-130; Stein (1981), *Annals of Statistics* 9, 1135-1151.

    >>> from hbtutor import derive
    >>> derive.stein().result["efron_morris"]
    B
    >>> derive.stein().result["risk_james_stein"]
    J*sigma2 - q*sigma2**2*(J - 2)**2
    """
    return Derivation(
        steps=(*_pooling(), *_partial(), *_lemma(), *_james_stein(), *efron_morris(),
               *positive_part()),
        title="Stein: shrinking by what the data themselves suggest",
        conclusion=("risk_none", "risk_complete", "risk_partial", "risk_james_stein",
                    "efron_morris", "average_risk"),
    )  # fmt: skip


def _pooling() -> tuple[Step, ...]:
    others = total(times(J, sigma2 / J**2), times(tau2, (1 - 1 / J) ** 2 + (J - 1) / J**2))
    return (
        Step(
            Eq(Distribution(theta_j), NormalLaw(mu, tau2)),
            "The groups vary about a mean {mu}, known for now.",
            Assumed(log_normal(theta_j, mu, tau2)),
        ),
        Step(
            Eq(Distribution(y_j, given=theta_j), NormalLaw(theta_j, sigma2)),
            "One datum in each group.",
            Assumed(log_normal(y_j, theta_j, sigma2)),
        ),
        Step(
            Eq(_error, sigma2),
            "No pooling estimates {theta_j} by its datum. Its risk is the mean squared error.",
            Via(Integral((y_j - theta_j) ** 2 * _density, (y_j, -oo, oo))),
            name="risk_none",
        ),
        Step(
            Eq(Mean((mu - theta_j) ** 2), tau2),
            "Complete pooling estimates every group by {mu}. Averaged over the groups its risk is "
            "their variance.",
            Via(Variance(theta_j) + (Mean(theta_j) - mu) ** 2),
            name="risk_complete",
        ),
        Step(
            Eq(Risk(ybar), total(sigma2 / J, times(1 - 1 / J, tau2))),
            "Were every group estimated by the mean of all {J}, {J} errors and {J} deviations of "
            "groups from {mu} would enter, its own with the weight 1 − 1/{J}.",
            Via(others),
            name="risk_grand_mean",
        ),
    )


def _partial() -> tuple[Step, ...]:
    estimate = (1 - _b) * y_j + _b * mu
    pulled = total(times(1 - B, y_j), times(B, mu))
    risk = Mean((estimate - theta_j) ** 2, given=theta_j)
    average = total(times((1 - _b) ** 2, sigma2), times(_b**2, tau2))
    return (
        Step(
            Eq(risk, total(times((1 - _b) ** 2, sigma2), times(_b**2, (theta_j - mu) ** 2))),
            "Partial pooling with any weight b on {mu}: the variance is reduced, a bias is added.",
            Via(Integral((estimate - theta_j) ** 2 * _density, (y_j, -oo, oo))),
            name="risk_partial_given_theta",
        ),
        Step(
            Eq(Risk(estimate), average),
            "Averaged over the groups, whose squared deviation from {mu} has the mean {tau2}.",
            Via(times((1 - _b) ** 2, _error) + times(_b**2, Mean((mu - theta_j) ** 2))),
        ),
        Step(
            Eq(B, times(sigma2, 1 / total(sigma2, tau2))),
            "The weight with the least risk is the shrinkage factor.",
            Stationary(Risk(estimate), at=_b),
            name="B",
        ),
        Step(
            Eq(Risk(pulled), times(1 - B, sigma2)),
            "The risk at that weight.",
            Via(average.subs(_b, B)),
            name="risk_partial",
        ),
        Step(Gt(sigma2, Risk(pulled), evaluate=False), "Less than with no pooling.", Sign()),
        Step(Gt(tau2, Risk(pulled), evaluate=False), "Less than with complete pooling.", Sign()),
    )


def _lemma() -> tuple[Step, ...]:
    g, rest = Function("g")(y_j), Symbol("R", positive=True)
    own = (y_j - mu) / (rest + (y_j - mu) ** 2)
    sum_of_squares = Sum(_d[_i] ** 2, (_i, 1, J))
    return (
        Step(
            Eq(
                (y_j - theta_j) * g * _density,
                total(
                    sigma2 * Derivative(g, y_j) * _density,
                    -sigma2 * Derivative(g * _density, y_j),
                ),
                evaluate=False,
            ),
            "Stein's lemma, for any smooth g. The last term integrates to zero: so the mean of "
            "({y_j} − {theta_j}) g is {sigma2} times the mean of the slope of g.",
        ),
        Step(
            Eq(
                Derivative(own, y_j),
                total(
                    1 / (rest + (y_j - mu) ** 2),
                    -2 * (y_j - mu) ** 2 / (rest + (y_j - mu) ** 2) ** 2,
                ),
                evaluate=False,
            ),
            "Apply it to a group's share ({y_j} − {mu})/{S} of the sum of squares {S} about {mu}; "
            "R is what the other groups add to {S}.",
        ),
        Step(
            Eq(S, sum_of_squares),
            "That sum of squares, with d for the deviation of each datum from {mu}.",
            Defined(sum_of_squares),
        ),
        Step(
            Eq(Sum(1 / S - 2 * _d[_i] ** 2 / S**2, (_i, 1, J)), (J - 2) / S, evaluate=False),
            "Add the slopes of all groups.",
        ),
    )


def _james_stein() -> tuple[Step, ...]:
    a = Symbol("a", real=True)
    cross, size = sigma2 * (J - 2) * _inverse, _inverse
    risk = total(J * sigma2, -times(2 * _c * (J - 2) - _c**2, sigma2**2, _q))
    best = total(J * sigma2, -times((J - 2) ** 2, sigma2**2, _q))
    gain = times((J - 2) ** 2, sigma2**2, _q).subs(J, _m + 3)
    return (
        Step(
            Eq(
                ((y_j - theta_j) - a * (y_j - mu)) ** 2,
                (y_j - theta_j) ** 2
                - 2 * a * (y_j - theta_j) * (y_j - mu)
                + a**2 * (y_j - mu) ** 2,
                evaluate=False,
            ),
            "Now shrink every deviation from {mu} by the fraction a = c{sigma2}/{S}. The squared "
            "error of a group, multiplied out.",
        ),
        Step(Eq(_inverse, _q), "Call the mean of 1/{S} at given θ q.", Defined(_q)),
        Step(
            Eq(Risk(_c), risk),
            "Add over the {J} groups and take means: the first term is the risk of no pooling, "
            "the second follows from the lemma, and the third has {S} once above and twice below.",
            Via(J * _error - 2 * _c * sigma2 * cross + _c**2 * sigma2**2 * size),
            name="risk_c",
        ),
        Step(
            Eq(_c, J - 2),
            "The best c is the same for all θ.",
            Stationary(Risk(_c), at=_c),
            name="best_c",
        ),
        Step(
            Eq(Risk(_c), best),
            "With it, the risk of James and Stein's estimator, all {J} groups together.",
            name="risk_james_stein",
        ),
        Step(
            Gt(gain, 0, evaluate=False),
            "From three groups on, {J} = 3 + m, that is less than {J}{sigma2}, whatever the θ are: "
            "what is taken off is positive.",
            Sign(),
        ),
    )
