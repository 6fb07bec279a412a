"""The right formulas, from the models, and the quantities that they depend on."""

from __future__ import annotations

from typing import Any

from hbtutor.check.tasks import Argument
from hbtutor.distributions import Beta, BetaNegativeBinomialCount

# More evenings than agreements an evening, more refusals than agreements: none looks like another.
N = Argument("n", 7, 12, whole=True)
TOTAL = Argument("total", 70, 150, whole=True)
R = Argument("r", 2, 5, whole=True)
ALPHA = Argument("alpha", 4, 9)
BETA = Argument("beta", 14, 30)


def posterior(n: Any, total: Any, r: Any, alpha: Any, beta: Any) -> Beta:
    """Return the posterior of p, the probability that a call succeeds."""
    return Beta(alpha + n * r, beta + total)


def chance(n: Any, total: Any, r: Any, alpha: Any, beta: Any) -> Any:
    """Return the posterior mean of p."""
    return posterior(n, total, r, alpha, beta).mean


def weight(n: Any, total: Any, r: Any, alpha: Any, beta: Any) -> Any:
    """Return B, the weight on the prior mean."""
    return (alpha + beta) / (alpha + beta + n * r + total)


def expected(r: Any, alpha: Any, beta: Any) -> Any:
    """Return the mean number of refusals before r agreements, where p is Beta(alpha, beta)."""
    return r * beta / (alpha - 1)


def tonight(n: Any, total: Any, r: Any, alpha: Any, beta: Any) -> BetaNegativeBinomialCount:
    """Return the law of the number of refusals in one more evening."""
    law = posterior(n, total, r, alpha, beta)
    return BetaNegativeBinomialCount(r=r, alpha=law.alpha, beta=law.beta)
