"""The tasks on all departments: their slopes, which is the steepest, and a new employee."""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.check.exercises.experience.three_employees import THREE_DECIMALS, covariance
from hbtutor.check.given.experience import Experience
from hbtutor.check.mistakes import hierarchical_linear as mistakes
from hbtutor.check.tasks import Choice, Misconception, Number, Tolerance
from hbtutor.distributions import Normal

TWO_DECIMALS = Tolerance(relative=0, absolute=5.01e-3)


def _all(data: Experience) -> tuple[Any, ...]:
    """Return X'X and the own lines of all departments, then the parameters."""
    rows = [data.rows(name) for name in data.departments]
    grams = np.array([X.T @ X for X, _ in rows])
    own = np.array([np.linalg.solve(X.T @ X, X.T @ y) for X, y in rows])
    return grams, own, data.mu, data.Sigma, data.sigma2


def _lines(grams: Any, own: Any, mu: Any, Sigma: Any, sigma2: Any) -> Any:
    return mistakes.mean(mistakes.weight(grams, Sigma, sigma2), own, mu)


def _slopes_of(mistake: Misconception) -> Misconception:
    return Misconception(mistake.name, mistake.hint, lambda *given: mistake.formula(*given)[..., 1])


SLOPES = Number(
    name="slopes",
    asks="the posterior means of the six slopes, in the order of data.departments",
    given=_all,
    formula=lambda *given: _lines(*given)[:, 1],
    tolerance=THREE_DECIMALS,
    misconceptions=(
        *(_slopes_of(mistake) for mistake in mistakes.MEAN),
        Misconception(
            "intercepts for slopes",
            "These are the intercepts; asked are the slopes.",
            lambda *given: _lines(*given)[:, 0],
        ),
    ),
)


def _labelled(data: Experience) -> tuple[Any, ...]:
    average = np.array([data.rows(name)[1].mean() for name in data.departments])
    return (data.departments, average, *_all(data))


def _steepest(labels: Any, average: Any, *given: Any) -> str:
    return labels[_lines(*given)[:, 1].argmax()]


STEEPEST = Choice(
    name="steepest",
    asks="the department in which a year of experience probably adds most",
    given=_labelled,
    options=lambda data: data.departments,
    formula=_steepest,
    misconceptions=(
        Misconception(
            "no pooling",
            "This department's own line is the steepest; but how many employees is it drawn "
            "through?",
            lambda labels, average, grams, own, *_: labels[own[:, 1].argmax()],
        ),
        Misconception(
            "the flattest",
            "This department is at the other end of the list.",
            lambda labels, average, *given: labels[_lines(*given)[:, 1].argmin()],
        ),
        Misconception(
            "level for slope",
            "This department has the highest scores on average; asked is what a year adds.",
            lambda labels, average, *_: labels[average.argmax()],
        ),
        Misconception(
            "the most employees",
            "This department is the largest, so that its line is known best; that does not make it "
            "steep.",
            lambda labels, average, grams, *_: labels[grams[:, 0, 0].argmax()],
        ),
    ),
)


def _always(letter: str) -> Any:
    return lambda *_: letter


OUTSIDE = Choice(
    name="outside",
    asks="why a posterior mean can lie outside the range of own estimate and company mean",
    given=lambda data: (),
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("c"),
    misconceptions=(
        Misconception(
            "never",
            "With one coefficient that is so; a matrix can do more than a number between 0 and 1.",
            _always("a"),
        ),
        Misconception(
            "a slip in computing",
            "It happens in exact arithmetic too.",
            _always("b"),
        ),
        Misconception(
            "too few data",
            "Few data make the weight on mu large; by itself that keeps the result between them.",
            _always("d"),
        ),
        Misconception(
            "noise",
            "The noise is in the own line already; the posterior mean is computed from it without "
            "further chance.",
            _always("e"),
        ),
    ),
)


def _joining(data: Experience) -> tuple[Any, ...]:
    X, y = data.rows(data.small)
    own = np.linalg.solve(X.T @ X, X.T @ y)
    row = np.array([1.0, float(data.x_new)])
    return row, X.T @ X, own, data.mu, data.Sigma, data.sigma2


def _spread(row: Any, matrix: Any) -> float:
    return float(row @ matrix @ row)


def _at(row: Any, gram: Any, *given: Any) -> Normal:
    _, _, Sigma, sigma2 = given
    var = _spread(row, covariance(gram, Sigma, sigma2)) + sigma2
    return Normal(float(row @ _lines(gram, *given)), float(var))


def _without_noise(row: Any, gram: Any, *given: Any) -> float:
    return _spread(row, covariance(gram, *given[2:]))


NEW_EMPLOYEE = Number(
    name="new_employee",
    asks="the distribution of the score of an employee who joins the small department",
    given=_joining,
    formula=_at,
    tolerance=TWO_DECIMALS,
    misconceptions=(
        Misconception(
            "no pooling",
            "This reads the score off the department's own line.",
            lambda row, gram, own, *_: float(row @ own),
            part="mean",
        ),
        Misconception(
            "complete pooling",
            "This reads the score off the company's line.",
            lambda row, gram, own, mu, *_: float(row @ mu),
            part="mean",
        ),
        Misconception(
            "slope forgotten",
            "This is the intercept, the score at ten years; the new employee has another x.",
            lambda row, *given: float(_lines(*given)[0]),
            part="mean",
        ),
        Misconception(
            "noise forgotten",
            "This is how unsure we are of the line; a single score varies about it.",
            _without_noise,
            part="var",
        ),
        Misconception(
            "line taken as known",
            "This is how scores vary about a line that is known; here it is known only roughly.",
            lambda row, gram, own, mu, Sigma, sigma2: sigma2,
            part="var",
        ),
        Misconception(
            "covariance forgotten",
            "It looks as if the doubts about intercept and slope were independent.",
            lambda row, gram, own, mu, Sigma, sigma2: (
                _spread(row, np.diag(np.diag(covariance(gram, Sigma, sigma2)))) + sigma2
            ),
            part="var",
        ),
        Misconception(
            "data ignored",
            "This is what to expect in a department of which nothing is known.",
            lambda row, gram, own, mu, Sigma, sigma2: _spread(row, Sigma) + sigma2,
            part="var",
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda *given: _at(*given).var ** 0.5,
            part="var",
        ),
    ),
)
