"""The Normal-Normal model: from the log joint density to the shrinkage form and its limits."""

from __future__ import annotations

from functools import cache

from sympy import Derivative, Eq, Expr, Limit, Rational, Sum, Symbol, log, oo, pi

from hbtutor.derive.checks import Assumed, Bayes, Kernel, Stationary, Via
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.laws import NormalLaw
from hbtutor.derive.quantities import Distribution, LogDensity, Mean, Variance
from hbtutor.derive.step import Step
from hbtutor.derive.written import log_normal, times, total
from hbtutor.notation import B_j, mu, n_j, sigma2, tau2, theta_j, ybar_j

__all__ = ["normal_normal"]

_i = Symbol("i", integer=True, positive=True)
_joint = LogDensity(ybar_j, theta_j)
_mean = Mean(theta_j, given=ybar_j)
_variance = Variance(theta_j, given=ybar_j)
_noise = sigma2 / n_j  # variance of the mean of n_j observations
_precision = n_j / sigma2 + 1 / tau2


@cache
def normal_normal() -> Derivation:
    r"""Posterior of a group mean, its shrinkage form, its limits and the marginal of the datum.

    Group j has n_j observations of variance sigma2 about theta_j, and theta_j ~ N(mu, tau2).  The
    proof completes the square in the log joint density.  The result holds ``mean``, ``var``, ``B``
    (the weight on the prior mean), ``shrinkage`` (the mean as a weighted average), ``posterior``
    and ``marginal`` (laws).  Book: *The mechanism of shrinkage*; Gelman et al., *Bayesian Data
    Analysis*, 3rd edition, equation 2.11.

    >>> from hbtutor import derive
    >>> proof = derive.normal_normal()
    >>> proof.result["shrinkage"]
    B_j*mu + ybar_j*(1 - B_j)
    >>> proof.result["marginal"]
    N(mu, tau2 + sigma2/n_j)
    """
    return Derivation(
        steps=(*_model(), *_completing_thelog_normal(), *_shrinkage(), *_limits()),
        title="The posterior of a group mean, and how it shrinks",
        conclusion=("posterior", "marginal", "B", "shrinkage", "var_shrinkage"),
    )


def _model() -> tuple[Step, ...]:
    return (
        Step(
            Eq(Distribution(theta_j), NormalLaw(mu, tau2)),
            "The prior: the groups vary about {mu} with variance {tau2}.",
            Assumed(log_normal(theta_j, mu, tau2)),
        ),
        Step(
            Eq(Variance(ybar_j, given=theta_j), _noise),
            "The variance of a mean of {n_j} independent observations, each of variance {sigma2}.",
            Via(Sum(sigma2 / n_j**2, (_i, 1, n_j))),
        ),
        Step(
            Eq(Distribution(ybar_j, given=theta_j), NormalLaw(theta_j, _noise)),
            "The likelihood: a mean of independent normal observations is normal.",
            Assumed(log_normal(ybar_j, theta_j, Variance(ybar_j, given=theta_j))),
        ),
        Step(
            Eq(_joint, total(log_normal(ybar_j, theta_j, _noise), log_normal(theta_j, mu, tau2))),
            "The log joint density is the log likelihood plus the log prior.",
            Via(LogDensity(ybar_j, given=theta_j) + LogDensity(theta_j)),
        ),
    )


def _completing_thelog_normal() -> tuple[Step, ...]:
    constant = -log(2 * pi * _noise) / 2 - log(2 * pi * tau2) / 2
    half = -Rational(1, 2)
    spread = -((theta_j - _mean) ** 2) / (2 * _variance)
    left_over = -((ybar_j - mu) ** 2) / (2 * (tau2 + _noise))
    return (
        Step(
            Eq(
                _joint,
                total(
                    times(half, _precision, theta_j**2),
                    times(n_j * ybar_j / sigma2 + mu / tau2, theta_j),
                    -(ybar_j**2) / (2 * _noise),
                    -(mu**2) / (2 * tau2),
                    constant,
                ),
            ),
            "Multiply out and collect the powers of {theta_j}: a quadratic.",
        ),
        Step(
            Eq(_variance, 1 / _precision),
            "The curvature of the quadratic is the posterior precision; the data's precision and "
            "the prior's precision add.",
            Via(-1 / Derivative(_joint, (theta_j, 2))),
            name="var",
        ),
        Step(
            Eq(_mean, (n_j * ybar_j / sigma2 + mu / tau2) / _precision),
            "The top of the quadratic is the posterior mean: the datum and the prior mean, "
            "weighted by their precisions.",
            Stationary(_joint, at=theta_j),
            name="mean",
        ),
        Step(
            Eq(_joint, total(spread, left_over, constant)),
            "Complete the square: what is left over is free of {theta_j}.",
        ),
        Step(
            Eq(Distribution(theta_j, given=ybar_j), NormalLaw(_mean, _variance)),
            "As a function of {theta_j} the joint density is a normal density.",
            Kernel(_joint),
            name="posterior",
        ),
        Step(
            Eq(Distribution(ybar_j), NormalLaw(mu, tau2 + _noise)),
            "What is left when the posterior is divided out is the marginal density of {ybar_j}: "
            "normal, and its two variances add.",
            Bayes(_joint - LogDensity(theta_j, given=ybar_j)),
            name="marginal",
        ),
    )


def _shrinkage() -> tuple[Step, ...]:
    pulled = total(times(1 - B_j, ybar_j), B_j * mu)
    return (
        Step(
            Eq(B_j, times(_noise, 1 / total(_noise, tau2))),
            "The shrinkage factor {B_j} is the weight of the prior mean in the posterior mean.",
            Via(Derivative(_mean, mu)),
            name="B",
        ),
        Step(
            Eq(_mean, pulled),
            "The posterior mean is the datum, pulled by the fraction {B_j} towards {mu}.",
            name="shrinkage",
        ),
        Step(
            Eq(_variance, times(1 - B_j, _noise)),
            "The posterior variance is the datum's, less the same fraction.",
            name="var_shrinkage",
        ),
    )


def _limits() -> tuple[Step, ...]:
    return (
        *_limit(n_j, oo, "Endless data: the prior is forgotten.", 0, ybar_j, 0),
        *_limit(n_j, 0, "No data: the prior is all there is.", 1, mu, tau2),
        *_limit(tau2, 0, "Equal groups: complete pooling.", 1, mu, 0),
        *_limit(tau2, oo, "Unrelated groups: no pooling.", 0, ybar_j, _noise),
    )


def _limit(
    symbol: Symbol, point: Expr | int, reason: str, B: int, mean: Expr, variance: Expr | int
) -> tuple[Step, ...]:
    claims = ((B_j, B), (_mean, mean), (_variance, variance))
    return tuple(
        Step(Eq(Limit(quantity, symbol, point), value, evaluate=False), reason)
        for quantity, value in claims
    )
