"""Counts with exposure under a gamma prior: conjugacy, overdispersion, the Poisson limit."""

from __future__ import annotations

from functools import cache

from sympy import Derivative, Eq, Gt, Integral, Limit, Symbol, exp, gamma, log, oo

from hbtutor.derive.checks import Assumed, Bayes, Kernel, Sign, Via
from hbtutor.derive.count_laws import NegativeBinomialLaw, PoissonLaw
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.laws import DensityOf, GammaLaw
from hbtutor.derive.quantities import Density, Distribution, LogDensity, Mean, Variance
from hbtutor.derive.step import Step
from hbtutor.derive.written import times, total
from hbtutor.notation import B, alpha, beta, count_new, exposure, exposure_new, lambda_j, y

__all__ = ["gamma_poisson"]

_likelihood = LogDensity(y, given=lambda_j)
_mean = Mean(lambda_j, given=y)
_m = Symbol("m", positive=True)  # the marginal mean, held fixed in the Poisson limit


@cache
def gamma_poisson() -> Derivation:
    r"""Posterior of a rate, its mean as a weighted average, negative binomial marginal, limit.

    A group has y events in the exposure t at the rate lambda per unit of exposure, and lambda ~
    Gamma(alpha, beta), shape and rate.  The result holds ``posterior``, ``mean``, ``var``, ``B``
    (the weight on the prior mean), ``shrinkage``, ``marginal``, ``pmf``, ``marginal_mean``,
    ``marginal_var``, ``overdispersion`` and ``predictive``.  Book: *Counts and proportions*;
    Gelman et al., *Bayesian Data Analysis*, 3rd edition, section 2.6.

    >>> from hbtutor import derive
    >>> derive.gamma_poisson().result["marginal"]
    NegativeBinomial(alpha, beta/(beta + exposure))
    >>> derive.gamma_poisson().result["shrinkage"]
    B*alpha/beta + y*(1 - B)/exposure
    """
    return Derivation(
        steps=(*_model(), *_posterior(), *_shrinkage(), *_marginal(), *_poisson(), *_predictive()),
        title="A rate under a gamma prior",
        conclusion=("posterior", "B", "shrinkage", "marginal", "overdispersion", "predictive"),
    )


def _model() -> tuple[Step, ...]:
    kernel = lambda_j ** (alpha - 1) * exp(-beta * lambda_j)
    return (
        Step(
            Eq(
                Integral(kernel, (lambda_j, 0, oo)),
                gamma(alpha) / beta**alpha,
                evaluate=False,
            ),
            "The gamma integral gives the prior its normaliser.",
        ),
        Step(
            Eq(Distribution(lambda_j), GammaLaw(alpha, beta)),
            "The prior: shape {alpha} and rate {beta}.",
            Assumed(
                total(
                    (alpha - 1) * log(lambda_j),
                    -beta * lambda_j,
                    -log(gamma(alpha) / beta**alpha),
                )
            ),
        ),
        Step(
            Eq(Distribution(y, given=lambda_j), PoissonLaw(exposure * lambda_j)),
            "The likelihood: events at the rate {lambda_j} in the exposure {exposure}.",
            Assumed(total(y * log(exposure * lambda_j), -exposure * lambda_j, -log(gamma(y + 1)))),
        ),
    )


def _posterior() -> tuple[Step, ...]:
    posterior = Density(lambda_j, given=y)
    raised, twice = (
        DensityOf(GammaLaw(alpha + y + power, beta + exposure), lambda_j) for power in (1, 2)
    )
    return (
        Step(
            Eq(Distribution(lambda_j, given=y), GammaLaw(alpha + y, beta + exposure)),
            "As a function of {lambda_j} the joint density is a gamma density: events add to "
            "{alpha}, exposure to {beta}.",
            Kernel(_likelihood + LogDensity(lambda_j)),
            name="posterior",
        ),
        Step(
            Eq(_mean, (alpha + y) / (beta + exposure)),
            "The posterior mean: {lambda_j} times the density is the mean times another gamma "
            "density.",
            Via(lambda_j * posterior / raised),
            name="mean",
        ),
        Step(
            Eq(Variance(lambda_j, given=y), times(_mean, 1 / total(beta, exposure))),
            "The posterior variance: the second moment in the same way, less the squared mean.",
            Via(total(lambda_j**2 * posterior / twice, -(_mean**2))),
            name="var",
        ),
    )


def _shrinkage() -> tuple[Step, ...]:
    return (
        Step(
            Eq(B, times(beta, 1 / total(beta, exposure))),
            "The weight on the prior mean is what the observed rate leaves: one event more moves "
            "the observed rate by 1/{exposure}.",
            Via(1 - exposure * Derivative(_mean, y)),
            name="B",
        ),
        Step(
            Eq(_mean, total(times(1 - B, y / exposure), times(B, Mean(lambda_j)))),
            "The posterior mean is a weighted average of the observed rate and the prior mean.",
            name="shrinkage",
        ),
        Step(Eq(Limit(B, exposure, oo), 0, evaluate=False), "Endless exposure: no pooling."),
        Step(Eq(Limit(B, exposure, 0), 1, evaluate=False), "No exposure: the prior alone."),
    )


def _marginal() -> tuple[Step, ...]:
    rate_kernel = lambda_j ** (alpha + y - 1) * exp(-(beta + exposure) * lambda_j)
    constant = beta**alpha * exposure**y / (gamma(alpha) * gamma(y + 1))
    ways = gamma(alpha + y) / (gamma(alpha) * gamma(y + 1))
    share = beta / (beta + exposure)
    raised_twice = DensityOf(GammaLaw(alpha + 2, beta), lambda_j)
    mean, variance = Mean(lambda_j), Mean(lambda_j**2) - Mean(lambda_j) ** 2
    return (
        Step(
            Eq(
                constant * Integral(rate_kernel, (lambda_j, 0, oo)),
                ways * share**alpha * (1 - share) ** y,
                evaluate=False,
            ),
            "Integrate the rate out of the joint density: a gamma integral.",
            name="pmf",
        ),
        Step(
            Eq(Distribution(y), NegativeBinomialLaw(alpha, share)),
            "That is a negative binomial law, and it is also what is left when the posterior is "
            "divided out of the joint density.",
            Bayes(_likelihood + LogDensity(lambda_j) - LogDensity(lambda_j, given=y)),
            name="marginal",
        ),
        Step(
            Eq(Mean(y), exposure * mean),
            "The marginal mean is the mean of {exposure}{lambda_j}.",
            name="marginal_mean",
        ),
        Step(
            Eq(Mean(lambda_j**2), alpha * (alpha + 1) / beta**2),
            "The prior's second moment, as a ratio of gamma densities.",
            Via(lambda_j**2 * Density(lambda_j) / raised_twice),
        ),
        Step(
            Eq(Variance(y), total(exposure * mean, times(exposure**2, variance))),
            "Law of total variance: the mean of the Poisson variance {exposure}{lambda_j} plus "
            "the variance of {exposure}{lambda_j}.",
            name="marginal_var",
        ),
        Step(
            Eq(Variance(y), total(Mean(y), Mean(y) ** 2 / alpha)),
            "In terms of the marginal mean: more than the Poisson law's variance.",
            name="overdispersion",
        ),
        Step(
            Gt(Variance(y), Mean(y), evaluate=False),
            "Overdispersion: the variance exceeds the mean.",
            Sign(),
        ),
    )


def _poisson() -> tuple[Step, ...]:
    at_mean = NegativeBinomialLaw(alpha, alpha / (alpha + _m))
    next_ratio = (alpha + y) / (y + 1) * _m / (alpha + _m)
    return (
        Step(
            Eq(
                at_mean.log_density(y).subs(y, y + 1) - at_mean.log_density(y),
                log(next_ratio),
                evaluate=False,
            ),
            "The Poisson limit, with the marginal mean m held fixed: the ratio of neighbouring "
            "probabilities.",
        ),
        Step(
            Eq(Limit(next_ratio, alpha, oo), _m / (y + 1), evaluate=False),
            "As {alpha} grows the ratio becomes that of the Poisson law of mean m.",
        ),
        Step(
            Eq(
                Limit(exp(at_mean.log_density(y).subs(y, 0)), alpha, oo),
                exp(-_m),
                evaluate=False,
            ),
            "So does the probability of no event; by induction on {y} so do all the others.",
        ),
    )


def _predictive() -> tuple[Step, ...]:
    after, new = LogDensity(lambda_j, given=y), LogDensity(count_new, given=lambda_j)
    return (
        Step(
            Eq(Distribution(count_new, given=lambda_j), PoissonLaw(exposure_new * lambda_j)),
            "A further exposure {exposure_new}, independent of the first given the rate.",
            Assumed(
                total(
                    count_new * log(exposure_new * lambda_j),
                    -exposure_new * lambda_j,
                    -log(gamma(count_new + 1)),
                )
            ),
        ),
        Step(
            Eq(
                Distribution(lambda_j, given=(y, count_new)),
                GammaLaw(alpha + y + count_new, beta + exposure + exposure_new),
            ),
            "The posterior is a gamma prior for what comes next.",
            Kernel(new + after),
        ),
        Step(
            Eq(
                Distribution(count_new, given=y),
                NegativeBinomialLaw(
                    alpha + y, (beta + exposure) / (beta + exposure + exposure_new)
                ),
            ),
            "So the predictive law is negative binomial with the posterior's parameters.",
            Bayes(new + after - LogDensity(lambda_j, given=(y, count_new))),
            name="predictive",
        ),
    )
