"""Three normal layers, continued: one farm given all of them, a new farm, two farms jointly."""

from __future__ import annotations

from sympy import Eq, Expr, Gt, ImmutableMatrix, Symbol, diag, eye, kronecker_product, ones

from hbtutor.derive.checks import Assumed, Bayes, Defined, Kernel, Precision, Sign
from hbtutor.derive.laws import NormalLaw
from hbtutor.derive.quantities import Covariance, Distribution, LogDensity, Mean, Variance
from hbtutor.derive.step import Step
from hbtutor.derive.written import log_normal, times, total
from hbtutor.notation import B, gamma2, mu, mu0, sigma2, tau2, theta_i, theta_new, y_i, y_new, ybar

__all__ = ["farm_given_all", "new_farm", "two_farms"]

_mean, _var = Mean(mu, given=ybar), Variance(mu, given=ybar)


def farm_given_all() -> tuple[Step, ...]:
    """Posterior of a farm, the uncertain mean integrated out, and why its variance is larger."""
    known_mu, both = LogDensity(theta_i, given=(y_i, mu)), (y_i, ybar)
    precision = total(B**2 / times(1 - B, sigma2), 1 / _var)
    centre = times(B, theta_i - times(1 - B, y_i), 1 / times(1 - B, sigma2))
    return (
        Step(
            Eq(
                Distribution(mu, given=(theta_i, *both)),
                NormalLaw(times(total(centre, _mean / _var), 1 / precision), 1 / precision),
            ),
            "Now integrate {mu} out of the posterior of {theta_i}. Were {theta_i} known as well, "
            "{mu} would be normal.",
            Kernel(known_mu + LogDensity(mu, given=ybar)),
        ),
        Step(
            Eq(
                Distribution(theta_i, given=both),
                NormalLaw(
                    total(times(1 - B, y_i), times(B, _mean)),
                    total(times(1 - B, sigma2), times(B**2, _var)),
                ),
            ),
            "Divide that out: the posterior of {theta_i} given all farms.",
            Bayes(known_mu + LogDensity(mu, given=ybar) - LogDensity(mu, given=(theta_i, *both))),
            name="theta_posterior",
        ),
        Step(
            Eq(
                Variance(theta_i, given=both) - Variance(theta_i, given=(y_i, mu)),
                times(B**2, _var),
                evaluate=False,
            ),
            "Its variance exceeds that with {mu} known by what is not known of {mu}, as far as it "
            "is passed on: the fraction {B}, squared.",
            name="excess",
        ),
        Step(
            Gt(Variance(theta_i, given=both), Variance(theta_i, given=(y_i, mu)), evaluate=False),
            "So it is always larger.",
            Sign(),
        ),
    )


def new_farm() -> tuple[Step, ...]:
    """Predictive laws of a new farm's mean and of its yield increase."""
    return (
        *_predicted(theta_new, tau2, "A new farm varies about {mu} like the others.", "theta_new"),
        *_predicted(y_new, sigma2 + tau2, "So does what it will yield.", "y_new"),
    )


def _predicted(x: Symbol, variance: Expr, reason: str, name: str) -> tuple[Step, ...]:
    layer, posterior = LogDensity(x, given=mu), LogDensity(mu, given=ybar)
    precision = total(1 / variance, 1 / _var)
    return (
        Step(
            Eq(Distribution(x, given=mu), NormalLaw(mu, variance)),
            reason,
            Assumed(log_normal(x, mu, variance)),
        ),
        Step(
            Eq(
                Distribution(mu, given=(x, ybar)),
                NormalLaw(times(total(x / variance, _mean / _var), 1 / precision), 1 / precision),
            ),
            "Were it known, it would be one more datum for {mu}.",
            Kernel(layer + posterior),
        ),
        Step(
            Eq(Distribution(x, given=ybar), NormalLaw(_mean, total(_var, variance))),
            "Divide that out: the predictive law.",
            Bayes(layer + posterior - LogDensity(mu, given=(x, ybar))),
            name=name,
        ),
    )


def two_farms() -> tuple[Step, ...]:
    """Joint law of all layers, written out for two farms."""
    farms = [(Symbol(f"theta_{j}", real=True), Symbol(f"y_{j}", real=True)) for j in (1, 2)]
    joint = log_normal(mu, mu0, gamma2)
    for theta, y in farms:
        joint = total(joint, log_normal(theta, mu, tau2), log_normal(y, theta, sigma2))
    everything = (mu, *(theta for theta, _ in farms), *(y for _, y in farms))
    farm_layers = ImmutableMatrix([[tau2, tau2], [tau2, tau2 + sigma2]])
    own = diag(0, kronecker_product(farm_layers, eye(2)))
    return (
        Step(
            Eq(LogDensity(*everything), joint),
            "The joint density of all layers for two farms.",
            Defined(joint),
        ),
        Step(
            Eq(Covariance(*everything), ImmutableMatrix(gamma2 * ones(5, 5) + own), evaluate=False),
            "Its covariance matrix, proved by multiplying it with the matrix of minus the second "
            "derivatives: all share {gamma2}, a farm's own layers share {tau2} too.",
            Precision(LogDensity(*everything)),
            name="joint_of_two",
        ),
    )
