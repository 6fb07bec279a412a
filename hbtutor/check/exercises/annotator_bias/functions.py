"""The tasks whose answer is a function or a formula."""

from __future__ import annotations

from dataclasses import replace

from hbtutor.check.exercises.annotator_bias.formulas import (
    DELTA,
    DOUBT2,
    MEAN,
    SIGMA2,
    TAU2,
    VAR,
    WORDS,
    D,
    N,
    Z,
    above,
    chance,
    mean,
    posterior,
    scores_needed,
    threshold,
    variance,
)
from hbtutor.check.exercises.annotator_bias.slips import MEAN_SLIPS
from hbtutor.check.mistakes import normal_normal as mistakes
from hbtutor.check.tasks import Formula, Function, Misconception


def _of_deviation(wrong: Misconception) -> Misconception:
    formula = wrong.formula
    return replace(wrong, formula=lambda d, n, sigma2, tau2: formula(n, sigma2, tau2))


POSTERIOR = Function(
    name="posterior",
    asks="the posterior of an assessor's bias, Normal(mean, var)",
    arguments=(D, N, SIGMA2, TAU2),
    formula=posterior,
    misconceptions=(
        *mistakes.for_part("mean", MEAN_SLIPS),
        *mistakes.for_part("var", tuple(map(_of_deviation, mistakes.variance(WORDS)))),
        Misconception(
            "variance for sd",
            "It looks as if a variance was given to scipy.stats.norm, which wants the standard "
            "deviation.",
            lambda d, n, sigma2, tau2: variance(n, sigma2, tau2) ** 2,
            part="var",
        ),
    ),
)

CHANCE = Function(
    name="chance",
    asks="the probability that the bias is larger than delta, to the one side or the other",
    arguments=(MEAN, VAR, DELTA),
    formula=chance,
    bounds=(0, 1, "it is a probability"),
    misconceptions=(
        Misconception(
            "one side only",
            "It looks as if only a bias upwards was counted; an assessor who scores too low is "
            "biased as well.",
            above,
        ),
        Misconception(
            "the other side only",
            "It looks as if only a bias downwards was counted; an assessor who scores too high is "
            "biased as well.",
            lambda mean, var, delta: 1 - above(mean, var, -delta),
        ),
        Misconception(
            "one side doubled",
            "It looks as if one side was counted twice; the two sides are equally probable only "
            "for an assessor whose posterior mean is zero.",
            lambda mean, var, delta: 2 * above(mean, var, delta),
        ),
        Misconception(
            "the complement",
            "This is the probability that the bias is so small that it does no harm.",
            lambda mean, var, delta: 1 - chance(mean, var, delta),
        ),
        Misconception(
            "variance for sd",
            "It looks as if the variance stands where the standard deviation belongs.",
            lambda mean, var, delta: chance(mean, var**2, delta),
        ),
        Misconception(
            "sd twice",
            "It looks as if a standard deviation stands where the variance belongs.",
            lambda mean, var, delta: chance(mean, var**0.5, delta),
        ),
        Misconception(
            "delta forgotten",
            "It looks as if delta was left out: this is the probability that the bias is above "
            "zero, however small.",
            lambda mean, var, delta: above(mean, var, 0 * delta),
        ),
    ),
)

MEAN_FORMULA = Formula(
    name="mean_formula",
    asks="the posterior mean of the bias in d, n, sigma2 and tau2",
    arguments=(D, N, SIGMA2, TAU2),
    formula=mean,
    misconceptions=MEAN_SLIPS,
)

N_NEEDED = Formula(
    name="n_needed",
    asks="the number of scores after which the posterior variance is v",
    arguments=(DOUBT2, SIGMA2, TAU2),
    formula=scores_needed,
    misconceptions=(
        Misconception(
            "prior forgotten",
            "This is how many scores it would take if nothing were known of the panel; the prior "
            "saves some of them.",
            lambda v, sigma2, tau2: sigma2 / v,
        ),
        Misconception(
            "prior added",
            "It looks as if the prior made more scores necessary; does it add to what is known, or "
            "take away from it?",
            lambda v, sigma2, tau2: sigma2 * (1 / v + 1 / tau2),
        ),
        Misconception(
            "variance of a mean",
            "It looks as if the variances were added where the precisions are: v is how unsure we "
            "are after the scores, not how much their mean varies.",
            lambda v, sigma2, tau2: sigma2 / (v - tau2),
        ),
        Misconception(
            "inverted",
            "It looks as if the fraction stands on its head: noisier scores need more of them.",
            lambda v, sigma2, tau2: (1 / v - 1 / tau2) / sigma2,
        ),
        Misconception(
            "sd for variance",
            "It looks as if a standard deviation stands where the variance of a score belongs.",
            lambda v, sigma2, tau2: sigma2**0.5 * (1 / v - 1 / tau2),
        ),
        Misconception(
            "v for its root",
            "It looks as if v was squared; it is a variance already.",
            lambda v, sigma2, tau2: sigma2 * (1 / v**2 - 1 / tau2),
        ),
    ),
)

THRESHOLD = Formula(
    name="threshold",
    asks="the mean deviation at which the posterior mean is z posterior standard deviations",
    arguments=(N, SIGMA2, TAU2, Z),
    formula=threshold,
    misconceptions=(
        Misconception(
            "no pooling",
            "This is z standard errors of the mean deviation, the threshold of someone who knows "
            "nothing of the panel. Which of the two thresholds must be the stricter one?",
            lambda n, sigma2, tau2, z: z * (sigma2 / n) ** 0.5,
        ),
        Misconception(
            "posterior mean not shrunk",
            "This is z posterior standard deviations; but it is the posterior mean that must be "
            "that far from zero, and what is asked for is the mean deviation behind it.",
            lambda n, sigma2, tau2, z: z * variance(n, sigma2, tau2) ** 0.5,
        ),
        Misconception(
            "marginal sd",
            "This is z standard deviations of the mean deviations of the panel: it tells who is "
            "unusual, not who is biased.",
            lambda n, sigma2, tau2, z: z * (sigma2 / n + tau2) ** 0.5,
        ),
        Misconception(
            "variance for sd",
            "It looks as if z times a variance was taken; z counts standard deviations.",
            lambda n, sigma2, tau2, z: z * sigma2 / n,
        ),
        Misconception(
            "n forgotten",
            "It looks as if n was left out: it takes less to convince us after many scores.",
            lambda n, sigma2, tau2, z: z * (sigma2 * (sigma2 + tau2) / tau2) ** 0.5,
        ),
        Misconception(
            "B and 1 - B swapped",
            "It looks as if B and 1 - B have changed places.",
            lambda n, sigma2, tau2, z: (
                z * variance(n, sigma2, tau2) ** 0.5 * (sigma2 / n + tau2) / (sigma2 / n)
            ),
        ),
    ),
)
