"""The tasks whose answer is a number, an array or a distribution at the exercise's data."""

from __future__ import annotations

from typing import Any

from hbtutor.check.exercises.school_ability.formulas import (
    ability,
    better,
    new_student,
    posterior,
    variance,
    weight,
)
from hbtutor.check.given.school_ability import SchoolAbility
from hbtutor.check.mistakes import normal_normal as mistakes
from hbtutor.check.tasks import Misconception, Number, Tolerance
from hbtutor.distributions import Normal

TWO_DECIMALS = Tolerance(relative=0, absolute=5.01e-3)
THREE_DECIMALS = Tolerance(relative=0, absolute=5.01e-4)

NOISE = Number(
    name="noise",
    asks="the variance of the mean score of the small school about the school's ability",
    given=lambda data: data.school(data.small)[1:3],
    formula=lambda n, sigma2: sigma2 / n,
    tolerance=THREE_DECIMALS,
    misconceptions=(
        Misconception(
            "n forgotten",
            "This is the variance of one student's score; asked is that of a mean of many.",
            lambda n, sigma2: sigma2,
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation (the standard error of the mean); asked is a variance.",
            lambda n, sigma2: (sigma2 / n) ** 0.5,
        ),
        Misconception(
            "square root of n",
            "It looks as if the variance was divided by the square root of n; that rule belongs to "
            "standard deviations.",
            lambda n, sigma2: sigma2 / n**0.5,
        ),
        Misconception(
            "variance of a sum",
            "This is the variance of the sum of the scores; asked is that of their mean.",
            lambda n, sigma2: sigma2 * n,
        ),
        Misconception(
            "n minus one",
            "It looks as if n - 1 was used: that is for estimating a variance, and here the "
            "variance is known.",
            lambda n, sigma2: sigma2 / (n - 1),
        ),
    ),
)

B_SMALL = Number(
    name="B_small",
    asks="the weight on the statewide mean for the small school",
    given=lambda data: (data.school(data.small)[1], data.sigma2, data.tau2),
    formula=weight,
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a weight"),
    misconceptions=mistakes.WEIGHT,
)

ABILITY_SMALL = Number(
    name="ability_small",
    asks="the posterior mean of the small school's ability",
    given=lambda data: data.school(data.small),
    formula=ability,
    tolerance=TWO_DECIMALS,
    misconceptions=mistakes.MEAN,
)

ABILITIES = Number(
    name="abilities",
    asks="the posterior means of the twelve schools, in the order of the table",
    given=SchoolAbility.all_schools,
    formula=ability,
    tolerance=TWO_DECIMALS,
    misconceptions=mistakes.MEAN,
)

NEW_STUDENT = Number(
    name="new_student",
    asks="the distribution of the score of one more student of the small school",
    given=lambda data: data.school(data.small),
    formula=new_student,
    tolerance=TWO_DECIMALS,
    misconceptions=(
        *mistakes.for_part("mean", mistakes.MEAN),
        Misconception(
            "variance of the mean",
            "This is how unsure we are of the school's ability; a single student's score also "
            "varies about it.",
            lambda xbar, n, sigma2, mu, tau2: variance(n, sigma2, tau2),
            part="var",
        ),
        Misconception(
            "ability taken as known",
            "This is how students vary about an ability that is known; here it is known only "
            "roughly.",
            lambda xbar, n, sigma2, mu, tau2: sigma2,
            part="var",
        ),
        Misconception(
            "scores ignored",
            "This is how students vary over the whole state; the scores of the school's own "
            "students leave less doubt.",
            lambda xbar, n, sigma2, mu, tau2: sigma2 + tau2,
            part="var",
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda xbar, n, sigma2, mu, tau2: (sigma2 + variance(n, sigma2, tau2)) ** 0.5,
            part="var",
        ),
        Misconception(
            "variance for sd",
            "It looks as if a variance was given to scipy.stats.norm, which wants the standard "
            "deviation.",
            lambda xbar, n, sigma2, mu, tau2: (sigma2 + variance(n, sigma2, tau2)) ** 2,
            part="var",
        ),
    ),
)


def _two(data: SchoolAbility) -> tuple[Normal, Normal, Normal, Normal]:
    """Return the posteriors of the rival and the leader, then their raw means likewise."""
    (ours, n, *_), (theirs, m, *_) = data.school(data.rival), data.school(data.leader)
    raw = Normal(ours, data.sigma2 / n), Normal(theirs, data.sigma2 / m)
    return (posterior(*data.school(data.rival)), posterior(*data.school(data.leader)), *raw)


def _with_variance(of: Any) -> Any:
    return lambda a, b, x, y: float(Normal(b.mean - a.mean, of(a, b)).cdf(0))


BETTER = Number(
    name="better",
    asks="the probability that the ability of the rival exceeds that of the leader",
    given=_two,
    formula=lambda a, b, x, y: better(a, b),
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a probability"),
    misconceptions=(
        Misconception(
            "the other way round",
            "This is the probability that the other school is the better one.",
            lambda a, b, x, y: better(b, a),
        ),
        Misconception(
            "no pooling",
            "This compares the raw means; compare what is known of the abilities.",
            lambda a, b, x, y: better(x, y),
        ),
        Misconception(
            "standard deviations added",
            "It looks as if standard deviations were added; for independent quantities it is the "
            "variances that add.",
            _with_variance(lambda a, b: (a.sd + b.sd) ** 2),
        ),
        Misconception(
            "variances subtracted",
            "It looks as if one variance was subtracted from the other; a difference is more "
            "uncertain than either of its terms.",
            _with_variance(lambda a, b: abs(a.var - b.var)),
        ),
        Misconception(
            "variance for sd",
            "It looks as if a variance stands where the standard deviation of the difference "
            "belongs.",
            _with_variance(lambda a, b: (a.var + b.var) ** 2),
        ),
        Misconception(
            "one school taken as known",
            "It looks as if only one of the two abilities was taken as uncertain.",
            _with_variance(lambda a, b: a.var),
        ),
    ),
)
