"""The right formulas, from the models, and the quantities that they depend on."""

from __future__ import annotations

from typing import Any

from hbtutor.check.tasks import Argument
from hbtutor.distributions import Normal
from hbtutor.models.normal_normal import NormalNormal

XBAR = Argument("xbar", 3, 21, each=True)
N = Argument("n", 3, 90, whole=True, each=True, aliases=("n_j",))
SIGMA2 = Argument("sigma2", 15, 60)
MU = Argument("mu", 9, 14)
TAU2 = Argument("tau2", 2, 12)
SHARE = Argument("b", 0.05, 0.4)


def weight(n: Any, sigma2: Any, tau2: Any) -> Any:
    """Return B, the weight on the statewide mean."""
    return NormalNormal(mu=0, tau2=tau2).shrinkage(sigma2=sigma2, n=n)


def posterior(xbar: Any, n: Any, sigma2: Any, mu: Any, tau2: Any) -> Normal:
    """Return the posterior of a school's ability."""
    return NormalNormal(mu=mu, tau2=tau2).posterior(xbar, sigma2=sigma2, n=n)


def ability(xbar: Any, n: Any, sigma2: Any, mu: Any, tau2: Any) -> Any:
    """Return the posterior mean of a school's ability."""
    return posterior(xbar, n, sigma2, mu, tau2).mean


def variance(n: Any, sigma2: Any, tau2: Any) -> Any:
    """Return the posterior variance of a school's ability, which needs no score."""
    return posterior(0, n, sigma2, 0, tau2).var


def new_student(xbar: Any, n: Any, sigma2: Any, mu: Any, tau2: Any) -> Normal:
    """Return the distribution of the score of one more student of a school."""
    return NormalNormal(mu=mu, tau2=tau2).predictive(xbar, sigma2=sigma2, n=n)


def students_needed(b: Any, sigma2: Any, tau2: Any) -> Any:
    """Return the n at which the weight on the statewide mean is b."""
    return sigma2 * (1 - b) / (b * tau2)


def better(ours: Normal, theirs: Normal) -> float:
    """Return the probability that our school is the better one."""
    return float(Normal(theirs.mean - ours.mean, ours.var + theirs.var).cdf(0))
