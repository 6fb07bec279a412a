"""What goes wrong with the Normal-Normal model: the weight, the posterior mean, the variance.

Each mistake is a wrong formula in the arguments of the right one, and a hint that names the slip
and not the remedy.  Roots are written as powers, so that the formulas work on symbols too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hbtutor.check.tasks import Misconception

HALF = 0.5


def _weight(noise: Any, tau2: Any) -> Any:
    return noise / (noise + tau2)


WEIGHT = (
    Misconception(
        "B and 1 - B swapped",
        "It looks as if B and 1 - B have changed places: B is the weight on the statewide mean. "
        "Which of the two weights should grow when more students are tested?",
        lambda n, sigma2, tau2: 1 - _weight(sigma2 / n, tau2),
    ),
    Misconception(
        "n forgotten",
        "It looks as if n was left out: a mean of many scores varies less than a single score.",
        lambda n, sigma2, tau2: _weight(sigma2, tau2),
    ),
    Misconception(
        "square root of n",
        "It looks as if a variance was divided by the square root of n; that rule belongs to "
        "standard deviations.",
        lambda n, sigma2, tau2: _weight(sigma2 / n**HALF, tau2),
    ),
    Misconception(
        "sd for variance",
        "It looks as if standard deviations stand where variances belong: sigma2 and tau2 are "
        "variances already, and no root is needed.",
        lambda n, sigma2, tau2: _weight((sigma2 / n) ** HALF, tau2**HALF),
    ),
    Misconception(
        "tau for tau2",
        "It looks as if tau, the standard deviation between schools, stands where their variance "
        "belongs.",
        lambda n, sigma2, tau2: _weight(sigma2 / n, tau2**HALF),
    ),
    Misconception(
        "tau2 squared",
        "It looks as if tau2 was squared: the 2 in its name says that this was done already.",
        lambda n, sigma2, tau2: _weight(sigma2 / n, tau2**2),
    ),
    Misconception(
        "variance of a sum",
        "It looks as if the variance of the sum of the scores was used; what was observed is their "
        "mean.",
        lambda n, sigma2, tau2: _weight(sigma2 * n, tau2),
    ),
    Misconception(
        "ratio for share",
        "This is one variance over the other, which can exceed 1; a weight is a share of a whole.",
        lambda n, sigma2, tau2: sigma2 / n / tau2,
    ),
)

Slip = Callable[[Any, Any, Any], Any]


def _mean_with(weight: Slip) -> Callable[..., Any]:
    def mean(xbar: Any, n: Any, sigma2: Any, mu: Any, tau2: Any) -> Any:
        b = weight(n, sigma2, tau2)
        return (1 - b) * xbar + b * mu

    return mean


MEAN = (
    *(replace(wrong, formula=_mean_with(wrong.formula)) for wrong in WEIGHT),
    Misconception(
        "toward zero",
        "It looks as if the school's mean was shrunk toward zero; the model shrinks it toward what "
        "is typical of the state.",
        lambda xbar, n, sigma2, mu, tau2: (1 - _weight(sigma2 / n, tau2)) * xbar,
    ),
    Misconception(
        "no pooling",
        "This is the school's own mean, as if nothing were known of the other schools.",
        lambda xbar, n, sigma2, mu, tau2: xbar + 0 * n,
    ),
    Misconception(
        "complete pooling",
        "This is the statewide mean, as if nothing were known of this school.",
        lambda xbar, n, sigma2, mu, tau2: mu + 0 * xbar,
    ),
    Misconception(
        "plain average",
        "The two means seem to have the same weight, whatever is known of each.",
        lambda xbar, n, sigma2, mu, tau2: (xbar + mu) / 2,
    ),
)


def _variance(noise: Any, tau2: Any) -> Any:
    return noise * tau2 / (noise + tau2)


VARIANCE = (
    Misconception(
        "precision for variance",
        "This is the precision of the school's ability, not its variance.",
        lambda n, sigma2, tau2: n / sigma2 + 1 / tau2,
    ),
    Misconception(
        "sd for variance",
        "This is the standard deviation of the school's ability, not its variance.",
        lambda n, sigma2, tau2: _variance(sigma2 / n, tau2) ** HALF,
    ),
    Misconception(
        "n forgotten",
        "It looks as if n was left out: how sure we are must depend on how many were tested.",
        lambda n, sigma2, tau2: _variance(sigma2, tau2),
    ),
    Misconception(
        "square root of n",
        "It looks as if sigma2 was divided by the square root of n; that rule belongs to standard "
        "deviations.",
        lambda n, sigma2, tau2: _variance(sigma2 / n**HALF, tau2),
    ),
    Misconception(
        "B and 1 - B swapped",
        "It looks as if B and 1 - B have changed places: with very many students the variance must "
        "go to that of the school's own mean.",
        lambda n, sigma2, tau2: _weight(sigma2 / n, tau2) * sigma2 / n,
    ),
    Misconception(
        "no pooling",
        "This is the variance of the school's own mean, as if the state told nothing.",
        lambda n, sigma2, tau2: sigma2 / n + 0 * tau2,
    ),
    Misconception(
        "variances added",
        "This is how much the schools' means vary before one is looked at; two sources of "
        "information about the same thing must leave less doubt than either.",
        lambda n, sigma2, tau2: sigma2 / n + tau2,
    ),
    Misconception(
        "precisions added of sds",
        "It looks as if the precisions were made from standard deviations; a precision is one over "
        "a variance.",
        lambda n, sigma2, tau2: 1 / ((n / sigma2) ** HALF + 1 / tau2**HALF),
    ),
)


def for_part(part: str, mistakes: tuple[Misconception, ...]) -> tuple[Misconception, ...]:
    """Return the mistakes as those of a distribution's "mean" or "var"."""
    return tuple(replace(mistake, part=part) for mistake in mistakes)


def of_scores(mistakes: tuple[Misconception, ...]) -> tuple[Misconception, ...]:
    """Return mistakes in (n, sigma2, tau2) as ones in (xbar, n, sigma2, mu, tau2)."""

    def widened(formula: Slip) -> Callable[..., Any]:
        return lambda xbar, n, sigma2, mu, tau2: formula(n, sigma2, tau2)

    return tuple(replace(mistake, formula=widened(mistake.formula)) for mistake in mistakes)
