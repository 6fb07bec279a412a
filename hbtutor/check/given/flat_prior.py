"""Knowing nothing about mu: studies of school calendars, one from each of several districts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from hbtutor import datasets
from hbtutor.check.variants import Draw

if TYPE_CHECKING:
    import pandas as pd

KEPT, DISTRICTS = 44, 9


@dataclass(frozen=True)
class FlatPrior:
    """The exercise's data: what studies from different school districts found.

    studies: indexed by the district's label, with the columns y (the effect of a modified school
    calendar on achievement, in hundredths of a standard deviation) and sigma2 (the variance of y
    about the district's effect); tau2: variance of the effects between districts, taken as known;
    study: label of a small study; goal: the standard deviation with which the mean effect should be
    known; typical: the sigma2 of a study like most.

    Source: Konstantopoulos (2011), Research Synthesis Methods 2:61-76.  ``tau2`` is DerSimonian and
    Laird's estimate from 44 of the 56 studies there.
    """

    studies: pd.DataFrame
    tau2: float
    study: str
    goal: float
    typical: float

    def all_studies(self) -> tuple[Any, Any, float]:
        """Return y, sigma2 (arrays) and tau2."""
        return self.studies.y.to_numpy(), self.studies.sigma2.to_numpy(), self.tau2

    def one_study(self) -> tuple[Any, ...]:
        """Return y and sigma2 of the small study, and then what all_studies returns."""
        row = self.studies.loc[self.study]
        return float(row.y), float(row.sigma2), *self.all_studies()


def data(student: str = "") -> FlatPrior:
    """Return a student's data: districts and studies drawn from the meta-analysis.

    The same for everyone: weighting the studies wrongly shows, and one small study is far from the
    others.
    """
    import pandas as pd

    labels, y, sigma2, *rest = _drawn(student)
    index = pd.Index(labels, name="district")
    return FlatPrior(pd.DataFrame({"y": y, "sigma2": sigma2}, index=index), *rest)


@cache
def _studies() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table = datasets.load("school_calendar")
    y = (100 * table.effect).round(1).to_numpy()
    return table.district.to_numpy(), y, (1e4 * table.variance).round(1).to_numpy()


@lru_cache(maxsize=256)
def _drawn(student: str) -> tuple[Any, ...]:
    draw = Draw("flat-prior", student)
    district, y, sigma2 = _studies()
    while True:
        kept = draw.some(range(len(y)), KEPT)
        tau2 = _between(y[kept], sigma2[kept])
        there = sorted({int(district[one]) for one in kept})
        chosen = [
            draw.one([one for one in kept if district[one] == place])
            for place in sorted(draw.some(there, min(DISTRICTS, len(there))))
        ]
        labels = [f"D{district[one]}" for one in chosen]
        effects, variances = y[chosen], sigma2[chosen]
        small = int(np.argmax(variances))
        typical = float(np.median(variances))
        goal = draw.number(3.2, 5.6, decimals=2)
        if _asks_the_same(effects, variances, tau2, small) and _whole_numbers_differ(
            tau2, typical, goal
        ):
            return labels, effects.tolist(), variances.tolist(), tau2, labels[small], goal, typical


def _between(y: np.ndarray, sigma2: np.ndarray) -> float:
    """Return DerSimonian and Laird's estimate of tau2, rounded."""
    weight = 1 / sigma2
    mean = (weight * y).sum() / weight.sum()
    q = (weight * (y - mean) ** 2).sum()
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    return round(float((q - len(y) + 1) / scale), 1)


def _asks_the_same(y: np.ndarray, sigma2: np.ndarray, tau2: float, small: int) -> bool:
    """Tell whether the ways to weight the studies differ, and the small study from the rest."""
    if len(y) < DISTRICTS or tau2 < 150:
        return False
    means = [
        np.average(y, weights=weights)
        for weights in (
            1 / (tau2 + sigma2),
            1 / sigma2,
            1 / (tau2 + sigma2) ** 0.5,
            sigma2 + tau2,
            np.ones(len(y)),
        )
    ]
    share = sigma2[small] / (sigma2[small] + tau2)
    gaps = np.diff(sorted([*means, 0.0]))
    return bool(
        gaps.min() > 0.1
        and (0.2 < share < 0.44 or 0.56 < share < 0.8)
        and abs(y[small] - means[0]) > 8
        and (sigma2 == sigma2.max()).sum() == 1
    )


def _whole_numbers_differ(tau2: float, typical: float, goal: float) -> bool:
    """Tell whether right and wrong numbers of studies needed are all different."""
    var = tau2 + typical
    exact = [var / goal**2, typical / goal**2, tau2 / goal**2, var / goal, var**0.5 / goal]
    exact += [var**0.5 / goal**2]
    whole = [ceil(one) for one in exact]
    return len({*whole, whole[0] - 1}) == len(exact) + 1 and exact[0] % 1 > 0.01
