"""Successes in trials under a beta prior: conjugacy, shrinkage, the beta-binomial marginal."""

from __future__ import annotations

from functools import cache

from sympy import Derivative, Eq, Expr, Integral, Limit, Symbol, exp, gamma, log, oo

from hbtutor.derive.checks import Assumed, Bayes, Kernel, Via
from hbtutor.derive.count_laws import BetaBinomialLaw, BinomialLaw
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.laws import BetaLaw, DensityOf
from hbtutor.derive.quantities import Density, Distribution, LogDensity, Mean, Variance
from hbtutor.derive.step import Step
from hbtutor.derive.written import times, total
from hbtutor.notation import B, alpha, beta, k, k_new, n, n_new, p

__all__ = ["beta_binomial"]

_s = Symbol("s", positive=True)
_likelihood = LogDensity(k, given=p)
_mean, _second = Mean(p, given=k), Mean(p**2, given=k)


@cache
def beta_binomial() -> Derivation:
    r"""Posterior of a proportion, its mean as a weighted average, marginal and predictive.

    A group has k successes in n trials, each with probability p, and p ~ Beta(alpha, beta).  The
    result holds ``posterior``, ``mean``, ``var``, ``B`` (the weight on the prior mean),
    ``shrinkage`` (the mean as a weighted average), ``prior_size`` (trials that the prior is
    worth), ``marginal``, ``marginal_mean``, ``marginal_var`` and ``predictive``.  Book: *Counts
    and proportions*; Gelman et al., *Bayesian Data Analysis*, 3rd edition, section 2.4.

    >>> from hbtutor import derive
    >>> derive.beta_binomial().result["posterior"]
    Beta(alpha + k, beta - k + n)
    >>> derive.beta_binomial().result["shrinkage"]
    B*alpha/(alpha + beta) + k*(1 - B)/n
    """
    return Derivation(
        steps=(*_model(), *_posterior(), *_shrinkage(), *_marginal(), *_predictive()),
        title="A proportion under a beta prior",
        conclusion=("posterior", "B", "shrinkage", "marginal", "predictive"),
    )


def _model() -> tuple[Step, ...]:
    def log_gamma_kernel(x: Expr, shape: Expr) -> Expr:
        return (shape - 1) * log(x) - x

    two_kernels = log_gamma_kernel(_s * p, alpha) + log_gamma_kernel(_s * (1 - p), beta)
    log_beta_kernel = (alpha - 1) * log(p) + (beta - 1) * log(1 - p)
    return (
        Step(
            Eq(
                total(two_kernels, log(_s)),
                total(log_gamma_kernel(_s, alpha + beta), log_beta_kernel),
                evaluate=False,
            ),
            "The beta integral, first half: two gamma kernels, one in s{p} and one in s(1 − {p}), "
            "times the Jacobian s, are a gamma kernel in s times the beta kernel.",
        ),
        Step(
            Eq(
                Integral(_s ** (alpha + beta - 1) * exp(-_s), (_s, 0, oo)),
                gamma(alpha + beta),
                evaluate=False,
            ),
            "Second half: the integral over s, so that the beta kernel integrates to "
            "Γ({alpha})Γ({beta})/Γ({alpha} + {beta}).",
        ),
        Step(
            Eq(Distribution(p), BetaLaw(alpha, beta)),
            "The prior, with that normaliser.",
            Assumed(
                total(
                    (alpha - 1) * log(p),
                    (beta - 1) * log(1 - p),
                    -log(gamma(alpha) * gamma(beta) / gamma(alpha + beta)),
                )
            ),
        ),
        Step(
            Eq(Distribution(k, given=p), BinomialLaw(n, p)),
            "The likelihood: {k} successes in {n} independent trials.",
            Assumed(
                total(
                    k * log(p),
                    (n - k) * log(1 - p),
                    log(gamma(n + 1) / (gamma(k + 1) * gamma(n - k + 1))),
                )
            ),
        ),
    )


def _posterior() -> tuple[Step, ...]:
    return (
        Step(
            Eq(Distribution(p, given=k), BetaLaw(alpha + k, beta + n - k)),
            "As a function of {p} the joint density is a beta density: successes add to {alpha}, "
            "failures to {beta}.",
            Kernel(_likelihood + LogDensity(p)),
            name="posterior",
        ),
        _mean_step(Mean(p), alpha, beta, "prior_mean", "prior"),
        _mean_step(_mean, alpha + k, beta + n - k, "mean", "posterior"),
        Step(
            Eq(_second, times(_mean, (alpha + k + 1) / (alpha + beta + n + 1))),
            "The second moment: {p} squared times the density is a beta density too.",
            Via(p**2 * Density(p, given=k) / DensityOf(BetaLaw(alpha + k + 2, beta + n - k), p)),
        ),
        Step(
            Eq(Variance(p, given=k), times(_mean, 1 - _mean, 1 / (alpha + beta + n + 1))),
            "The posterior variance is the second moment less the squared mean.",
            Via(_second - _mean**2),
            name="var",
        ),
    )


def _mean_step(mean: Mean, a: Symbol, b: Symbol, name: str, which: str) -> Step:
    return Step(
        Eq(mean, a / (a + b)),
        f"The {which} mean: {{p}} times the density is the mean times another beta density, "
        "so their ratio is the mean.",
        Via(p * Density(*mean.args) / DensityOf(BetaLaw(a + 1, b), p)),
        name=name,
    )


def _shrinkage() -> tuple[Step, ...]:
    return (
        Step(
            Eq(B, times(alpha + beta, 1 / total(alpha, beta, n))),
            "The weight on the prior mean is what the proportion {k}/{n} leaves: one success more "
            "moves the proportion by 1/{n}.",
            Via(1 - n * Derivative(_mean, k)),
            name="B",
        ),
        Step(
            Eq(_mean, total(times(1 - B, k / n), times(B, Mean(p)))),
            "The posterior mean is a weighted average of the proportion and the prior mean.",
            name="shrinkage",
        ),
        Step(
            Eq(times(n, B, 1 / (1 - B)), alpha + beta, evaluate=False),
            "The prior weighs as much as {alpha} + {beta} trials: the prior sample size.",
            name="prior_size",
        ),
        Step(Eq(Limit(B, n, oo), 0, evaluate=False), "Endless trials: the prior is forgotten."),
        Step(Eq(Limit(B, n, 0), 1, evaluate=False), "No trials: the prior is all there is."),
        Step(
            Eq(Limit(B, alpha, oo), 1, evaluate=False),
            "An endless prior sample: the groups are equal.",
        ),
    )


def _marginal() -> tuple[Step, ...]:
    within = times(n, Mean(p) - Mean(p**2))
    between = times(n**2, Mean(p**2) - Mean(p) ** 2)
    law = BetaBinomialLaw(n, alpha, beta)
    return (
        Step(
            Eq(Distribution(k), law),
            "Divide the posterior out of the joint density: what is left is the marginal, the "
            "beta-binomial law.",
            Bayes(_likelihood + LogDensity(p) - LogDensity(p, given=k)),
            name="marginal",
        ),
        Step(
            Eq(
                Density(k),
                gamma(n + 1)
                / (gamma(k + 1) * gamma(n - k + 1))
                * (gamma(alpha + k) * gamma(beta + n - k) / gamma(alpha + beta + n))
                / (gamma(alpha) * gamma(beta) / gamma(alpha + beta)),
            ),
            "Its probability mass, written out.",
            name="pmf",
        ),
        Step(
            Eq(Mean(p**2), times(Mean(p), (alpha + 1) / (alpha + beta + 1))),
            "The prior's second moment, again as a ratio of beta densities.",
            Via(p**2 * Density(p) / DensityOf(BetaLaw(alpha + 2, beta), p)),
        ),
        Step(
            Eq(Mean(k), n * Mean(p)),
            "The marginal mean is the mean of {n}{p}.",
            name="marginal_mean",
        ),
        Step(
            Eq(Variance(k), total(within, between)),
            "Law of total variance: the mean of {n}{p}(1 − {p}) plus the variance of {n}{p}.",
            name="marginal_var",
        ),
    )


def _predictive() -> tuple[Step, ...]:
    a, b = alpha + k, beta + n - k
    new = LogDensity(k_new, given=p)
    return (
        Step(
            Eq(Distribution(k_new, given=p), BinomialLaw(n_new, p)),
            "Given {p}, {n_new} further trials are independent of the first {n}.",
            Assumed(
                total(
                    k_new * log(p),
                    (n_new - k_new) * log(1 - p),
                    log(gamma(n_new + 1) / (gamma(k_new + 1) * gamma(n_new - k_new + 1))),
                )
            ),
        ),
        Step(
            Eq(Distribution(p, given=(k, k_new)), BetaLaw(a + k_new, b + n_new - k_new)),
            "The posterior is a beta prior for what comes next: it is updated in the same way.",
            Kernel(new + LogDensity(p, given=k)),
        ),
        Step(
            Eq(Distribution(k_new, given=k), BetaBinomialLaw(n_new, a, b)),
            "So the predictive law is beta-binomial with the posterior's parameters.",
            Bayes(new + LogDensity(p, given=k) - LogDensity(p, given=(k, k_new))),
            name="predictive",
        ),
    )
