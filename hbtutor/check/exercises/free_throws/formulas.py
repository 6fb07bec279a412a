"""The right formulas, from the models, and the quantities that they depend on."""

from __future__ import annotations

from typing import Any

from hbtutor.check.tasks import Argument
from hbtutor.distributions import Beta
from hbtutor.models.beta_binomial import BetaBinomial

# More attempts than throws made in every case, so that some were missed.
MADE = Argument("made", 3, 19, whole=True, each=True, aliases=("k",))
ATTEMPTS = Argument("attempts", 23, 80, whole=True, each=True, aliases=("n",))
ALPHA = Argument("alpha", 11, 30)
BETA = Argument("beta", 3, 9)
SHARE = Argument("b", 0.05, 0.4)


def weight(attempts: Any, alpha: Any, beta: Any) -> Any:
    """Return B, the weight on the league's mean."""
    return BetaBinomial(alpha=alpha, beta=beta).shrinkage(trials=attempts)


def posterior(made: Any, attempts: Any, alpha: Any, beta: Any) -> Beta:
    """Return the posterior of a player's rate."""
    return BetaBinomial(alpha=alpha, beta=beta).posterior(made, trials=attempts)


def rate(made: Any, attempts: Any, alpha: Any, beta: Any) -> Any:
    """Return the posterior mean of a player's rate."""
    return posterior(made, attempts, alpha, beta).mean


def variance(made: Any, attempts: Any, alpha: Any, beta: Any) -> Any:
    """Return the posterior variance of a player's rate."""
    return posterior(made, attempts, alpha, beta).var


def attempts_needed(b: Any, alpha: Any, beta: Any) -> Any:
    """Return the number of attempts at which the weight on the league's mean is b."""
    return (alpha + beta) * (1 - b) / b


def both(alpha: Any, beta: Any) -> Any:
    """Return the probability that a player of whom nothing is known makes both of two throws."""
    prior = Beta(alpha, beta)
    return prior.var + prior.mean**2


def new_variance(made: Any, attempts: Any, alpha: Any, beta: Any, new: Any) -> Any:
    """Return the variance of the number that a player makes of new throws."""
    model = BetaBinomial(alpha=alpha, beta=beta)
    return model.predictive(made, trials=attempts, new_trials=new).var
