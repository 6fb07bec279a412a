"""The tasks whose answer is a function, a formula or a choice."""

from __future__ import annotations

from typing import Any

from hbtutor.check.exercises.school_ability.formulas import (
    MU,
    SHARE,
    SIGMA2,
    TAU2,
    XBAR,
    N,
    ability,
    posterior,
    students_needed,
    variance,
    weight,
)
from hbtutor.check.given.school_ability import SchoolAbility
from hbtutor.check.mistakes import normal_normal as mistakes
from hbtutor.check.tasks import Choice, Formula, Function, Misconception

SHRINKAGE = Function(
    name="shrinkage",
    asks="the weight on the statewide mean, one number for each n",
    arguments=(N, SIGMA2, TAU2),
    formula=weight,
    bounds=(0, 1, "it is a weight"),
    misconceptions=mistakes.WEIGHT,
)

POSTERIOR = Function(
    name="posterior",
    asks="the posterior of the school's ability, Normal(mean, var)",
    arguments=(XBAR, N, SIGMA2, MU, TAU2),
    formula=posterior,
    misconceptions=(
        *mistakes.for_part("mean", mistakes.MEAN),
        *mistakes.for_part("var", mistakes.of_scores(mistakes.VARIANCE)),
        Misconception(
            "variance for sd",
            "It looks as if a variance was given to scipy.stats.norm, which wants the standard "
            "deviation.",
            lambda xbar, n, sigma2, mu, tau2: variance(n, sigma2, tau2) ** 2,
            part="var",
        ),
    ),
)

B_FORMULA = Formula(
    name="B_formula",
    asks="the weight on the statewide mean in n, sigma2 and tau2",
    arguments=(N, SIGMA2, TAU2),
    formula=weight,
    misconceptions=mistakes.WEIGHT,
)

VAR_FORMULA = Formula(
    name="var_formula",
    asks="the posterior variance in n, sigma2 and tau2",
    arguments=(N, SIGMA2, TAU2),
    formula=variance,
    misconceptions=mistakes.VARIANCE,
)

N_NEEDED = Formula(
    name="n_needed",
    asks="the number of students at which the statewide mean gets the weight b",
    arguments=(SHARE, SIGMA2, TAU2),
    formula=students_needed,
    misconceptions=(
        Misconception(
            "b and 1 - b swapped",
            "It looks as if b was taken for the weight on the school's own mean. Try a small b: "
            "does it take many students or few?",
            lambda b, sigma2, tau2: sigma2 * b / ((1 - b) * tau2),
        ),
        Misconception(
            "inverted",
            "It looks as if the fraction stands on its head: what should happen to n when the "
            "scores become noisier?",
            lambda b, sigma2, tau2: b * tau2 / (sigma2 * (1 - b)),
        ),
        Misconception(
            "variances swapped",
            "It looks as if sigma2 and tau2 have changed places: noisier scores need more "
            "students.",
            lambda b, sigma2, tau2: tau2 * (1 - b) / (b * sigma2),
        ),
        Misconception(
            "sd for variance",
            "It looks as if standard deviations stand where variances belong.",
            lambda b, sigma2, tau2: (sigma2 / tau2) ** 0.5 * (1 - b) / b,
        ),
        Misconception(
            "square root of n",
            "It looks as if the answer was squared because of a square root of n; the variance of "
            "a mean falls with n itself.",
            lambda b, sigma2, tau2: (sigma2 * (1 - b) / (b * tau2)) ** 2,
        ),
        Misconception(
            "ratio for share",
            "It looks as if b was taken for one variance over the other; it is a share of their "
            "sum.",
            lambda b, sigma2, tau2: sigma2 / (b * tau2),
        ),
    ),
)


def _best(data: SchoolAbility) -> tuple[Any, ...]:
    return (data.schools.index, *data.all_schools())


BEST_SCHOOL = Choice(
    name="best_school",
    asks="which school is probably the best of the twelve",
    given=_best,
    options=lambda data: tuple(data.schools.index),
    formula=lambda labels, *given: labels[ability(*given).argmax()],
    misconceptions=(
        Misconception(
            "no pooling",
            "This school has the highest mean score; asked is the school whose ability is probably "
            "the highest, given how many of its students were tested.",
            lambda labels, xbar, *_: labels[xbar.argmax()],
        ),
        Misconception(
            "the worst school",
            "This school is at the other end of the table.",
            lambda labels, *given: labels[ability(*given).argmin()],
        ),
        Misconception(
            "the most students",
            "This school had the most students tested, so that its mean moves least; that does not "
            "make it good.",
            lambda labels, xbar, n, *_: labels[n.argmax()],
        ),
        Misconception(
            "the fewest students",
            "This school had the fewest students tested, so that its mean moves most; that does "
            "not make it good.",
            lambda labels, xbar, n, *_: labels[n.argmin()],
        ),
    ),
)


def _always(letter: str) -> Any:
    return lambda *_: letter


SPREAD = Choice(
    name="spread",
    asks="how the spread of raw means, abilities and posterior means compare",
    given=lambda data: (),
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("c"),
    misconceptions=(
        Misconception(
            "shrinkage removes exactly the noise",
            "Shrinking makes each school's own error as small as it can be; it takes away more "
            "spread than the noise had added.",
            _always("a"),
        ),
        Misconception(
            "raw means are unbiased, so is their spread",
            "Each raw mean is right on average, and yet noise makes the collection of them spread "
            "more than the abilities do.",
            _always("b"),
        ),
        Misconception(
            "averages vary less",
            "A mean varies less than a single score, but not less than the ability that it "
            "measures.",
            _always("d"),
        ),
        Misconception(
            "all the same",
            "Look at the figure again: are the two columns of points equally wide?",
            _always("e"),
        ),
    ),
)
