"""The right formulas, from the models, and the quantities that they depend on."""

from __future__ import annotations

from typing import Any

from hbtutor.check.mistakes.normal_normal import Words
from hbtutor.check.tasks import Argument
from hbtutor.distributions import Normal
from hbtutor.models.normal_normal import NormalNormal

D = Argument("d", -30, 30, each=True, aliases=("dbar",))
N = Argument("n", 3, 40, whole=True, each=True)
SIGMA2 = Argument("sigma2", 180, 420)
TAU2 = Argument("tau2", 40, 140)
MEAN = Argument("mean", 3, 18, each=True)
VAR = Argument("var", 20, 90, each=True)
DELTA = Argument("delta", 5, 11)
DOUBT2 = Argument("v", 4, 30)
Z = Argument("z", 1.2, 2.8)

WORDS = Words(
    "assessor", "no bias at all", "the whole panel", "deviation", "an assessor gives more scores"
)


def weight(n: Any, sigma2: Any, tau2: Any) -> Any:
    """Return B, the weight on a bias of zero."""
    return NormalNormal(mu=0, tau2=tau2).shrinkage(sigma2=sigma2, n=n)


def posterior(d: Any, n: Any, sigma2: Any, tau2: Any) -> Normal:
    """Return the posterior of an assessor's bias."""
    return NormalNormal(mu=0, tau2=tau2).posterior(d, sigma2=sigma2, n=n)


def mean(d: Any, n: Any, sigma2: Any, tau2: Any) -> Any:
    """Return the posterior mean of an assessor's bias."""
    return posterior(d, n, sigma2, tau2).mean


def variance(n: Any, sigma2: Any, tau2: Any) -> Any:
    """Return the posterior variance of an assessor's bias, which needs no score."""
    return posterior(0, n, sigma2, tau2).var


def above(mean: Any, var: Any, limit: Any) -> Any:
    """Return the probability that a bias with this posterior exceeds a limit."""
    return 1 - Normal(mean, var).cdf(limit)


def chance(mean: Any, var: Any, delta: Any) -> Any:
    """Return the probability that a bias exceeds delta, on either side."""
    return above(mean, var, delta) + 1 - above(mean, var, -delta)


def scores_needed(v: Any, sigma2: Any, tau2: Any) -> Any:
    """Return the n at which the posterior variance is v."""
    return sigma2 * (1 / v - 1 / tau2)


def threshold(n: Any, sigma2: Any, tau2: Any, z: Any) -> Any:
    """Return the mean deviation whose posterior mean is z posterior sds from zero."""
    noise = sigma2 / n
    return z * (noise * (noise + tau2) / tau2) ** 0.5


def corrected(score: Any, d: Any, n: Any, sigma2: Any, tau2: Any) -> Normal:
    """Return what a score says about the panel's mean, the assessor's bias taken out."""
    bias = posterior(d, n, sigma2, tau2)
    return Normal(score - bias.mean, sigma2 + bias.var)
