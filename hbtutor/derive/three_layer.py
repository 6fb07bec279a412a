"""Three normal layers: farms about a mean that is itself uncertain."""

from __future__ import annotations

from functools import cache

from sympy import (
    Derivative,
    Eq,
    IndexedBase,
    Limit,
    Sum,
    Symbol,
    oo,
)

from hbtutor.derive.checks import Assumed, Bayes, Kernel, Via
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.laws import NormalLaw
from hbtutor.derive.quantities import Distribution, LogDensity, Mean, Variance
from hbtutor.derive.step import Step
from hbtutor.derive.three_layer_posterior import farm_given_all, new_farm, two_farms
from hbtutor.derive.written import log_normal, times, total
from hbtutor.notation import (
    B,
    N,
    gamma2,
    mu,
    mu0,
    sigma2,
    tau2,
    theta,
    theta_i,
    y_i,
    ybar,
)

__all__ = ["three_layer"]

_i = Symbol("i", integer=True, positive=True)
_data, _theta = IndexedBase("y", real=True), IndexedBase("theta", real=True)
_noise = (sigma2 + tau2) / N  # variance of the mean of all farms about mu
_prior, _layer, _datum = (
    LogDensity(mu),
    LogDensity(theta_i, given=mu),
    LogDensity(y_i, given=theta_i),
)
_mean, _var = Mean(mu, given=ybar), Variance(mu, given=ybar)


@cache
def three_layer() -> Derivation:
    r"""Joint, marginal and conditional distributions of every layer, and a new farm.

    y_i ~ N(theta_i, sigma2), theta_i ~ N(mu, tau2), mu ~ N(mu0, gamma2) for N farms.  The result
    holds the laws ``theta_given_mu`` (and the datum), ``theta``, ``y_given_mu``, ``y``,
    ``mu_given_theta`` (one farm), ``mu_given_all_theta``, ``mu_posterior`` (given all data),
    ``theta_posterior`` (mu integrated out), ``theta_new``, ``y_new``, the covariance matrix
    ``joint_of_two`` (of mu, theta_1, theta_2, y_1, y_2), and ``B``, the weight on mu.
    Book: *The structure of a hierarchical model*; Lindley and Smith (1972), JRSS B 34, 1-41.

    >>> from hbtutor import derive
    >>> derive.three_layer().result["y"]
    N(mu0, gamma2 + sigma2 + tau2)
    """
    return Derivation(
        steps=(
            *_model(),
            *_one_farm(),
            *_global_mean(),
            *farm_given_all(),
            *new_farm(),
            *two_farms(),
        ),
        title="Three layers: data, farms, and the mean of the farms",
        conclusion=("mu_posterior", "B", "theta_posterior", "theta_new", "y_new"),
    )


def _model() -> tuple[Step, ...]:
    return (
        Step(
            Eq(Distribution(mu), NormalLaw(mu0, gamma2)),
            "The top layer: what is known of {mu} before any data.",
            Assumed(log_normal(mu, mu0, gamma2)),
        ),
        Step(
            Eq(Distribution(theta_i, given=mu), NormalLaw(mu, tau2)),
            "The middle layer: farms vary about {mu}.",
            Assumed(log_normal(theta_i, mu, tau2)),
        ),
        Step(
            Eq(Distribution(y_i, given=theta_i), NormalLaw(theta_i, sigma2)),
            "The bottom layer: the yield increase of a farm varies about its own mean.",
            Assumed(log_normal(y_i, theta_i, sigma2)),
        ),
        Step(
            Eq(
                LogDensity(y_i, theta_i, mu),
                total(
                    log_normal(y_i, theta_i, sigma2),
                    log_normal(theta_i, mu, tau2),
                    log_normal(mu, mu0, gamma2),
                ),
            ),
            "The joint density of a farm's three layers is the product of the three.",
            Via(_datum + _layer + _prior),
        ),
    )


def _one_farm() -> tuple[Step, ...]:
    joint = LogDensity(y_i, theta_i, mu)
    pulled = total(times(1 - B, y_i), B * mu)
    return (
        Step(
            Eq(B, times(sigma2, 1 / total(sigma2, tau2))),
            "The weight on {mu} where {mu} is known: precisions, one against the other.",
            Via((1 / tau2) / (1 / sigma2 + 1 / tau2)),
            name="B",
        ),
        Step(
            Eq(Distribution(theta_i, given=(y_i, mu)), NormalLaw(pulled, times(1 - B, sigma2))),
            "Conditional of the middle layer: with {mu} known, the Normal-Normal posterior.",
            Kernel(joint),
            name="theta_given_mu",
        ),
        Step(
            Eq(Distribution(y_i, given=mu), NormalLaw(mu, sigma2 + tau2)),
            "Marginal of the bottom layer given {mu}: {theta_i} is divided out.",
            Bayes(_datum + _layer - LogDensity(theta_i, given=(y_i, mu))),
            name="y_given_mu",
        ),
        Step(
            Eq(
                Distribution(mu, given=theta_i),
                NormalLaw(
                    times(total(theta_i / tau2, mu0 / gamma2), 1 / total(1 / tau2, 1 / gamma2)),
                    1 / total(1 / tau2, 1 / gamma2),
                ),
            ),
            "Conditional of the top layer given one farm's mean.",
            Kernel(_layer + _prior),
            name="mu_given_theta",
        ),
        Step(
            Eq(Distribution(theta_i), NormalLaw(mu0, gamma2 + tau2)),
            "Marginal of the middle layer: {mu} is divided out, the variances of two layers add.",
            Bayes(_layer + _prior - LogDensity(mu, given=theta_i)),
            name="theta",
        ),
        Step(
            Eq(
                Distribution(theta_i, given=y_i),
                NormalLaw(
                    times(
                        total(y_i / sigma2, mu0 / (gamma2 + tau2)),
                        1 / total(1 / sigma2, 1 / (gamma2 + tau2)),
                    ),
                    1 / total(1 / sigma2, 1 / (gamma2 + tau2)),
                ),
            ),
            "Conditional of the middle layer given its own datum alone.",
            Kernel(_datum + LogDensity(theta_i)),
        ),
        Step(
            Eq(Distribution(y_i), NormalLaw(mu0, gamma2 + sigma2 + tau2)),
            "Marginal of the bottom layer: the variances of all three layers add.",
            Bayes(_datum + LogDensity(theta_i) - LogDensity(theta_i, given=y_i)),
            name="y",
        ),
    )


def _given_all_farms() -> NormalLaw:
    precision = total(N / tau2, 1 / gamma2)
    weighted = total(Sum(_theta[_i], (_i, 1, N)) / tau2, mu0 / gamma2)
    return NormalLaw(times(weighted, 1 / precision), 1 / precision)


def _global_mean() -> tuple[Step, ...]:
    precision = total(1 / _noise, 1 / gamma2)
    return (
        Step(
            Eq(Variance(ybar, given=mu), _noise),
            "The mean of {N} farms: given {mu} their data are independent.",
            Via(Sum(Variance(y_i, given=mu) / N**2, (_i, 1, N))),
        ),
        Step(
            Eq(Distribution(ybar, given=mu), NormalLaw(mu, _noise)),
            "A mean of independent normal data is normal.",
            Assumed(log_normal(ybar, mu, Variance(ybar, given=mu))),
        ),
        Step(
            Eq(
                Derivative(Sum(log_normal(_data[_i], mu, sigma2 + tau2), (_i, 1, N)), mu),
                (Sum(_data[_i], (_i, 1, N)) - N * mu) / (sigma2 + tau2),
                evaluate=False,
            ),
            "It is all that they say: the slope of the log likelihood of all farms depends on "
            "the data through their sum alone.",
        ),
        Step(
            Eq(
                Distribution(mu, given=ybar),
                NormalLaw(times(total(ybar / _noise, mu0 / gamma2), 1 / precision), 1 / precision),
            ),
            "Posterior of {mu}: the mean of all farms and {mu0}, weighted by their precisions.",
            Kernel(LogDensity(ybar, given=mu) + _prior),
            name="mu_posterior",
        ),
        Step(
            Eq(Distribution(mu, given=(theta, ybar)), _given_all_farms()),
            "Were the means of all farms known, their data would add nothing: the layer between "
            "carries all that the bottom layer says of {mu}.",
            Kernel(Sum(log_normal(_theta[_i], mu, tau2), (_i, 1, N)) + _prior),
            name="mu_given_all_theta",
        ),
        Step(
            Eq(Limit(_mean, gamma2, oo), ybar, evaluate=False),
            "A vague prior leaves the mean of the farms.",
        ),
        Step(
            Eq(Limit(_var, N, oo), 0, evaluate=False),
            "Endless farms make {mu} known.",
        ),
    )
