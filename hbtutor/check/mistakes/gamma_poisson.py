"""What goes wrong with the Gamma-Poisson model: shape and rate, exposure, the extra variance.

Each mistake is a wrong formula in the arguments of the right one, and a hint that names the slip
and not the remedy.
"""

from __future__ import annotations

from typing import Any

from hbtutor.check.tasks import Misconception
from hbtutor.distributions import Gamma

HALF = 0.5

POSTERIOR = (
    Misconception(
        "exposure forgotten",
        "It looks as if every group had one unit of exposure: does it not matter over how much a "
        "count was counted?",
        lambda y, t, alpha, beta: Gamma(alpha + y, beta + 1 + 0 * t),
    ),
    Misconception(
        "exposure left out",
        "It looks as if the data changed only the shape: a large exposure with few events must "
        "pull the rate down.",
        lambda y, t, alpha, beta: Gamma(alpha + y, beta + 0 * t),
    ),
    Misconception(
        "scale for rate",
        "It looks as if a scale was given where this book's Gamma has a rate.",
        lambda y, t, alpha, beta: Gamma(alpha + y, 1 / (beta + t)),
    ),
    Misconception(
        "prior scale for rate",
        "It looks as if beta was taken for a scale and turned over; it is a rate already, in the "
        "units of the exposure.",
        lambda y, t, alpha, beta: Gamma(alpha + y, 1 / beta + t),
    ),
    Misconception(
        "counts and exposure swapped",
        "It looks as if count and exposure have changed places: which of the two adds to the "
        "prior's events, which to the prior's exposure?",
        lambda y, t, alpha, beta: Gamma(alpha + t, beta + y),
    ),
    Misconception(
        "rate for count",
        "It looks as if the observed rate was added to the shape; the shape collects events.",
        lambda y, t, alpha, beta: Gamma(alpha + y / t, beta + t),
    ),
    Misconception(
        "prior forgotten",
        "It looks as if the prior was left out: this uses the group's own count alone.",
        lambda y, t, alpha, beta: Gamma(y, t),
    ),
)

MEAN = (
    Misconception(
        "no pooling",
        "These are the observed rates, as if nothing were known of the other groups.",
        lambda y, t, alpha, beta: y / t,
    ),
    Misconception(
        "complete pooling",
        "This is the mean of all groups, as if this group's own count told nothing.",
        lambda y, t, alpha, beta: alpha / beta + 0 * t,
    ),
    Misconception(
        "exposure forgotten",
        "It looks as if every group had one unit of exposure.",
        lambda y, t, alpha, beta: (alpha + y) / (beta + 1),
    ),
    Misconception(
        "scale for rate",
        "It looks as if shape and rate were multiplied; that is the mean where the second "
        "parameter is a scale.",
        lambda y, t, alpha, beta: (alpha + y) * (beta + t),
    ),
    Misconception(
        "mode for mean",
        "This is where the posterior density is highest; a Gamma's mean lies above it.",
        lambda y, t, alpha, beta: (alpha + y - 1) / (beta + t),
    ),
    Misconception(
        "mean for variance",
        "These are the posterior variances; asked are the means.",
        lambda y, t, alpha, beta: (alpha + y) / (beta + t) ** 2,
    ),
)


def extra_variance(m: Any, alpha: Any) -> Any:
    """Return the Negative Binomial's variance at mean m."""
    return m + m**2 / alpha


VARIANCE = (
    Misconception(
        "Poisson variance",
        "This is the variance of a Poisson count, as if the rate were the same everywhere; here "
        "the rate itself varies.",
        lambda m, alpha: m + 0 * alpha,
    ),
    Misconception(
        "mean + mean^2 * alpha",
        "It looks as if alpha multiplies where it should do the opposite: with large alpha the "
        "rates hardly differ, and what should the variance be then?",
        lambda m, alpha: m + m**2 * alpha,
    ),
    Misconception(
        "only the rate varies",
        "This is how the rate varies (times the exposure); a count also varies about its own rate.",
        lambda m, alpha: m**2 / alpha,
    ),
    Misconception(
        "mean not squared",
        "The extra part seems to grow like the mean; the variance of a rate is in squared units.",
        lambda m, alpha: m + m / alpha,
    ),
    Misconception(
        "sd for variance",
        "This is a standard deviation; asked is a variance.",
        lambda m, alpha: extra_variance(m, alpha) ** HALF,
    ),
)
