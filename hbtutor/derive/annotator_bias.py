"""An annotator's personal bias from n scores: the Normal-Normal model with its prior at zero."""

from __future__ import annotations

from functools import cache

from sympy import Derivative, Eq, IndexedBase, Limit, Sum, Symbol, oo

from hbtutor.derive.checks import Assumed, Bayes, Defined, Kernel, Via
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.laws import NormalLaw
from hbtutor.derive.quantities import Distribution, LogDensity, Mean, Variance
from hbtutor.derive.step import Step
from hbtutor.derive.written import log_normal, times, total
from hbtutor.notation import B, bias, n, sigma2, tau2, ybar

__all__ = ["annotator_bias"]

_i = Symbol("i", integer=True, positive=True)
_score = IndexedBase("y", real=True)
_mean, _variance = Mean(bias, given=ybar), Variance(bias, given=ybar)
_all_scores = Sum(log_normal(_score[_i], bias, sigma2), (_i, 1, n))


@cache
def annotator_bias() -> Derivation:
    r"""Posterior of an annotator's bias from all n scores, shrunk towards no bias at all.

    The scores, each less what the other annotators agree on, are y_i ~ N(bias, sigma2) and bias ~
    N(0, tau2).  The proof starts from the n scores, not from their mean.  The result holds
    ``mean``, ``var``, ``B`` (the weight on zero), ``shrinkage``, ``posterior`` and ``marginal``
    (of the mean score).  Book: *The mechanism of shrinkage*; Gelman et al., *Bayesian Data
    Analysis*, 3rd edition, equation 2.12.

    >>> from hbtutor import derive
    >>> derive.annotator_bias().result["shrinkage"]
    ybar*(1 - B)
    """
    return Derivation(
        steps=(*_model(), *_posterior(), *_shrinkage()),
        title="The personal bias of an annotator",
        conclusion=("posterior", "B", "shrinkage", "var_shrinkage", "marginal"),
    )


def _model() -> tuple[Step, ...]:
    y_sum = Sum(_score[_i], (_i, 1, n))
    return (
        Step(
            Eq(Distribution(bias), NormalLaw(0, tau2)),
            "The prior: annotators vary about no bias.",
            Assumed(log_normal(bias, 0, tau2)),
        ),
        Step(
            Eq(LogDensity(ybar, bias), _all_scores + log_normal(bias, 0, tau2)),
            "The log joint density of {n} scores and the bias.",
            Defined(_all_scores + log_normal(bias, 0, tau2)),
        ),
        Step(
            Eq(
                Derivative(_all_scores, bias),
                times(n / sigma2, total(y_sum / n, -bias)),
                evaluate=False,
            ),
            "The slope of the log likelihood: the scores matter only through their mean {ybar}.",
        ),
    )


def _posterior() -> tuple[Step, ...]:
    y_mean = Sum(_score[_i], (_i, 1, n)) / n
    precision = total(n / sigma2, 1 / tau2)
    likelihood = LogDensity(ybar, given=bias)
    return (
        Step(
            Eq(ybar, y_mean),
            "Call that mean {ybar}.",
            Defined(y_mean),
        ),
        Step(
            Eq(
                Distribution(bias, given=ybar),
                NormalLaw(times(n / sigma2, ybar, 1 / precision), 1 / precision),
            ),
            "The slope of the log joint density in {bias} is that of a normal density: the prior "
            "adds its precision, and nothing to the numerator.",
            Kernel(LogDensity(ybar, bias)),
            name="posterior",
        ),
        Step(
            Eq(_mean, times(n * ybar / sigma2, 1 / precision)),
            "The posterior mean: the mean score, weighted by its precision.",
            name="mean",
        ),
        Step(
            Eq(_variance, 1 / precision),
            "The posterior variance.",
            name="var",
        ),
        Step(
            Eq(Variance(ybar, given=bias), sigma2 / n),
            "The variance of a mean of {n} independent scores.",
            Via(Sum(sigma2 / n**2, (_i, 1, n))),
        ),
        Step(
            Eq(Distribution(ybar, given=bias), NormalLaw(bias, sigma2 / n)),
            "A mean of independent normal scores is normal.",
            Assumed(log_normal(ybar, bias, Variance(ybar, given=bias))),
        ),
        Step(
            Eq(Distribution(ybar), NormalLaw(0, total(tau2, sigma2 / n))),
            "Divide the posterior out: the marginal of the mean score.",
            Bayes(likelihood + LogDensity(bias) - LogDensity(bias, given=ybar)),
            name="marginal",
        ),
    )


def _shrinkage() -> tuple[Step, ...]:
    noise = sigma2 / n
    return (
        Step(
            Eq(B, times(noise, 1 / total(noise, tau2))),
            "The weight on no bias: the prior's share of the posterior precision.",
            Via(times(1 / tau2, _variance)),
            name="B",
        ),
        Step(
            Eq(_mean, times(1 - B, ybar)),
            "The posterior mean is the mean score, pulled towards zero.",
            name="shrinkage",
        ),
        Step(
            Eq(_variance, times(1 - B, noise)),
            "The posterior variance is that of the mean score, less the same fraction.",
            name="var_shrinkage",
        ),
        Step(Eq(Limit(B, n, oo), 0, evaluate=False), "Endless scores: the bias is what they show."),
        Step(
            Eq(Limit(B, n, 0), 1, evaluate=False),
            "No scores: no bias is ascribed, and as little is known as before.",
        ),
        Step(
            Eq(Limit(_variance, n, 0), tau2, evaluate=False),
            "No scores: no bias is ascribed, and as little is known as before.",
        ),
        Step(
            Eq(Limit(B, tau2, 0), 1, evaluate=False),
            "Annotators all alike: whatever the scores, none is biased.",
        ),
        Step(
            Eq(Limit(B, tau2, oo), 0, evaluate=False),
            "Annotators quite unlike each other: no shrinkage.",
        ),
    )
