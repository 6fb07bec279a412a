"""Students in classrooms in schools: variance propagation, posteriors, intraclass correlations."""

from __future__ import annotations

from functools import cache

from sympy import Derivative, Eq, Expr, IndexedBase, Limit, Sum, Symbol, oo, symbols

from hbtutor.derive.checks import Assumed, Bayes, Defined, Kernel, Via
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.laws import NormalLaw
from hbtutor.derive.quantities import Covariance, Distribution, LogDensity, Mean, Variance
from hbtutor.derive.step import Step
from hbtutor.derive.written import log_normal, times, total
from hbtutor.notation import (
    B,
    J,
    mu_k,
    n_jk,
    omega2,
    psi,
    sigma2,
    tau2,
    theta_jk,
    ybar_jk,
    ybar_k,
)

__all__ = ["nested_normal"]

_i = Symbol("i", integer=True, positive=True)
_y, _n = IndexedBase("y", real=True), IndexedBase("n", positive=True)
_noise = sigma2 / n_jk
_school, _classroom, _students = (
    LogDensity(mu_k),
    LogDensity(theta_jk, given=mu_k),
    LogDensity(ybar_jk, given=theta_jk),
)
_mean, _var = Mean(mu_k, given=ybar_k), Variance(mu_k, given=ybar_k)


@cache
def nested_normal() -> Derivation:
    r"""Classroom and school means given students' scores, for classrooms of any sizes.

    mu_k ~ N(psi, omega2) for schools, theta_jk ~ N(mu_k, tau2) for classrooms, and ybar_jk is the
    mean of n_jk students of variance sigma2.  The result holds ``classroom_mean`` (the law of
    ybar_jk about mu_k), ``B`` (the weight on the school's mean), ``school_precision``,
    ``school_mean``, ``school`` (posterior laws, J classrooms), ``classroom`` (with the school's
    mean integrated out), ``icc_classroom`` and ``icc_school``.  Book: *More than two levels*;
    Snijders and Bosker, *Multilevel Analysis*, 2nd edition, sections 3.3 and 4.9.

    >>> from hbtutor import derive
    >>> derive.nested_normal().result["classroom_mean"]
    N(mu_k, tau2 + sigma2/n_jk)
    >>> derive.nested_normal().result["icc_school"]
    omega2/(omega2 + sigma2 + tau2)
    """
    return Derivation(
        steps=(*_model(), *_propagation(), *_school_mean(), *_classroom_mean(), *_correlations()),
        title="Students in classrooms in schools",
        conclusion=("classroom_mean", "B", "school", "classroom", "icc_classroom", "icc_school"),
    )


def _model() -> tuple[Step, ...]:
    return (
        Step(
            Eq(Distribution(mu_k), NormalLaw(psi, omega2)),
            "The top layer: schools vary about {psi}.",
            Assumed(log_normal(mu_k, psi, omega2)),
        ),
        Step(
            Eq(Distribution(theta_jk, given=mu_k), NormalLaw(mu_k, tau2)),
            "The middle layer: classrooms vary about their school's mean.",
            Assumed(log_normal(theta_jk, mu_k, tau2)),
        ),
        Step(
            Eq(Variance(ybar_jk, given=theta_jk), _noise),
            "The mean of {n_jk} students, independent given their classroom.",
            Via(Sum(sigma2 / n_jk**2, (_i, 1, n_jk))),
        ),
        Step(
            Eq(Distribution(ybar_jk, given=theta_jk), NormalLaw(theta_jk, _noise)),
            "The bottom layer: that mean is normal about the classroom's own.",
            Assumed(log_normal(ybar_jk, theta_jk, Variance(ybar_jk, given=theta_jk))),
        ),
    )


def _propagation() -> tuple[Step, ...]:
    return (
        Step(
            Eq(Variance(ybar_jk, given=mu_k), total(tau2, _noise)),
            "Variance propagation, by the law of total variance: the variance of the classroom's "
            "mean within the school, plus the mean variance within the classroom.",
            Via(Variance(theta_jk, given=mu_k) + Variance(ybar_jk, given=theta_jk)),
        ),
        Step(
            Eq(B, times(_noise, 1 / total(_noise, tau2))),
            "The weight on the school's mean, were it known: the prior's share of the precision.",
            Via((1 / tau2) / (1 / tau2 + 1 / Variance(ybar_jk, given=theta_jk))),
            name="B",
        ),
        Step(
            Eq(
                Distribution(theta_jk, given=(ybar_jk, mu_k)),
                NormalLaw(total(times(1 - B, ybar_jk), B * mu_k), times(1 - B, _noise)),
            ),
            "Given the school's mean, a classroom is the Normal-Normal model.",
            Kernel(_students + _classroom),
        ),
        Step(
            Eq(Distribution(ybar_jk, given=mu_k), NormalLaw(mu_k, total(tau2, _noise))),
            "Divide that out: the classroom's average about the school's mean, with the variance "
            "just found.",
            Bayes(_students + _classroom - LogDensity(theta_jk, given=(ybar_jk, mu_k))),
            name="classroom_mean",
        ),
    )


def _school_mean() -> tuple[Step, ...]:
    spread = tau2 + sigma2 / _n[_i]
    joint = total(Sum(log_normal(_y[_i], mu_k, spread), (_i, 1, J)), log_normal(mu_k, psi, omega2))
    precision = total(Sum(1 / spread, (_i, 1, J)), 1 / omega2)
    weighted = total(Sum(_y[_i] / spread, (_i, 1, J)), psi / omega2)
    one = tau2 + sigma2 / n_jk
    return (
        Step(
            Eq(LogDensity(ybar_k, mu_k), joint),
            "A school with {J} classrooms of any sizes: given {mu_k} their averages are "
            "independent, each with its own variance.",
            Defined(joint),
        ),
        Step(
            Eq(Distribution(mu_k, given=ybar_k), NormalLaw(weighted / precision, 1 / precision)),
            "As a function of {mu_k} that is a normal density: every classroom counts by its "
            "precision, so a large one counts for more, but never more than 1/{tau2}.",
            Kernel(LogDensity(ybar_k, mu_k)),
            name="school",
        ),
        Step(
            Eq(Limit(1 / one, n_jk, oo), 1 / tau2, evaluate=False),
            "What a classroom can tell about its school is bounded, however many its students.",
        ),
        Step(
            Eq(_mean, weighted / precision),
            "The posterior mean of the school.",
            name="school_mean",
        ),
        Step(
            Eq(1 / _var, precision, evaluate=False),
            "The posterior precision of the school.",
            name="school_precision",
        ),
    )


def _classroom_mean() -> tuple[Step, ...]:
    within, school = LogDensity(theta_jk, given=(ybar_jk, mu_k)), LogDensity(mu_k, given=ybar_k)
    passed = times(B, theta_jk - times(1 - B, ybar_jk), 1 / times(1 - B, _noise))
    precision = total(B**2 / times(1 - B, _noise), 1 / _var)
    everything = (ybar_jk, ybar_k)
    return (
        Step(
            Eq(
                Distribution(mu_k, given=(theta_jk, *everything)),
                NormalLaw(times(total(passed, _mean / _var), 1 / precision), 1 / precision),
            ),
            "Now integrate the school's mean out of a classroom's posterior. Were {theta_jk} known "
            "as well, {mu_k} would be normal.",
            Kernel(within + school),
        ),
        Step(
            Eq(
                Distribution(theta_jk, given=everything),
                NormalLaw(
                    total(times(1 - B, ybar_jk), times(B, _mean)),
                    total(times(1 - B, _noise), times(B**2, _var)),
                ),
            ),
            "Divide that out: a classroom is pulled to its school's posterior mean, and carries "
            "the fraction {B}, squared, of its variance.",
            Bayes(within + school - LogDensity(mu_k, given=(theta_jk, *everything))),
            name="classroom",
        ),
    )


def _correlations() -> tuple[Step, ...]:
    a, b, c, d, e, f = symbols("a b c d e f", real=True)
    variances = {a: omega2, b: tau2, c: tau2, d: sigma2, e: sigma2, f: sigma2}
    me, mate, fellow = psi + a + b + d, psi + a + b + e, psi + a + c + f

    def covariance(one: Expr, other: Expr, value: Expr, reason: str) -> Step:
        shared = (
            variance * Derivative(one, part) * Derivative(other, part)
            for part, variance in variances.items()
            if one.has(part) and other.has(part)
        )
        return Step(Eq(Covariance(one, other), value), reason, Via(total(*shared)))

    every = total(omega2, tau2, sigma2)
    return (
        covariance(
            me,
            me,
            every,
            "A score is {psi} plus independent deviations: a of the school, b of the classroom, "
            "d of the student. So is its variance.",
        ),
        covariance(
            me,
            mate,
            total(omega2, tau2),
            "Two students of a classroom share the school's and the classroom's deviation.",
        ),
        covariance(
            me, fellow, omega2, "Students of two classrooms share the school's deviation alone."
        ),
        Step(
            Eq(
                Covariance(me, mate) / Covariance(me, me),
                times(total(omega2, tau2), 1 / every),
                evaluate=False,
            ),
            "The intraclass correlation within a classroom.",
            name="icc_classroom",
        ),
        Step(
            Eq(
                Covariance(me, fellow) / Covariance(me, me),
                times(omega2, 1 / every),
                evaluate=False,
            ),
            "The intraclass correlation within a school.",
            name="icc_school",
        ),
    )
