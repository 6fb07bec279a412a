"""Knowing nothing: flat priors on mu, tau, log tau and tau2, and which of them may be used."""

from __future__ import annotations

from functools import cache

from sympy import Eq, Expr, IndexedBase, Integral, Limit, Sum, Symbol, exp, log, oo, pi, sqrt

from hbtutor.derive.checks import Assumed, Defined, Kernel, Via
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.laws import NormalLaw
from hbtutor.derive.quantities import Density, Distribution, LogDensity, Mean, Variance
from hbtutor.derive.step import Step
from hbtutor.derive.written import log_normal, times, total
from hbtutor.notation import J, S, data, gamma2, mu, mu0, sigma2, tau, ybar

__all__ = ["flat_prior"]

_i = Symbol("i", integer=True, positive=True)
_m = Symbol("m", integer=True, nonnegative=True)
_y, _v = IndexedBase("y", real=True), IndexedBase("v", positive=True)
_all = (_i, 1, J)
_likelihood = Sum(log_normal(_y[_i], mu, _v[_i]), _all)
_weight, _weighted = Sum(1 / _v[_i], _all), Sum(_y[_i] / _v[_i], _all)


@cache
def flat_prior() -> Derivation:
    r"""Posterior of mu under p(mu) ∝ 1, its propriety, and flat priors on the spread tau.

    Groups j = 1 ... J with y_j ~ N(mu, v_j), v_j = tau2 + sigma2_j; for the part on tau all
    sigma2_j are sigma2.  The result holds ``posterior`` (law of mu, any v_j), ``posterior_equal``,
    ``mass`` (finite: the posterior is proper), ``limit_mean`` and ``limit_var`` (of proper priors
    N(mu0, gamma2) as gamma2 grows), ``marginal`` (log density of the data given tau, mu integrated
    out), ``tail`` and ``at_zero`` (what it does for large and small tau) and the masses
    ``tau_three_groups``, ``tau_two_groups``, ``log_tau``, ``tau2_three_groups``,
    ``tau2_four_groups``: infinite where the prior must be refused.  Book: *Unknown
    hyperparameters*; Gelman (2006), *Bayesian Analysis* 1, 515-534.

    >>> from hbtutor import derive
    >>> result = derive.flat_prior().result
    >>> result["tau_two_groups"], result["tau_three_groups"], result["log_tau"]
    (oo, 1/(m + 1), oo)
    """
    return Derivation(
        steps=(*_flat_mean(), *_limit_of_proper_priors(), *_marginal_of_tau(), *_flat_spread()),
        title="Flat priors: on the mean, and on the spread of the groups",
        conclusion=(
            "posterior",
            "tau_two_groups",
            "tau_three_groups",
            "log_tau",
            "tau2_three_groups",
            "tau2_four_groups",
        ),
    )


def _flat_mean() -> tuple[Step, ...]:
    precision = Symbol("P", positive=True)
    centre = Symbol("c", real=True)
    return (
        Step(
            Eq(LogDensity(data, mu), _likelihood),
            "With a flat prior the log joint density is the log likelihood: group i has the datum "
            "y of variance v about {mu}.",
            Defined(_likelihood),
        ),
        Step(
            Eq(Distribution(mu, given=data), NormalLaw(_weighted / _weight, 1 / _weight)),
            "As a function of {mu} it is a normal density, at the mean of the data weighted by "
            "their precisions.",
            Kernel(LogDensity(data, mu)),
            name="posterior",
        ),
        Step(
            Eq(
                Integral(exp(-precision * (mu - centre) ** 2 / 2), (mu, -oo, oo)),
                sqrt(2 * pi / precision),
                evaluate=False,
            ),
            "The prior has infinite mass, the posterior has not: for any precision P > 0, and so "
            "from the first datum on, the integral over {mu} is finite. The posterior is proper.",
            name="mass",
        ),
    )


def _limit_of_proper_priors() -> tuple[Step, ...]:
    given = (data, gamma2)
    precision = total(_weight, 1 / gamma2)
    return (
        Step(
            Eq(Distribution(mu), NormalLaw(mu0, gamma2)),
            "Compare a proper prior.",
            Assumed(log_normal(mu, mu0, gamma2)),
        ),
        Step(
            Eq(
                Distribution(mu, given=given),
                NormalLaw(times(total(_weighted, mu0 / gamma2), 1 / precision), 1 / precision),
            ),
            "Its posterior has one more term.",
            Kernel(_likelihood + LogDensity(mu)),
        ),
        Step(
            Eq(
                Limit(Mean(mu, given=given), gamma2, oo),
                Mean(mu, given=data),
                evaluate=False,
            ),
            "As {gamma2} grows, that posterior becomes the posterior under the flat prior, "
            "whatever {mu0}.",
            name="limit_mean",
        ),
        Step(
            Eq(
                Limit(Variance(mu, given=given), gamma2, oo),
                Variance(mu, given=data),
                evaluate=False,
            ),
            "As {gamma2} grows, that posterior becomes the posterior under the flat prior, "
            "whatever {mu0}.",
            name="limit_var",
        ),
    )


def _marginal_of_tau() -> tuple[Step, ...]:
    spread = sigma2 + tau**2
    mean = Sum(_y[_i], _all) / J
    given = (mu, tau)
    posterior = LogDensity(mu, given=(data, tau))
    return (
        Step(Eq(ybar, mean), "Now equal {sigma2}, and {tau} unknown too. The mean.", Defined(mean)),
        Step(
            Eq(S, Sum(_y[_i] ** 2, _all) - J * ybar**2),
            "The sum of squares about it, {S}.",
            Via(Sum((_y[_i] - ybar) ** 2, _all)),
        ),
        Step(
            Eq(
                LogDensity(data, given=given),
                -J * log(2 * pi * spread) / 2 - (S + J * (ybar - mu) ** 2) / (2 * spread),
            ),
            "The log likelihood depends on the data through these two.",
            Via(Sum(log_normal(_y[_i], mu, spread), _all)),
        ),
        Step(
            Eq(Distribution(mu, given=(data, tau)), NormalLaw(ybar, spread / J)),
            "Given {tau}, the posterior of {mu} under its flat prior.",
            Kernel(LogDensity(data, given=given)),
            name="posterior_equal",
        ),
        Step(
            Eq(
                LogDensity(data, given=tau),
                -(J - 1) * log(2 * pi * spread) / 2 - S / (2 * spread) - log(J) / 2,
            ),
            "Divide it out: the density of the data given {tau} alone.",
            Via(LogDensity(data, given=given) - posterior),
            name="marginal",
        ),
        Step(
            Eq(
                Limit((J - 1) * log(tau) + LogDensity(data, given=tau), tau, oo),
                -(J - 1) * log(2 * pi) / 2 - log(J) / 2,
                evaluate=False,
            ),
            "For large {tau} it falls like {tau} to the power −({J} − 1), and no faster: times "
            "that power of {tau} it has a limit.",
            name="tail",
        ),
        Step(
            Eq(
                Limit(Density(data, given=tau), tau, 0),
                (2 * pi * sigma2) ** (-(J - 1) / 2) * exp(-S / (2 * sigma2)) / sqrt(J),
                evaluate=False,
            ),
            "At {tau} = 0 it is neither zero nor infinite.",
            name="at_zero",
        ),
    )


def _flat_spread() -> tuple[Step, ...]:
    def mass(power: Expr, value: Expr, reason: str, name: str | None = None) -> Step:
        whole = Integral(tau**power, (tau, 1, oo))
        return Step(Eq(whole, value, evaluate=False), reason, name=name)

    finite = 1 / (_m + 1)
    return (
        mass(
            -1,
            oo,
            "A flat prior on {tau}, {J} = 2 groups: the mass of the tail is infinite. Improper.",
            "tau_two_groups",
        ),
        mass(
            -(_m + 2),
            finite,
            "With {J} = 3 + m groups it is finite: three groups will do.",
            "tau_three_groups",
        ),
        mass(
            -1,
            oo,
            "The mean of {tau} has one power more: with three groups it is infinite.",
            "mean_three_groups",
        ),
        mass(
            -(_m + 2), finite, "With four or more, {J} = 4 + m, it is finite.", "mean_four_groups"
        ),
        Step(
            Eq(Integral(1 / tau, (tau, 0, 1)), oo, evaluate=False),
            "A flat prior on log {tau} is 1/{tau}, and near 0 the likelihood does not help: the "
            "mass at {tau} = 0 is infinite, with any number of groups. Improper, to be refused.",
            name="log_tau",
        ),
        mass(
            -1,
            oo,
            "A flat prior on the variance has the density {tau}: one power more again, so that "
            "three groups are not enough.",
            "tau2_three_groups",
        ),
        mass(
            -(_m + 2),
            finite,
            "Four groups, {J} = 4 + m, are.",
            "tau2_four_groups",
        ),
    )
