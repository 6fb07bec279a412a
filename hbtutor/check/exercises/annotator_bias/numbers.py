"""The tasks whose answer is a number, an array or a distribution at the exercise's data."""

from __future__ import annotations

from typing import Any

from hbtutor.check.exercises.annotator_bias.formulas import (
    WORDS,
    corrected,
    mean,
    posterior,
    variance,
    weight,
)
from hbtutor.check.exercises.annotator_bias.slips import MEAN_SLIPS
from hbtutor.check.given.annotator_bias import AnnotatorBias
from hbtutor.check.mistakes import normal_normal as mistakes
from hbtutor.check.tasks import Misconception, Number, Tolerance

TWO_DECIMALS = Tolerance(relative=0, absolute=5.01e-3)
THREE_DECIMALS = Tolerance(relative=0, absolute=5.01e-4)


def _newcomer(data: AnnotatorBias) -> tuple[float, int, float, float]:
    return data.annotator(data.newcomer)


WEIGHT = Number(
    name="weight",
    asks="the weight on no bias for the newcomer",
    given=lambda data: _newcomer(data)[1:],
    formula=weight,
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a weight"),
    misconceptions=mistakes.weight(WORDS),
)

BIAS_NEW = Number(
    name="bias_new",
    asks="the posterior mean of the newcomer's bias",
    given=_newcomer,
    formula=mean,
    tolerance=TWO_DECIMALS,
    misconceptions=MEAN_SLIPS,
)

DOUBT = Number(
    name="doubt",
    asks="the posterior standard deviation of the newcomer's bias",
    given=lambda data: _newcomer(data)[1:],
    formula=lambda n, sigma2, tau2: variance(n, sigma2, tau2) ** 0.5,
    tolerance=TWO_DECIMALS,
    misconceptions=(
        Misconception(
            "variance for sd",
            "This is a variance; asked is a standard deviation, in the units of the scores.",
            variance,
        ),
        Misconception(
            "no pooling",
            "This is the standard error of the newcomer's mean deviation, as if the panel told "
            "nothing.",
            lambda n, sigma2, tau2: (sigma2 / n) ** 0.5,
        ),
        Misconception(
            "n forgotten",
            "It looks as if n was left out: how sure we are must depend on how many were scored.",
            lambda n, sigma2, tau2: variance(1, sigma2, tau2) ** 0.5,
        ),
        Misconception(
            "prior only",
            "This is how the assessors' biases vary, as if the newcomer had scored nothing yet.",
            lambda n, sigma2, tau2: tau2**0.5 + 0 * n,
        ),
        Misconception(
            "variances added",
            "This is how mean deviations vary before one is looked at; two sources of information "
            "about the same thing must leave less doubt than either.",
            lambda n, sigma2, tau2: (sigma2 / n + tau2) ** 0.5,
        ),
        Misconception(
            "B and 1 - B swapped",
            "It looks as if B and 1 - B have changed places: with very large n the doubt must go "
            "to that of the mean deviation itself.",
            lambda n, sigma2, tau2: (weight(n, sigma2, tau2) * sigma2 / n) ** 0.5,
        ),
        Misconception(
            "precision for variance",
            "This comes from a precision that was never turned into a variance.",
            lambda n, sigma2, tau2: variance(n, sigma2, tau2) ** -0.5,
        ),
    ),
)

BIASES = Number(
    name="biases",
    asks="the posterior means of the eight biases, in the order of the table",
    given=AnnotatorBias.all_annotators,
    formula=mean,
    tolerance=TWO_DECIMALS,
    misconceptions=MEAN_SLIPS,
)


def _scored(data: AnnotatorBias) -> tuple[Any, ...]:
    return (data.score, *_newcomer(data))


CORRECTED = Number(
    name="corrected",
    asks="what the newcomer's score says about the panel's mean for the picture",
    given=_scored,
    formula=corrected,
    tolerance=TWO_DECIMALS,
    misconceptions=(
        Misconception(
            "bias added",
            "It looks as if the bias was added: someone who scores too high must be corrected "
            "downwards.",
            lambda score, d, n, sigma2, tau2: score + mean(d, n, sigma2, tau2),
            part="mean",
        ),
        Misconception(
            "no pooling",
            "It looks as if the whole mean deviation was taken for bias; a part of it is chance.",
            lambda score, d, n, sigma2, tau2: score - d,
            part="mean",
        ),
        Misconception(
            "not corrected",
            "This is the score as it was given; what is known of the newcomer's bias is not used.",
            lambda score, d, n, sigma2, tau2: score,
            part="mean",
        ),
        Misconception(
            "bias taken as known",
            "This is how a score varies about a bias that is known; here it is known only roughly.",
            lambda score, d, n, sigma2, tau2: sigma2,
            part="var",
        ),
        Misconception(
            "score taken as exact",
            "This is how unsure we are of the bias; a single score also varies about it.",
            lambda score, d, n, sigma2, tau2: variance(n, sigma2, tau2),
            part="var",
        ),
        Misconception(
            "variances subtracted",
            "It looks as if one variance was subtracted from the other; a difference is more "
            "uncertain than either of its terms.",
            lambda score, d, n, sigma2, tau2: sigma2 - variance(n, sigma2, tau2),
            part="var",
        ),
        Misconception(
            "earlier scores ignored",
            "This is for an assessor of whom nothing is known yet; the newcomer has given scores "
            "before.",
            lambda score, d, n, sigma2, tau2: sigma2 + tau2,
            part="var",
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda score, d, n, sigma2, tau2: (sigma2 + posterior(d, n, sigma2, tau2).var) ** 0.5,
            part="var",
        ),
    ),
)
