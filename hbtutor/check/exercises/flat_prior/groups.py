"""Tasks about a single group, and about very many."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np

from hbtutor.check.exercises.flat_prior.formulas import groups_needed, posterior_mu
from hbtutor.check.given.flat_prior import FlatPrior
from hbtutor.check.tasks import Misconception, Number, Tolerance
from hbtutor.distributions import Normal


def _study(data: FlatPrior) -> tuple[Any, ...]:
    """Return y, sigma2 and B of the small study, the posterior of mu, the plain mean and tau2."""
    y, sigma2, *studies = data.one_study()
    known = posterior_mu(*studies)
    share = sigma2 / (sigma2 + data.tau2)
    return y, sigma2, share, known.mean, known.var, float(np.mean(studies[0])), data.tau2


def _effect(y: Any, sigma2: Any, b: Any, mu: Any, var: Any, plain: Any, tau2: Any) -> Normal:
    return Normal((1 - b) * y + b * mu, tau2 * b + b**2 * var)


STUDY_EFFECT = Number(
    name="study_effect",
    asks="the posterior of the effect in the small study's district, Normal(mean, var)",
    given=_study,
    formula=_effect,
    tolerance=Tolerance(relative=0, absolute=5.01e-3),
    misconceptions=(
        Misconception(
            "B and 1 - B swapped",
            "It looks as if B and 1 - B have changed places: which of them should grow with the "
            "size of the study?",
            lambda y, sigma2, b, mu, var, plain, tau2: b * y + (1 - b) * mu,
            part="mean",
        ),
        Misconception(
            "no pooling",
            "This is what the study found by itself, as if the other districts told nothing.",
            lambda y, sigma2, b, mu, var, plain, tau2: y,
            part="mean",
        ),
        Misconception(
            "complete pooling",
            "This is the mean effect mu, as if the study had found nothing.",
            lambda y, sigma2, b, mu, var, plain, tau2: mu,
            part="mean",
        ),
        Misconception(
            "toward zero",
            "It looks as if the effect was shrunk toward zero.",
            lambda y, sigma2, b, mu, var, plain, tau2: (1 - b) * y,
            part="mean",
        ),
        Misconception(
            "toward the plain mean",
            "It looks as if the effect was shrunk toward the plain mean of the studies; more is "
            "known of mu than that.",
            lambda y, sigma2, b, mu, var, plain, tau2: (1 - b) * y + b * plain,
            part="mean",
        ),
        Misconception(
            "mu taken as known",
            "This is the variance for someone who knows mu; that mu is uncertain must make the "
            "district's effect more uncertain, too.",
            lambda y, sigma2, b, mu, var, plain, tau2: tau2 * b,
            part="var",
        ),
        Misconception(
            "B not squared",
            "It looks as if the variance of mu was multiplied by B. If mu were larger by 1, by how "
            "much would the effect be larger, and what does that do to a variance?",
            lambda y, sigma2, b, mu, var, plain, tau2: tau2 * b + b * var,
            part="var",
        ),
        Misconception(
            "all of mu's variance",
            "It looks as if the whole variance of mu was added; the effect leans on mu only in "
            "part.",
            lambda y, sigma2, b, mu, var, plain, tau2: tau2 * b + var,
            part="var",
        ),
        Misconception(
            "the study's own variance",
            "This is how much the study varies about the effect, as if the other districts told "
            "nothing.",
            lambda y, sigma2, b, mu, var, plain, tau2: sigma2,
            part="var",
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda y, sigma2, b, mu, var, plain, tau2: (tau2 * b + b**2 * var) ** 0.5,
            part="var",
        ),
    ),
)

STUDY_LIMIT = Number(
    name="study_limit",
    asks="the posterior variance of that effect if there were endlessly many other districts",
    given=lambda data: _study(data)[1:],
    formula=lambda sigma2, b, mu, var, plain, tau2: tau2 * b,
    tolerance=Tolerance(relative=0, absolute=5.01e-3),
    misconceptions=(
        Misconception(
            "vanishes",
            "Endlessly many districts would tell mu exactly; would they tell what happens in this "
            "one?",
            lambda sigma2, b, mu, var, plain, tau2: 0.0,
        ),
        Misconception(
            "as it is",
            "This is the variance with the districts there are.",
            lambda sigma2, b, mu, var, plain, tau2: tau2 * b + b**2 * var,
        ),
        Misconception(
            "the study's own variance",
            "This is the variance of the study about the effect; knowing mu helps beyond that.",
            lambda sigma2, b, mu, var, plain, tau2: sigma2,
        ),
        Misconception(
            "study forgotten",
            "This is how much the districts vary about mu; this district has a study of its own.",
            lambda sigma2, b, mu, var, plain, tau2: tau2,
        ),
        Misconception(
            "B and 1 - B swapped",
            "It looks as if B and 1 - B have changed places: with a very large study the variance "
            "must go to that of the study.",
            lambda sigma2, b, mu, var, plain, tau2: tau2 * (1 - b),
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda sigma2, b, mu, var, plain, tau2: (tau2 * b) ** 0.5,
        ),
    ),
)


def _wanted(data: FlatPrior) -> tuple[float, float, float]:
    return data.typical, data.tau2, data.goal


GROUPS_NEEDED = Number(
    name="groups_needed",
    asks="the smallest number of districts that is enough",
    given=_wanted,
    formula=lambda sigma2, tau2, goal: groups_needed(sigma2 + tau2, goal),
    tolerance=Tolerance(relative=0, absolute=1e-6),
    misconceptions=(
        Misconception(
            "rounded down",
            "With this number the standard deviation is still a little above the goal.",
            lambda sigma2, tau2, goal: groups_needed(sigma2 + tau2, goal) - 1,
        ),
        Misconception(
            "tau2 forgotten",
            "It looks as if tau2 was left out: more districts are needed because districts differ.",
            lambda sigma2, tau2, goal: groups_needed(sigma2, goal),
        ),
        Misconception(
            "sigma2 forgotten",
            "It looks as if sigma2 was left out: what a study finds is not yet the effect in its "
            "district.",
            lambda sigma2, tau2, goal: groups_needed(tau2, goal),
        ),
        Misconception(
            "goal not squared",
            "It looks as if a variance was divided by a standard deviation.",
            lambda sigma2, tau2, goal: float(ceil((sigma2 + tau2) / goal)),
        ),
        Misconception(
            "standard deviations divided",
            "It looks as if one standard deviation was divided by the other; that is the square "
            "root of the number.",
            lambda sigma2, tau2, goal: float(ceil((sigma2 + tau2) ** 0.5 / goal)),
        ),
    ),
)
