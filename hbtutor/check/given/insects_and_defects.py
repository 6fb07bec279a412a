"""Insects and defects: counts of insects on plots, and of faults in rolls of fabric."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from hbtutor import datasets
from hbtutor.check.variants import Draw

if TYPE_CHECKING:
    import pandas as pd

PLOTS = 50
ROLLS = 20
FEW = 2
# Length in metres and number of faults of 32 rolls: Bissell, A. F. (1972) A negative binomial
# model with varying element sizes. Biometrika 59:435-441.
LENGTHS = (
    551, 651, 832, 375, 715, 868, 271, 630, 491, 372, 645, 441, 895, 458, 642, 492,
    543, 842, 905, 542, 522, 122, 657, 170, 738, 371, 735, 749, 495, 716, 952, 417,
)  # fmt: skip
FAULTS = (
    6, 4, 17, 9, 14, 8, 5, 7, 7, 7, 6, 8, 28, 4, 10, 4,
    8, 9, 23, 9, 6, 1, 9, 4, 9, 14, 17, 10, 7, 3, 9, 2,
)  # fmt: skip
WORST_BY_RATE, WORST, SHORTEST, LONGEST = 25, 12, 21, 30
"""Places of the rolls that the questions need."""


@dataclass(frozen=True)
class InsectsAndDefects:
    """The exercise's data.

    insects: the counts on the plots, shape (50,); few: what counts as few insects.
    rolls: indexed by the roll's label, with the columns length (in hundreds of metres) and faults;
    alpha, beta: shape and rate of the distribution of the rolls' fault rates, taken as known;
    short: label of the shortest roll; more: length to be woven next (hundreds of metres).
    """

    insects: pd.Series
    few: int
    rolls: pd.DataFrame
    alpha: float
    beta: float
    short: str
    more: float

    def all_rolls(self) -> tuple[Any, ...]:
        """Return faults and length of all rolls, alpha and beta."""
        faults, length = self.rolls.faults.to_numpy(), self.rolls.length.to_numpy()
        return faults, length, self.alpha, self.beta

    def next_length(self) -> tuple[Any, ...]:
        """Return faults and length of the shortest roll, alpha, beta, and the length to come."""
        row = self.rolls.loc[self.short]
        return int(row.faults), float(row.length), self.alpha, self.beta, self.more


def data(student: str = "") -> InsectsAndDefects:
    """Return a student's data; every call gives tables of its own.

    Fifty of the 72 plots of the insect sprays, redrawn until some but not many hold few insects;
    twenty of Bissell's 32 rolls, among them those that the questions need, with shape and rate by
    moments, redrawn until the roll of the highest rate is not the worst by its posterior mean.
    """
    import pandas as pd

    insects, length, faults, alpha, beta, short, more = _drawn(student)
    labels = [f"R{place}" for place in range(1, ROLLS + 1)]
    table = pd.DataFrame({"length": length, "faults": faults}, index=pd.Index(labels, name="roll"))
    counts = pd.Series(insects, name="insects")
    return InsectsAndDefects(counts, FEW, table, alpha, beta, labels[short], more)


@cache
def _plots() -> tuple[int, ...]:
    return tuple(datasets.load("insect_sprays")["count"].tolist())


@lru_cache(maxsize=256)
def _drawn(student: str) -> tuple[Any, ...]:
    draw = Draw("insects-and-defects", student)
    while True:
        insects = tuple(draw.some(_plots(), PLOTS))
        needed = (WORST_BY_RATE, WORST, SHORTEST, LONGEST)
        rest = [place for place in range(len(LENGTHS)) if place not in needed]
        chosen = draw.some([*needed, *draw.some(rest, ROLLS - len(needed))], ROLLS)
        length = tuple(LENGTHS[place] / 100 for place in chosen)
        faults = tuple(FAULTS[place] for place in chosen)
        alpha, beta = _moments(faults, length)
        more = draw.number(1.4, 2.6, decimals=1)
        if not 4 < alpha < 14 or not 6 <= sum(count <= FEW for count in insects) <= 14:
            continue
        worst, by_rate = chosen.index(WORST), chosen.index(WORST_BY_RATE)
        rates = [(alpha + y) / (beta + t) for y, t in zip(faults, length, strict=True)]
        best = chosen[rates.index(min(rates))]
        reversed_ = rates[worst] == max(rates) and rates[by_rate] < 0.99 * rates[worst]
        if reversed_ and best not in needed:
            return insects, length, faults, alpha, beta, chosen.index(SHORTEST), more


def _moments(faults: tuple[int, ...], length: tuple[float, ...]) -> tuple[float, float]:
    """Return shape and rate whose Negative Binomials have the mean and the spread seen, rounded."""
    mean = sum(faults) / sum(length)
    pairs = list(zip(faults, length, strict=True))
    beyond = sum((y - mean * t) ** 2 - mean * t for y, t in pairs)
    alpha = mean**2 * sum(t * t for t in length) / beyond
    return round(alpha, 2), round(alpha / mean, 2)
