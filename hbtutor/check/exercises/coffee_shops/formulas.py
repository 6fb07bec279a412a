"""The right formulas, from the models, and the quantities that they depend on."""

from __future__ import annotations

from typing import Any

from hbtutor.check.tasks import Argument
from hbtutor.distributions import Beta, BetaBinomialCount
from hbtutor.models.beta_binomial import BetaBinomial

# More guests asked than satisfied in every case, so that some were not.
SATISFIED = Argument("satisfied", 3, 19, whole=True, each=True)
ASKED = Argument("asked", 23, 80, whole=True, each=True)
MEAN = Argument("mean", 0.6, 0.9, aliases=("m",))
SIZE = Argument("size", 8, 20, aliases=("s",))
VARIANCE = Argument("v", 0.004, 0.02)
OWN = Argument("own", 0.9, 0.98)
LEVEL = Argument("level", 0.82, 0.88)
BELOW = Argument("mean", 0.6, 0.78, aliases=("m",))


def posterior(satisfied: Any, asked: Any, mean: Any, size: Any) -> Beta:
    """Return the posterior of a shop's rate."""
    return _model(mean, size).posterior(satisfied, trials=asked)


def rate(satisfied: Any, asked: Any, mean: Any, size: Any) -> Any:
    """Return the posterior mean of a shop's rate."""
    return posterior(satisfied, asked, mean, size).mean


def places(shares: Any) -> Any:
    """Return each shop's place: 1 for the highest share."""
    return (-shares).argsort().argsort() + 1


def prior_size(mean: Any, variance: Any) -> Any:
    """Return alpha + beta of the Beta distribution with this mean and variance."""
    return mean * (1 - mean) / variance - 1


def asked_needed(own: Any, level: Any, mean: Any, size: Any) -> Any:
    """Return how many guests, with their own share satisfied, lift the posterior mean to level."""
    return size * (level - mean) / (own - level)


def tomorrow(satisfied: Any, asked: Any, mean: Any, size: Any, new: Any) -> BetaBinomialCount:
    """Return the law of the number of satisfied guests among new ones."""
    return _model(mean, size).predictive(satisfied, trials=asked, new_trials=new)


def _model(mean: Any, size: Any) -> BetaBinomial:
    return BetaBinomial(alpha=mean * size, beta=(1 - mean) * size)
