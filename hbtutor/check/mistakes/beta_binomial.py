"""What goes wrong with the Beta-Binomial model: the weight, the posterior, its mean and variance.

k successes in n trials, prior Beta(alpha, beta).  Each mistake is a wrong formula in the arguments
of the right one, and a hint that names the slip and not the remedy.  Roots are written as powers,
so that the formulas work on symbols too.
"""

from __future__ import annotations

from typing import Any

from hbtutor.check.tasks import Misconception
from hbtutor.distributions import Beta

HALF = 0.5

WEIGHT = (
    Misconception(
        "B and 1 - B swapped",
        "It looks as if B and 1 - B have changed places: B is the weight on the prior mean. Which "
        "of the two weights should grow when more trials are seen?",
        lambda n, alpha, beta: n / (alpha + beta + n),
    ),
    Misconception(
        "successes only",
        "It looks as if only alpha was counted: the prior's failures are trials too.",
        lambda n, alpha, beta: alpha / (alpha + n),
    ),
    Misconception(
        "failures only",
        "It looks as if only beta was counted: the prior's successes are trials too.",
        lambda n, alpha, beta: beta / (beta + n),
    ),
    Misconception(
        "prior mean for weight",
        "This is the prior mean itself; asked is how much it weighs.",
        lambda n, alpha, beta: alpha / (alpha + beta) + 0 * n,
    ),
    Misconception(
        "square root of n",
        "It looks as if the square root of n was taken; here trials are counted against trials.",
        lambda n, alpha, beta: (alpha + beta) / (alpha + beta + n**HALF),
    ),
    Misconception(
        "ratio for share",
        "This is one number of trials over the other, which can exceed 1; a weight is a share of "
        "a whole.",
        lambda n, alpha, beta: (alpha + beta) / n,
    ),
)

POSTERIOR = (
    Misconception(
        "alpha and beta swapped",
        "It looks as if alpha and beta have changed places: which of them counts the prior's "
        "successes?",
        lambda k, n, alpha, beta: Beta(beta + k, alpha + n - k),
    ),
    Misconception(
        "successes and failures swapped",
        "It looks as if successes were counted as failures, and failures as successes.",
        lambda k, n, alpha, beta: Beta(alpha + n - k, beta + k),
    ),
    Misconception(
        "trials for failures",
        "It looks as if every trial was counted as a failure, also those that succeeded.",
        lambda k, n, alpha, beta: Beta(alpha + k, beta + n),
    ),
    Misconception(
        "prior forgotten",
        "This is what the trials alone say; the prior has trials of its own to add.",
        lambda k, n, alpha, beta: Beta(k, n - k),
    ),
    Misconception(
        "data forgotten",
        "This is the prior; nothing has been learned from the trials yet.",
        lambda k, n, alpha, beta: Beta(alpha + 0 * k, beta + 0 * n),
    ),
    Misconception(
        "exponents for parameters",
        "It looks as if the exponents of the density were taken for the parameters: in the Beta "
        "density they are not the same.",
        lambda k, n, alpha, beta: Beta(alpha + k - 1, beta + n - k - 1),
    ),
    Misconception(
        "uniform prior",
        "It looks as if the prior was Beta(1, 1), as if nothing were known of the other groups.",
        lambda k, n, alpha, beta: Beta(k + 1, n - k + 1),
    ),
)

MEAN = (
    Misconception(
        "no pooling",
        "This is the group's own proportion, as if nothing were known of the other groups.",
        lambda k, n, alpha, beta: k / n + 0 * alpha,
    ),
    Misconception(
        "complete pooling",
        "This is the prior mean, as if nothing were known of this group.",
        lambda k, n, alpha, beta: alpha / (alpha + beta) + 0 * k,
    ),
    Misconception(
        "B and 1 - B swapped",
        "It looks as if B and 1 - B have changed places: B is the weight on the prior mean.",
        lambda k, n, alpha, beta: (
            (alpha + beta) / (alpha + beta + n) * k / n
            + n / (alpha + beta + n) * alpha / (alpha + beta)
        ),
    ),
    Misconception(
        "toward zero",
        "It looks as if the proportion was shrunk toward zero; the model shrinks it toward the "
        "prior mean.",
        lambda k, n, alpha, beta: k / (alpha + beta + n),
    ),
    Misconception(
        "toward one half",
        "It looks as if the proportion was shrunk toward one half; the model shrinks it toward "
        "what is typical of the groups.",
        lambda k, n, alpha, beta: (k + (alpha + beta) / 2) / (alpha + beta + n),
    ),
    Misconception(
        "mode for mean",
        "This is where the posterior density is highest, its mode; asked is its mean.",
        lambda k, n, alpha, beta: (alpha + k - 1) / (alpha + beta + n - 2),
    ),
    Misconception(
        "alpha and beta swapped",
        "It looks as if alpha and beta have changed places: which of them counts the prior's "
        "successes?",
        lambda k, n, alpha, beta: (beta + k) / (alpha + beta + n),
    ),
    Misconception(
        "successes and failures swapped",
        "It looks as if successes were counted as failures, and failures as successes.",
        lambda k, n, alpha, beta: (alpha + n - k) / (alpha + beta + n),
    ),
    Misconception(
        "trials for failures",
        "It looks as if every trial was counted as a failure, also those that succeeded.",
        lambda k, n, alpha, beta: (alpha + k) / (alpha + k + beta + n),
    ),
    Misconception(
        "uniform prior",
        "It looks as if the prior was Beta(1, 1), as if nothing were known of the other groups.",
        lambda k, n, alpha, beta: (k + 1) / (n + 2) + 0 * alpha,
    ),
    Misconception(
        "plain average",
        "The two proportions seem to have the same weight, whatever is known of each.",
        lambda k, n, alpha, beta: (k / n + alpha / (alpha + beta)) / 2,
    ),
)


def _variance(a: Any, b: Any) -> Any:
    return a * b / ((a + b) ** 2 * (a + b + 1))


VARIANCE = (
    Misconception(
        "sd for variance",
        "This is the standard deviation of the proportion, not its variance.",
        lambda k, n, alpha, beta: _variance(alpha + k, beta + n - k) ** HALF,
    ),
    Misconception(
        "trials for trials plus one",
        "It looks as if the variance of an observed proportion was used, mean times one minus mean "
        "over the number of trials; that of a Beta is a little smaller.",
        lambda k, n, alpha, beta: (alpha + k) * (beta + n - k) / (alpha + beta + n) ** 3,
    ),
    Misconception(
        "no pooling",
        "This is the variance of the group's own proportion, as if the prior told nothing.",
        lambda k, n, alpha, beta: k * (n - k) / n**3 + 0 * alpha,
    ),
    Misconception(
        "data forgotten",
        "This is the variance of the prior; nothing has been learned from the trials yet.",
        lambda k, n, alpha, beta: _variance(alpha, beta) + 0 * k,
    ),
    Misconception(
        "variance of a count",
        "This is the variance of a number of successes; asked is that of a proportion.",
        lambda k, n, alpha, beta: (alpha + k) * (beta + n - k) / (alpha + beta + n),
    ),
    Misconception(
        "trials for failures",
        "It looks as if every trial was counted as a failure, also those that succeeded.",
        lambda k, n, alpha, beta: _variance(alpha + k, beta + n),
    ),
)


def predictive_variance(a: Any, b: Any, m: Any) -> Any:
    """Return the variance of the successes in m trials whose probability is Beta(a, b)."""
    return m * a * b * (a + b + m) / ((a + b) ** 2 * (a + b + 1))


NEW_COUNT = (
    Misconception(
        "rate taken as known",
        "This is how the count would vary if the proportion were known; it is known only roughly.",
        lambda k, n, alpha, beta, m: m * (alpha + k) * (beta + n - k) / (alpha + beta + n) ** 2,
    ),
    Misconception(
        "variance of the proportion",
        "This is how unsure we are of the proportion; a count of new trials is another quantity, "
        "with another unit.",
        lambda k, n, alpha, beta, m: _variance(alpha + k, beta + n - k),
    ),
    Misconception(
        "chance forgotten",
        "This is only what comes from being unsure of the proportion; even a known proportion "
        "leaves the new trials to chance.",
        lambda k, n, alpha, beta, m: m**2 * _variance(alpha + k, beta + n - k),
    ),
    Misconception(
        "data forgotten",
        "This is the variance for a group of which nothing has been seen.",
        lambda k, n, alpha, beta, m: predictive_variance(alpha, beta, m),
    ),
    Misconception(
        "share for count",
        "This is the variance of the share of successes; asked is that of their number.",
        lambda k, n, alpha, beta, m: predictive_variance(alpha + k, beta + n - k, m) / m**2,
    ),
    Misconception(
        "sd for variance",
        "This is a standard deviation; asked is a variance.",
        lambda k, n, alpha, beta, m: predictive_variance(alpha + k, beta + n - k, m) ** HALF,
    ),
    Misconception(
        "uniform prior",
        "It looks as if the prior was Beta(1, 1), as if nothing were known of the other groups.",
        lambda k, n, alpha, beta, m: predictive_variance(1 + k, 1 + n - k, m),
    ),
)
