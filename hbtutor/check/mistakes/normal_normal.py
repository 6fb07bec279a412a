"""What goes wrong with the Normal-Normal model: the weight, the posterior mean, the variance.

Each mistake is a wrong formula in the arguments of the right one, and a hint that names the slip
and not the remedy.  Roots are written as powers, so that the formulas work on symbols too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hbtutor.check.tasks import Misconception

HALF = 0.5


@dataclass(frozen=True)
class Words:
    """What the hints call things in an exercise, such as "school" and "the statewide mean"."""

    group: str
    prior: str
    whole: str
    measured: str
    more: str


SCHOOLS = Words("school", "the statewide mean", "the state", "score", "more students are tested")


def _weight(noise: Any, tau2: Any) -> Any:
    return noise / (noise + tau2)


def weight(words: Words) -> tuple[Misconception, ...]:
    """Return the mistakes about B, formulas in (n, sigma2, tau2)."""
    return (
        Misconception(
            "B and 1 - B swapped",
            f"It looks as if B and 1 - B have changed places: B is the weight on {words.prior}. "
            f"Which of the two weights should grow when {words.more}?",
            lambda n, sigma2, tau2: 1 - _weight(sigma2 / n, tau2),
        ),
        Misconception(
            "n forgotten",
            "It looks as if n was left out: a mean of many varies less than a single "
            f"{words.measured}.",
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
            f"It looks as if tau, the standard deviation between {words.group}s, stands where "
            "their variance "
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
            f"It looks as if the variance of the sum of the {words.measured}s was used; what "
            "counts is their "
            "mean.",
            lambda n, sigma2, tau2: _weight(sigma2 * n, tau2),
        ),
        Misconception(
            "ratio for share",
            "This is one variance over the other, which can exceed 1; a weight is a share of a "
            "whole.",
            lambda n, sigma2, tau2: sigma2 / n / tau2,
        ),
    )


WEIGHT = weight(SCHOOLS)

Slip = Callable[[Any, Any, Any], Any]


def mean_with(weight: Slip) -> Callable[..., Any]:
    """Return the posterior mean that a wrong weight gives."""

    def wrong_mean(xbar: Any, n: Any, sigma2: Any, mu: Any, tau2: Any) -> Any:
        b = weight(n, sigma2, tau2)
        return (1 - b) * xbar + b * mu

    return wrong_mean


def mean(words: Words) -> tuple[Misconception, ...]:
    """Return the mistakes about the posterior mean, in (xbar, n, sigma2, mu, tau2)."""
    return (
        *(replace(wrong, formula=mean_with(wrong.formula)) for wrong in weight(words)),
        Misconception(
            "toward zero",
            f"It looks as if the {words.group}'s mean was shrunk toward zero; the model shrinks "
            "it toward "
            f"what is typical of {words.whole}.",
            lambda xbar, n, sigma2, mu, tau2: (1 - _weight(sigma2 / n, tau2)) * xbar,
        ),
        Misconception(
            "no pooling",
            f"This is the {words.group}'s own mean, as if nothing were known of the other "
            f"{words.group}s.",
            lambda xbar, n, sigma2, mu, tau2: xbar + 0 * n,
        ),
        Misconception(
            "complete pooling",
            f"This is {words.prior}, as if nothing were known of this {words.group}.",
            lambda xbar, n, sigma2, mu, tau2: mu + 0 * xbar,
        ),
        Misconception(
            "plain average",
            "The two means seem to have the same weight, whatever is known of each.",
            lambda xbar, n, sigma2, mu, tau2: (xbar + mu) / 2,
        ),
    )


MEAN = mean(SCHOOLS)


def _variance(noise: Any, tau2: Any) -> Any:
    return noise * tau2 / (noise + tau2)


def variance(words: Words) -> tuple[Misconception, ...]:
    """Return the mistakes about the posterior variance, in (n, sigma2, tau2)."""
    return (
        Misconception(
            "precision for variance",
            f"This is a precision; asked is the variance of what the {words.group} really is.",
            lambda n, sigma2, tau2: n / sigma2 + 1 / tau2,
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda n, sigma2, tau2: _variance(sigma2 / n, tau2) ** HALF,
        ),
        Misconception(
            "n forgotten",
            f"It looks as if n was left out: how sure we are must change when {words.more}.",
            lambda n, sigma2, tau2: _variance(sigma2, tau2),
        ),
        Misconception(
            "square root of n",
            "It looks as if sigma2 was divided by the square root of n; that rule belongs to "
            "standard "
            "deviations.",
            lambda n, sigma2, tau2: _variance(sigma2 / n**HALF, tau2),
        ),
        Misconception(
            "B and 1 - B swapped",
            "It looks as if B and 1 - B have changed places: with very large n the variance must "
            "go to "
            f"that of the {words.group}'s own mean.",
            lambda n, sigma2, tau2: _weight(sigma2 / n, tau2) * sigma2 / n,
        ),
        Misconception(
            "no pooling",
            f"This is the variance of the {words.group}'s own mean, as if {words.whole} told "
            "nothing.",
            lambda n, sigma2, tau2: sigma2 / n + 0 * tau2,
        ),
        Misconception(
            "variances added",
            f"This is how much the {words.group}s' means vary before one is looked at; two "
            "sources of "
            "information about the same thing must leave less doubt than either.",
            lambda n, sigma2, tau2: sigma2 / n + tau2,
        ),
        Misconception(
            "precisions added of sds",
            "It looks as if the precisions were made from standard deviations; a precision is "
            "one over "
            "a variance.",
            lambda n, sigma2, tau2: 1 / ((n / sigma2) ** HALF + 1 / tau2**HALF),
        ),
    )


VARIANCE = variance(SCHOOLS)


def for_part(part: str, mistakes: tuple[Misconception, ...]) -> tuple[Misconception, ...]:
    """Return the mistakes as those of a distribution's "mean" or "var"."""
    return tuple(replace(mistake, part=part) for mistake in mistakes)


def of_scores(mistakes: tuple[Misconception, ...]) -> tuple[Misconception, ...]:
    """Return mistakes in (n, sigma2, tau2) as ones in (xbar, n, sigma2, mu, tau2)."""

    def widened(formula: Slip) -> Callable[..., Any]:
        return lambda xbar, n, sigma2, mu, tau2: formula(n, sigma2, tau2)

    return tuple(replace(mistake, formula=widened(mistake.formula)) for mistake in mistakes)
