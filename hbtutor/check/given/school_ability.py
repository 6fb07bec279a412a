"""School ability: the twelve schools, and the state's parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from hbtutor import datasets

if TYPE_CHECKING:
    import pandas as pd

SCHOOLS = (8367, 9292, 1308, 3039, 7734, 1942, 1433, 5762, 1436, 3427, 8857, 2305)
SMALL, FIRST, SECOND = "8367", "1433", "3427"


@dataclass(frozen=True)
class SchoolAbility:
    """The exercise's data: twelve schools, and the state's parameters taken as known.

    schools: indexed by the school's label, with the columns n (students tested) and xbar (their
    mean score); sigma2: variance of the scores within a school; mu, tau2: mean and variance of the
    schools' abilities in the state.  The parameters are the REML estimates from all 160 schools,
    rounded (Raudenbush and Bryk 2002, table 4.2).
    """

    schools: pd.DataFrame
    sigma2: float = 39.15
    mu: float = 12.64
    tau2: float = 8.61

    def school(self, label: str) -> tuple[float, int, float, float, float]:
        """Return xbar, n, sigma2, mu, tau2 for one school."""
        row = self.schools.loc[label]
        return float(row.xbar), int(row.n), self.sigma2, self.mu, self.tau2

    def all_schools(self) -> tuple[Any, ...]:
        """Return the same for all schools: xbar and n as arrays."""
        xbar, n = self.schools.xbar.to_numpy(), self.schools.n.to_numpy()
        return xbar, n, self.sigma2, self.mu, self.tau2


@cache
def _schools() -> pd.DataFrame:
    students = datasets.load("hsb_students")
    groups = students.groupby(students.school.astype(str)).math_achievement
    schools = groups.agg(n="size", xbar="mean").loc[[str(label) for label in SCHOOLS]]
    return schools.round({"xbar": 3})


def data() -> SchoolAbility:
    """Return the data; every call gives a table of its own."""
    return SchoolAbility(_schools().copy())
