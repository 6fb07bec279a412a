"""Negative binomial counts that share one probability with a beta prior."""

from __future__ import annotations

from functools import cache

from sympy import Derivative, Eq, Expr, IndexedBase, Limit, Sum, Symbol, gamma, log, oo

from hbtutor.derive.checks import Assumed, Bayes, Defined, Kernel, Via
from hbtutor.derive.count_laws import BetaNegativeBinomialLaw, NegativeBinomialLaw
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.laws import BetaLaw, DensityOf
from hbtutor.derive.quantities import Density, Distribution, LogDensity, Mean, Variance
from hbtutor.derive.step import Step
from hbtutor.derive.written import times, total
from hbtutor.notation import B, alpha, beta, count_new, n, p, r, s, y

__all__ = ["beta_negative_binomial"]

_i = Symbol("i", integer=True, positive=True)
_counts = IndexedBase("y", real=True)
_mean, _second = Mean(p, given=s), Mean(p**2, given=s)
_log_one = LogDensity(y, given=p)
_all = LogDensity(s, given=p)


@cache
def beta_negative_binomial() -> Derivation:
    r"""Posterior of the shared probability of success from n counts, and the next count.

    Each of n counts is the number of failures before the r-th success at the probability p, and
    p ~ Beta(alpha, beta); s is the sum of the counts.  The result holds ``posterior``, ``mean``,
    ``var``, ``B`` (the weight on the prior mean), ``shrinkage``, ``predictive`` and
    ``predictive_mean`` (for alpha + n r > 1).  Book: *Counts and proportions*; conjugacy as in
    Gelman et al., *Bayesian Data Analysis*, 3rd edition, section 2.4.

    >>> from hbtutor import derive
    >>> derive.beta_negative_binomial().result["posterior"]
    Beta(alpha + n*r, beta + s)
    >>> derive.beta_negative_binomial().result["predictive"]
    BetaNegativeBinomial(r, alpha + n*r, beta + s)
    """
    return Derivation(
        steps=(*_model(), *_posterior(), *_shrinkage(), *_predictive()),
        title="Counts of failures under a beta prior",
        conclusion=("posterior", "B", "shrinkage", "predictive", "predictive_mean"),
    )


def _log_ways(count: Expr) -> Expr:
    return log(gamma(count + r) / (gamma(r) * gamma(count + 1)))


def _log_mass(count: Expr) -> Expr:
    return total(r * log(p), count * log(1 - p), _log_ways(count))


def _model() -> tuple[Step, ...]:
    return (
        Step(
            Eq(Distribution(p), BetaLaw(alpha, beta)),
            "The prior of the probability that all counts share.",
            Assumed(
                total(
                    (alpha - 1) * log(p),
                    (beta - 1) * log(1 - p),
                    -log(gamma(alpha) * gamma(beta) / gamma(alpha + beta)),
                )
            ),
        ),
        Step(
            Eq(Distribution(y, given=p), NegativeBinomialLaw(r, p)),
            "The likelihood of one count: failures before success number {r}.",
            Assumed(_log_mass(y)),
        ),
        Step(
            Eq(s, Sum(_counts[_i], (_i, 1, n))),
            "Call the sum of the {n} counts {s}.",
            Defined(Sum(_counts[_i], (_i, 1, n))),
        ),
        Step(
            Eq(
                _all, total(n * r * log(p), s * log(1 - p), Sum(_log_ways(_counts[_i]), (_i, 1, n)))
            ),
            "The log likelihood of all counts: what varies with {p} depends on them through {s}.",
            Via(Sum(_log_mass(_counts[_i]), (_i, 1, n))),
        ),
    )


def _posterior() -> tuple[Step, ...]:
    a, b = alpha + n * r, beta + s
    raised, twice = (DensityOf(BetaLaw(a + power, b), p) for power in (1, 2))
    density = Density(p, given=s)
    return (
        Step(
            Eq(Distribution(p, given=s), BetaLaw(a, b)),
            "As a function of {p} the joint density is a beta density: {n}{r} successes and {s} "
            "failures.",
            Kernel(_all + LogDensity(p)),
            name="posterior",
        ),
        Step(
            Eq(Distribution(p, given=(s, y)), BetaLaw(a + r, b + y)),
            "By induction too: one count more adds {r} to the one and {y} to the other.",
            Kernel(_log_one + LogDensity(p, given=s)),
        ),
        Step(
            Eq(_mean, times(a, 1 / (a + b))),
            "The posterior mean: {p} times the density is the mean times another beta density.",
            Via(p * density / raised),
            name="mean",
        ),
        Step(
            Eq(_second, times(_mean, (a + 1) / (a + b + 1))),
            "The second moment in the same way.",
            Via(p**2 * density / twice),
        ),
        Step(
            Eq(Variance(p, given=s), times(_mean, 1 - _mean, 1 / (a + b + 1))),
            "The posterior variance is the second moment less the squared mean.",
            Via(_second - _mean**2),
            name="var",
        ),
    )


def _shrinkage() -> tuple[Step, ...]:
    trials = n * r + s
    return (
        Step(
            Eq(B, times(alpha + beta, 1 / total(alpha, beta, n * r, s))),
            "The weight on the prior mean: move the prior mean by shifting from {beta} to {alpha}, "
            "their sum held fixed.",
            Via(times(alpha + beta, Derivative(_mean, alpha) - Derivative(_mean, beta))),
            name="B",
        ),
        Step(
            Eq(_mean, total(times(1 - B, n * r / trials), times(B, alpha / (alpha + beta)))),
            "The posterior mean is a weighted average of the proportion of successes, {n}{r} in "
            "{n}{r} + {s} trials, and the prior mean.",
            name="shrinkage",
        ),
        Step(
            Eq(Limit(B, alpha, oo), 1, evaluate=False),
            "An endless prior sample: the data count for nothing.",
        ),
    )


def _predictive() -> tuple[Step, ...]:
    a, b = alpha + n * r, beta + s
    after, new = LogDensity(p, given=s), LogDensity(count_new, given=p)
    tilted = DensityOf(BetaLaw(a - 1, b + 1), p)
    return (
        Step(
            Eq(Distribution(count_new, given=p), NegativeBinomialLaw(r, p)),
            "The next count, independent of the others given {p}.",
            Assumed(_log_mass(count_new)),
        ),
        Step(
            Eq(Distribution(p, given=(s, count_new)), BetaLaw(a + r, b + count_new)),
            "The posterior is a beta prior for what comes next.",
            Kernel(new + after),
        ),
        Step(
            Eq(Distribution(count_new, given=s), BetaNegativeBinomialLaw(r, a, b)),
            "Divide that out: the predictive law is beta negative binomial.",
            Bayes(new + after - LogDensity(p, given=(s, count_new))),
            name="predictive",
        ),
        Step(
            Eq(Mean(count_new, given=s), times(r, b, 1 / (a - 1))),
            "Its mean is {r} times the mean of the odds (1 − {p})/{p}, by another ratio of beta "
            "densities; it is finite if {alpha} + {n}{r} > 1.",
            Via(times(r, (1 - p) / p * Density(p, given=s) / tilted)),
            name="predictive_mean",
        ),
    )
