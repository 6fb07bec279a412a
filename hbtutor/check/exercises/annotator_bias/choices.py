"""The tasks whose answer is a choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hbtutor.check.exercises.annotator_bias.formulas import chance, posterior
from hbtutor.check.given.annotator_bias import AnnotatorBias
from hbtutor.check.tasks import Choice, Misconception


def _all(data: AnnotatorBias) -> tuple[Any, ...]:
    d, n, sigma2, tau2 = data.all_annotators()
    known = posterior(d, n, sigma2, tau2)
    return data.annotators.index, d, n, known.mean, chance(known.mean, known.var, data.delta)


def _other_side(means: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """Return the posterior means, positive where they are opposite to the most biased one's."""
    return -np.sign(means[np.argmax(chances)]) * means


FLAGGED = Choice(
    name="flagged",
    asks="who is most probably biased by more than DELTA",
    given=_all,
    options=lambda data: tuple(data.annotators.index),
    formula=lambda labels, d, n, means, chances: labels[np.argmax(chances)],
    misconceptions=(
        Misconception(
            "no pooling",
            "This assessor has the largest mean deviation; asked is who is most probably biased, "
            "given on how many scores that rests.",
            lambda labels, d, *_: labels[np.argmax(np.abs(d))],
        ),
        Misconception(
            "the most scores",
            "This assessor gave the most scores, so that the bias is known best; that does not "
            "make it large.",
            lambda labels, d, n, *_: labels[np.argmax(n)],
        ),
        Misconception(
            "the complement",
            "This assessor is the one who is least probably biased.",
            lambda labels, d, n, means, chances: labels[np.argmin(chances)],
        ),
        Misconception(
            "one side only",
            "This assessor is the most biased one in one direction; the other direction counts as "
            "well.",
            lambda labels, d, n, means, chances: labels[np.argmax(_other_side(means, chances))],
        ),
    ),
)


def _always(letter: str) -> Callable[..., str]:
    return lambda *_: letter


TWO_ANNOTATORS = Choice(
    name="two_annotators",
    asks="how four scores and twenty with the same mean deviation compare",
    given=lambda data: (),
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("b"),
    misconceptions=(
        Misconception(
            "the mean is all",
            "The mean deviation is the same, but is it equally convincing after four scores and "
            "after twenty?",
            _always("a"),
        ),
        Misconception(
            "shrunk, so surer",
            "The estimate that is shrunk more is so because less is known; can it be the surer "
            "one?",
            _always("c"),
        ),
        Misconception(
            "few scores, larger bias",
            "Few scores leave room for extreme mean deviations. What does that say about a large "
            "mean deviation from few scores?",
            _always("d"),
        ),
        Misconception(
            "others needed",
            "What the other assessors tell is in tau2, which both share.",
            _always("e"),
        ),
    ),
)
