"""Annotator bias: eight assessors of pictures, who have scored very different numbers of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from hbtutor import datasets
from hbtutor.check.variants import Draw
from hbtutor.distributions import Normal

if TYPE_CHECKING:
    import pandas as pd

ATTRIBUTES = {
    "noise": "noise",
    "depth": "depth",
    "sharpness": "sharpness",
    "lightlevel": "light level",
    "colourbalance": "colour balance",
    "contrast": "contrast",
    "sharpnessofmovement": "sharpness of movement",
    "flickeringmovement": "flicker in movement",
    "dimglasseffect": "the dim glass effect",
    "flossyedges": "flossy edges",
    "elasticeffect": "the elastic effect",
}
"""Attributes in which the assessors differ neither too little nor too much."""
PRODUCTS = 10
ASSESSORS = 8


@dataclass(frozen=True)
class AnnotatorBias:
    """The exercise's data: eight assessors' mean deviations from the panel.

    annotators: indexed by a letter for each assessor, with the columns n (scores given) and
    deviation (mean over these scores of the score less the panel's mean for the same picture);
    sigma2: variance of one deviation about the assessor's bias; tau2: variance of the biases;
    delta: the largest bias that does no harm; newcomer: letter of an assessor with few scores;
    score: what the newcomer gave to one more picture; attribute: what was scored.  All in tenths
    of the scale's points.

    Source: Bang & Olufsen's panel (R package lmerTest, data TVbo).  ``sigma2`` and ``tau2`` are
    moment estimates from all scores of the pictures drawn.
    """

    annotators: pd.DataFrame
    sigma2: float
    tau2: float
    delta: float
    newcomer: str
    score: float
    attribute: str

    def annotator(self, label: str) -> tuple[float, int, float, float]:
        """Return deviation, n, sigma2, tau2 for one assessor."""
        row = self.annotators.loc[label]
        return float(row.deviation), int(row.n), self.sigma2, self.tau2

    def all_annotators(self) -> tuple[Any, ...]:
        """Return the same for all assessors: deviation and n as arrays."""
        table = self.annotators
        return table.deviation.to_numpy(), table.n.to_numpy(), self.sigma2, self.tau2


def data(student: str = "") -> AnnotatorBias:
    """Return a student's data: pictures, attribute and scores drawn from the panel's.

    The same for everyone: the newcomer has the largest mean deviation from few scores, but it is
    another assessor who is most probably biased.
    """
    import pandas as pd

    letters, n, deviation, *rest = _drawn(student)
    index = pd.Index(letters, name="assessor")
    return AnnotatorBias(pd.DataFrame({"n": n, "deviation": deviation}, index=index), *rest)


@cache
def _scores() -> dict[str, np.ndarray]:
    """Return the scores of each attribute, shape (assessors, products, repetitions)."""
    table = datasets.load("tv_assessors")
    table = table.sort_values(["assessor", "tv_set", "picture", "repetition"])
    return {
        name: 10 * table[name].to_numpy(dtype=float).reshape(ASSESSORS, 12, 2)
        for name in ATTRIBUTES
    }


@lru_cache(maxsize=256)
def _drawn(student: str) -> tuple[Any, ...]:
    draw = Draw("annotator-bias", student)
    while True:
        name = draw.one(list(ATTRIBUTES))
        scores = _scores()[name][:, draw.some(range(12), PRODUCTS)]
        deviations = (scores - scores.mean(axis=(0, 2), keepdims=True)).reshape(ASSESSORS, -1)
        sigma2, tau2 = _estimates(deviations)
        few = [n for n in (3, 4, 5, 6) if 0.2 < sigma2 / n / tau2 < 0.7] if tau2 > 15 else []
        if not few:
            continue
        # The newcomer comes first: one of the three who deviate most, so that few draws are lost.
        most = np.argsort(-np.abs(deviations.mean(axis=1)))[:3].tolist()
        newcomer = draw.one(most)
        others = draw.some([who for who in range(ASSESSORS) if who != newcomer], ASSESSORS - 1)
        n = [draw.one(few), *(draw.whole(7, 18) for _ in others)]
        deviation = [
            round(float(np.mean(draw.some(deviations[who].tolist(), size))), 1)
            for who, size in zip([newcomer, *others], n, strict=True)
        ]
        delta = draw.number(0.55 * tau2**0.5, 0.8 * tau2**0.5, decimals=1)
        score = draw.number(30, 90, decimals=1)
        if _asks_the_same(np.array(deviation), np.array(n), sigma2, tau2, delta):
            letters = sorted(draw.some("ABCDEFGHKLMNPRSTUVWXYZ", ASSESSORS))
            seats = draw.some(range(ASSESSORS), ASSESSORS)
            n, deviation = [n[seat] for seat in seats], [deviation[seat] for seat in seats]
            label = letters[seats.index(0)]
            return letters, n, deviation, sigma2, tau2, delta, label, score, ATTRIBUTES[name]


def _estimates(deviations: np.ndarray) -> tuple[float, float]:
    """Return sigma2 and tau2 by moments, rounded; the assessors are balanced."""
    sigma2 = deviations.var(axis=1, ddof=1).mean()
    tau2 = deviations.mean(axis=1).var(ddof=1) - sigma2 / deviations.shape[1]
    return round(float(sigma2), 1), round(float(tau2), 1)


def _asks_the_same(
    deviation: np.ndarray, n: np.ndarray, sigma2: float, tau2: float, delta: float
) -> bool:
    """Tell whether the draw has the same traps as every other; the newcomer comes first."""
    largest = max(8.0, np.abs(deviation[1:]).max() + 0.5)
    if abs(deviation[0]) < largest or (n == n.max()).sum() > 1:
        return False
    noise = sigma2 / n
    known = Normal(tau2 / (tau2 + noise) * deviation, noise * tau2 / (tau2 + noise))
    chance = 1 - known.cdf(delta) + known.cdf(-delta)
    most, second = np.sort(chance)[::-1][:2]
    other_side = np.argmax(-np.sign(known.mean[np.argmax(chance)]) * known.mean)
    named = {0, np.argmax(chance), np.argmin(chance), np.argmax(n), other_side}
    return bool(0.6 < most < 0.999 and most - second > 0.02 and len(named) == 5)
