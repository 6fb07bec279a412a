"""The tasks on the six schools: their posterior means, and which is the best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from hbtutor.check.exercises.classrooms.levels import TWO_DECIMALS
from hbtutor.check.given.classrooms import Classrooms
from hbtutor.check.mistakes import nested_normal as mistakes
from hbtutor.check.tasks import Choice, Misconception, Number
from hbtutor.models.nested_normal import NestedNormal


def _means(average: Any, n: Any, school: Any, psi: Any, *variances: Any) -> Any:
    """Return the posterior means of the schools, in first-seen order."""
    omega2, tau2, sigma2 = variances
    model = NestedNormal(psi=psi, omega2=omega2, tau2=tau2, sigma2=sigma2 / n)
    return model.posterior(average, classroom=np.arange(len(n)), school=school).school.mean


def _by_school(school: Any, of: Callable[[Any], float]) -> Any:
    return np.array([of(school == label) for label in dict.fromkeys(school)])


def _weighted(mistake: Misconception) -> Misconception:
    """Return the posterior means that a wrong variance of the averages gives."""

    def wrong(average: Any, n: Any, school: Any, psi: Any, *variances: Any) -> Any:
        omega2, tau2, _ = variances
        weights = 1 / mistake.formula(n, *variances)
        prior = 1 / mistakes.between(omega2, tau2, mistake.name)
        return _by_school(
            school,
            lambda mine: (
                (prior * psi + (weights * average)[mine].sum()) / (prior + weights[mine].sum())
            ),
        )

    return replace(mistake, formula=wrong)


def _raw(average: Any, n: Any, school: Any, *_: Any) -> Any:
    return _by_school(school, lambda mine: average[mine].mean())


SCHOOL_MEANS = Number(
    name="school_means",
    asks="the posterior means of the six schools, in the order of data.schools",
    given=Classrooms.all_rooms,
    formula=_means,
    tolerance=TWO_DECIMALS,
    misconceptions=(
        *(_weighted(mistake) for mistake in mistakes.ROOM),
        Misconception(
            "no pooling",
            "These are the means of the classrooms' averages, as if nothing were known of the "
            "other schools.",
            _raw,
        ),
        Misconception(
            "students pooled",
            "These are the means of all tested students of a school, as if they had been drawn "
            "from the school one by one.",
            lambda average, n, school, *_: _by_school(
                school, lambda mine: (n * average)[mine].sum() / n[mine].sum()
            ),
        ),
        Misconception(
            "complete pooling",
            "This is the mean of all schools, whatever their classrooms did.",
            lambda average, n, school, psi, *_: psi + 0 * _raw(average, n, school),
        ),
    ),
)


def _labels(data: Classrooms) -> tuple[Any, ...]:
    return (data.schools, *data.all_rooms())


BEST_SCHOOL = Choice(
    name="best_school",
    asks="which school is probably the best of the six",
    given=_labels,
    options=lambda data: data.schools,
    formula=lambda labels, *given: labels[_means(*given).argmax()],
    misconceptions=(
        Misconception(
            "no pooling",
            "This school's average is the highest; but on how many classrooms does it rest?",
            lambda labels, *given: labels[_raw(*given).argmax()],
        ),
        Misconception(
            "classroom for school",
            "This school has the best classroom; asked is the school.",
            lambda labels, average, n, school, *_: school[average.argmax()],
        ),
        Misconception(
            "the most classrooms",
            "Of this school the most classrooms were tested, so that it is known best; that does "
            "not make it good.",
            lambda labels, average, n, school, *_: max(labels, key=list(school).count),
        ),
        Misconception(
            "the worst school",
            "This school is at the other end of the list.",
            lambda labels, *given: labels[_means(*given).argmin()],
        ),
    ),
)
