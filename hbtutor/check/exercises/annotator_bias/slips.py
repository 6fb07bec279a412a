"""What goes wrong with the posterior mean of a bias, whose prior mean is zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hbtutor.check.exercises.annotator_bias.formulas import WORDS
from hbtutor.check.mistakes import normal_normal as mistakes
from hbtutor.check.tasks import Misconception


def _about_zero(wrong: Misconception) -> Misconception:
    formula: Callable[..., Any] = wrong.formula
    return replace(wrong, formula=lambda d, n, sigma2, tau2: formula(d, n, sigma2, 0 * d, tau2))


# Toward zero is right here, and so is a complete pooling that gives zero a wrong answer of its own.
MEAN_SLIPS = tuple(
    _about_zero(wrong) for wrong in mistakes.mean(WORDS) if wrong.name != "toward zero"
)
