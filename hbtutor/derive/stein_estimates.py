"""Stein, continued: the estimate of B is unbiased, and the positive part is better still."""

from __future__ import annotations

from sympy import (
    Eq,
    Expr,
    Gt,
    Integer,
    Integral,
    Limit,
    Symbol,
    exp,
    gamma,
    log,
    oo,
    pi,
    sqrt,
    tanh,
)

from hbtutor.derive.checks import Assumed, Sign, Via
from hbtutor.derive.laws import DensityOf, GammaLaw, NormalLaw
from hbtutor.derive.quantities import Density, Distribution, Mean
from hbtutor.derive.step import Step
from hbtutor.derive.written import log_normal, times, total
from hbtutor.notation import B, J, S, mu, sigma2, tau2, y_j

__all__ = ["efron_morris", "positive_part"]

_t = Symbol("t", positive=True)
_x = Symbol("x", positive=True)
_centred = Symbol("S_0", positive=True)
_spread = sigma2 + tau2


def efron_morris() -> tuple[Step, ...]:
    """Averaged over the groups, (J - 2) sigma2/S has the mean B."""
    return (
        Step(
            Eq(Distribution(y_j), NormalLaw(mu, _spread)),
            "Average over the groups as well: each datum then varies about {mu} with the sum of "
            "the variances, as the Normal-Normal proof shows.",
            Assumed(log_normal(y_j, mu, _spread)),
        ),
        *_law_of_sum(),
        *_inverse_mean(S, J, "mean_inverse_S"),
        Step(
            Eq(times(J - 2, sigma2, Mean(1 / S)), B, evaluate=False),
            "So the fraction by which James and Stein shrink is an unbiased estimate of {B}.",
            name="efron_morris",
        ),
        Step(
            Eq(
                J * sigma2 - times((J - 2) ** 2, sigma2**2, Mean(1 / S)),
                total(times(J, 1 - B, sigma2), 2 * B * sigma2),
                evaluate=False,
            ),
            "The risk averaged over the groups: {J} times that with {B} known, and a price of "
            "2{B}{sigma2} for not knowing it, shared by all {J} groups.",
            name="average_risk",
        ),
        Step(
            Eq(Limit(J * (1 - B) * sigma2 + 2 * B * sigma2, tau2, 0), 2 * sigma2, evaluate=False),
            "If the groups are all alike, the risk is 2{sigma2} however many there are.",
        ),
        *_own_mean(),
    )


def _laplace(freedom: Expr) -> Expr:
    return (1 + 2 * _t * _spread) ** (-freedom / 2)


def _law_of_sum() -> tuple[Step, ...]:
    square = exp(-_t * (y_j - mu) ** 2) * exp(-((y_j - mu) ** 2) / (2 * _spread))
    gamma_kernel = _x ** (J / 2 - 1) * exp(-_x / (2 * _spread) - _t * _x)
    normaliser = gamma(J / 2) * (2 * _spread) ** (J / 2)
    return (
        Step(
            Eq(
                Integral(square / sqrt(2 * pi * _spread), (y_j, -oo, oo)),
                _laplace(Integer(1)),
                evaluate=False,
            ),
            "The Laplace transform of one squared deviation. {S} is the sum of {J} independent "
            "ones, so that its transform is the power {J} of this.",
        ),
        Step(
            Eq(Integral(gamma_kernel, (_x, 0, oo)) / normaliser, _laplace(J), evaluate=False),
            "The same power is the transform of a gamma law of shape {J}/2: the law of {S}.",
        ),
    )


def _inverse_mean(square: Symbol, freedom: Expr, name: str) -> tuple[Step, ...]:
    law = GammaLaw(freedom / 2, 1 / (2 * _spread))
    lowered = DensityOf(GammaLaw(freedom / 2 - 1, 1 / (2 * _spread)), square)
    return (
        Step(
            Eq(Distribution(square), law),
            "That is (σ² + τ²) times a chi-squared variable.",
            Assumed(
                total(
                    (freedom / 2 - 1) * log(square),
                    -square / (2 * _spread),
                    -log(gamma(freedom / 2)),
                    -freedom * log(2 * _spread) / 2,
                )
            ),
        ),
        Step(
            Eq(Mean(1 / square), times(1 / (freedom - 2), 1 / _spread)),
            "The mean of its inverse: the density over the variable is that mean times another "
            "gamma density.",
            Via(Density(square) / square / lowered),
            name=name,
        ),
    )


def _own_mean() -> tuple[Step, ...]:
    return (
        Step(
            Eq(_laplace(J) / _laplace(Integer(1)), _laplace(J - 1), evaluate=False),
            "If {mu} is not known, take the mean of the groups for it. {S} is the sum of squares "
            "about that mean plus {J} times the squared error of the mean, which is one squared "
            "deviation and independent: dividing by its transform takes one from {J}.",
        ),
        *_inverse_mean(_centred, J - 1, "mean_inverse_centred"),
        Step(
            Eq(times(J - 3, sigma2, Mean(1 / _centred)), B, evaluate=False),
            "So with an estimated mean the unbiased estimate of {B} has {J} − 3.",
            name="efron_morris_centred",
        ),
    )


def positive_part() -> tuple[Step, ...]:
    """Where James and Stein would shrink beyond the mean, stopping at the mean is better."""
    a, d, delta = (Symbol(name, real=True) for name in ("a", "d", "delta"))
    u = Symbol("u", positive=True)
    up, down = exp(_x / sigma2), exp(-_x / sigma2)
    gain = total(times(u**2, d**2), times(2, u, _x, tanh(_x / sigma2)))
    return (
        Step(
            Eq(
                (a * d - delta) ** 2 - (0 - delta) ** 2,
                total(times(a**2, d**2), times(-2, a, d, delta)),
                evaluate=False,
            ),
            "Where {S} < ({J} − 2){sigma2}, the factor a = 1 − ({J} − 2){sigma2}/{S} is negative: "
            "the estimate lands beyond {mu}. Compare stopping at {mu}: with d = {y_j} − {mu} and "
            "δ for the true deviation, the squared error is less by this.",
        ),
        Step(
            Eq(
                log_normal(d, delta, sigma2) - log_normal(-d, delta, sigma2),
                2 * d * delta / sigma2,
                evaluate=False,
            ),
            "Both d and −d give the same {S}. The one of the sign of δ is the likelier: the log of "
            "the ratio of their densities.",
        ),
        Step(
            Eq(
                times(total(_x * up, -_x * down), 1 / total(up, down)),
                _x * tanh(_x / sigma2),
                evaluate=False,
            ),
            "So, given {S}, this is the mean of dδ over the two signs, with x = |dδ|.",
        ),
        Step(
            Gt(gain, 0, evaluate=False),
            "With a = −u negative, what is saved is positive on average: the positive part "
            "max(0, 1 − ({J} − 2){sigma2}/{S}) has less risk than James and Stein's factor.",
            Sign(),
        ),
    )
