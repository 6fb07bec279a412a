"""School ability: twelve schools of a state, and the state's parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from hbtutor import datasets
from hbtutor.check.variants import Draw

if TYPE_CHECKING:
    import pandas as pd

SCHOOLS = (8367, 9292, 1308, 3039, 7734, 1942, 1433, 5762, 1436, 3427, 8857, 2305)
STATE = 120
CLEARLY = 0.1
"""Points by which the posterior means of the two best schools differ at least."""


@dataclass(frozen=True)
class SchoolAbility:
    """The exercise's data: twelve schools, and the state's parameters taken as known.

    schools: indexed by the school's label, with the columns n (students tested) and xbar (their
    mean score); sigma2: variance of the scores within a school; mu, tau2: mean and variance of the
    schools' abilities in the state; state: the number of schools from which these three were
    estimated.  small, leader, rival: labels of the schools that the questions are about: one
    with few students and a low mean; the one with the highest mean; and the one that disputes it.
    """

    schools: pd.DataFrame
    sigma2: float
    mu: float
    tau2: float
    state: int
    small: str
    leader: str
    rival: str

    def school(self, label: str) -> tuple[float, int, float, float, float]:
        """Return xbar, n, sigma2, mu, tau2 for one school."""
        row = self.schools.loc[label]
        return float(row.xbar), int(row.n), self.sigma2, self.mu, self.tau2

    def all_schools(self) -> tuple[Any, ...]:
        """Return the same for all schools: xbar and n as arrays."""
        xbar, n = self.schools.xbar.to_numpy(), self.schools.n.to_numpy()
        return xbar, n, self.sigma2, self.mu, self.tau2


def data(student: str = "") -> SchoolAbility:
    """Return a student's data; every call gives a table of its own.

    Nobody in particular gets twelve chosen schools, with the REML estimates from all 160 schools,
    rounded (Raudenbush and Bryk 2002, table 4.2).  A student gets a state of 120 schools drawn from
    the 160, moment estimates from them, and twelve of them that ask the same of everyone: a small
    school far below the mean, and a leader that is only second when its few students are counted.
    """
    if student:
        labels, sigma2, mu, tau2, state, pair = _drawn(student)
    else:
        labels, pair = tuple(str(label) for label in SCHOOLS), ("8367", "1433", "3427")
        sigma2, mu, tau2, state = 39.15, 12.64, 8.61, len(_all_schools())
    schools = _all_schools().loc[list(labels), ["n", "xbar"]]
    return SchoolAbility(schools, sigma2, mu, tau2, state, *pair)


@cache
def _all_schools() -> pd.DataFrame:
    """Return all 160 schools: n, xbar, and the sum of squares of the scores about xbar."""
    students = datasets.load("hsb_students")
    groups = students.groupby(students.school.astype(str)).math_achievement
    schools = groups.agg(n="size", xbar="mean", var="var")
    schools["squares"] = schools["var"] * (schools.n - 1)
    return schools.drop(columns="var").round({"xbar": 3})


@lru_cache(maxsize=256)
def _drawn(student: str) -> tuple[Any, ...]:
    draw = Draw("school-ability", student)
    while True:
        state = _all_schools().loc[draw.some(list(_all_schools().index), STATE)]
        sigma2, mu, tau2 = _estimates(state)
        ability = mu + (1 - sigma2 / (sigma2 + state.n * tau2)) * (state.xbar - mu)
        small = list(state.index[(state.n <= 28) & (state.xbar < mu - 1.7)])
        pairs = _reversed_pairs(state.n, state.xbar, ability)
        if not small or not pairs:
            continue
        leader, rival = draw.one(pairs)
        below = (ability < ability[rival] - CLEARLY) & (state.xbar < state.xbar[leader])
        asked = (draw.one(small), leader, rival)
        rest = [label for label in state.index[below] if label not in asked]
        labels = draw.some([*asked, *draw.some(rest, len(SCHOOLS) - 3)], len(SCHOOLS))
        if _tells_apart(state.n[labels], ability[labels], leader, rival):
            return tuple(labels), sigma2, mu, tau2, STATE, asked


def _estimates(state: pd.DataFrame) -> tuple[float, float, float]:
    """Return sigma2, mu and tau2 by moments (DerSimonian and Laird's), rounded."""
    sigma2 = state.squares.sum() / (state.n - 1).sum()
    weight = state.n / sigma2
    mean = (weight * state.xbar).sum() / weight.sum()
    q = (weight * (state.xbar - mean) ** 2).sum()
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    tau2 = (q - (len(state) - 1)) / scale
    weight = 1 / (sigma2 / state.n + tau2)
    mu = (weight * state.xbar).sum() / weight.sum()
    return round(float(sigma2), 2), round(float(mu), 2), round(float(tau2), 2)


def _reversed_pairs(n: pd.Series, xbar: pd.Series, ability: pd.Series) -> list[tuple[str, str]]:
    """Return schools of which the first has the higher mean, the second the higher ability."""
    high = list(xbar.index[xbar > xbar.median() + 2])
    return [
        (first, second)
        for first in high
        for second in high
        if xbar[first] > xbar[second]
        and ability[second] > ability[first] + CLEARLY
        and n[second] >= n[first] + 8
    ]


def _tells_apart(n: pd.Series, ability: pd.Series, leader: str, rival: str) -> bool:
    """Tell whether best and worst, most and fewest students are different schools."""
    named = (leader, rival, ability.idxmin(), n.idxmax(), n.idxmin())
    extreme = ((n == n.max()).sum(), (n == n.min()).sum())
    return len(set(named)) == len(named) and extreme == (1, 1)
