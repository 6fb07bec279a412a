"""The tasks on the insects: the spread of real counts against Poisson and Negative Binomial."""

from __future__ import annotations

from math import exp, factorial
from typing import Any

from hbtutor.check.given.insects_and_defects import InsectsAndDefects
from hbtutor.check.tasks import Choice, Misconception, Number, Tolerance
from hbtutor.distributions import NegativeBinomial

TWO_DECIMALS = Tolerance(relative=0, absolute=5.01e-3)


def _spread(data: InsectsAndDefects) -> tuple[float, float, int]:
    counts = data.insects
    return float(counts.mean()), float(counts.var()), len(counts)


DISPERSION = Number(
    name="dispersion",
    asks="the variance of the counts over their mean",
    given=_spread,
    formula=lambda mean, var, n: var / mean,
    tolerance=TWO_DECIMALS,
    misconceptions=(
        Misconception(
            "sd for variance",
            "This is the standard deviation over the mean; asked is the variance over the mean.",
            lambda mean, var, n: var**0.5 / mean,
        ),
        Misconception(
            "upside down",
            "This is the mean over the variance; asked is the opposite.",
            lambda mean, var, n: mean / var,
        ),
        Misconception(
            "n for n - 1",
            "It looks as if the variance was divided by n; about a mean that was estimated too, a "
            "sample's variance has one divisor less.",
            lambda mean, var, n: var * (n - 1) / n / mean,
        ),
        Misconception(
            "mean squared",
            "This is the variance over the square of the mean, which for Poisson counts depends on "
            "the mean.",
            lambda mean, var, n: var / mean**2,
        ),
        Misconception(
            "difference for ratio",
            "This is the variance minus the mean; asked is a ratio.",
            lambda mean, var, n: var - mean,
        ),
        Misconception(
            "mean for variance",
            "This is the mean; its comparison with the variance was asked for.",
            lambda mean, var, n: mean,
        ),
    ),
)

ALPHA_HAT = Number(
    name="alpha_hat",
    asks="the shape at which the Negative Binomial has the sample's mean and variance",
    given=_spread,
    formula=lambda mean, var, n: mean**2 / (var - mean),
    tolerance=TWO_DECIMALS,
    misconceptions=(
        Misconception(
            "Poisson variance forgotten",
            "It looks as if the whole variance were due to the rates; a part of it every Poisson "
            "count has anyway.",
            lambda mean, var, n: mean**2 / var,
        ),
        Misconception(
            "rate for shape",
            "This is the rate beta of the Gamma distribution; asked is its shape.",
            lambda mean, var, n: mean / (var - mean),
        ),
        Misconception(
            "one over alpha",
            "This is one over the shape, from mean + mean^2 * alpha; in the formula of 2c alpha "
            "stands elsewhere.",
            lambda mean, var, n: (var - mean) / mean**2,
        ),
        Misconception(
            "variances added",
            "It looks as if mean and variance were added; which part of the variance is left for "
            "the rates?",
            lambda mean, var, n: mean**2 / (var + mean),
        ),
        Misconception(
            "n for n - 1",
            "It looks as if the variance was divided by n, not n - 1.",
            lambda mean, var, n: mean**2 / (var * (n - 1) / n - mean),
        ),
    ),
)


def _few(r: float, p: float, n: int, few: int) -> float:
    return n * float(NegativeBinomial(r, p).cdf(few))


def _given_few(data: InsectsAndDefects) -> tuple[float, float, int, int]:
    mean, var, n = _spread(data)
    return mean, mean**2 / (var - mean), n, data.few


def _poisson(mean: float, n: int, few: int) -> float:
    return n * exp(-mean) * sum(mean**k / factorial(k) for k in range(few + 1))


FEW = Number(
    name="few",
    asks="the number of plots that the Negative Binomial expects to hold at most FEW insects",
    given=_given_few,
    formula=lambda mean, alpha, n, few: _few(alpha, alpha / (alpha + mean), n, few),
    tolerance=TWO_DECIMALS,
    misconceptions=(
        Misconception(
            "Poisson",
            "This is what a Poisson distribution with the same mean expects.",
            lambda mean, alpha, n, few: _poisson(mean, n, few),
        ),
        Misconception(
            "p and 1 - p swapped",
            "It looks as if p and 1 - p have changed places: NegativeBinomial(r, p) counts the "
            "failures before the r-th success.",
            lambda mean, alpha, n, few: _few(alpha, mean / (alpha + mean), n, few),
        ),
        Misconception(
            "fewer than",
            "This leaves out the plots with exactly FEW insects.",
            lambda mean, alpha, n, few: _few(alpha, alpha / (alpha + mean), n, few - 1),
        ),
        Misconception(
            "probability for number",
            "This is the probability for one plot; asked is the number among all plots.",
            lambda mean, alpha, n, few: _few(alpha, alpha / (alpha + mean), n, few) / n,
        ),
        Misconception(
            "the others",
            "This is the number of plots with more insects than FEW.",
            lambda mean, alpha, n, few: n - _few(alpha, alpha / (alpha + mean), n, few),
        ),
    ),
)


def _always(letter: str) -> Any:
    return lambda *_: letter


CAUSE = Choice(
    name="cause",
    asks="what can make the variance of counts exceed their mean",
    given=lambda data: (),
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("d"),
    misconceptions=(
        Misconception(
            "large counts",
            "Large counts have a large variance, but for a Poisson distribution the mean keeps up.",
            _always("a"),
        ),
        Misconception(
            "too few data",
            "More plots of the same kind would show the same spread more exactly.",
            _always("b"),
        ),
        Misconception(
            "averaging",
            "The counts are not averages of anything; each is the count of one plot.",
            _always("c"),
        ),
        Misconception(
            "regular spacing",
            "Insects that keep their distance make counts more alike, not less.",
            _always("e"),
        ),
    ),
)
