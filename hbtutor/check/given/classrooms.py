"""Students, classrooms, schools: the averages of some classrooms in six schools, made up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hbtutor.check.variants import Draw

if TYPE_CHECKING:
    import pandas as pd

SCHOOLS = ("Ash", "Birch", "Cedar", "Elm", "Oak", "Pine")
ROOMS = (1, 2, 3, 3, 4, 6)
"""How many classrooms of a school were tested; the school with one is the questions' own."""
CLEARLY = 0.2
"""Points by which the posterior means of the two best schools differ at least."""


@dataclass(frozen=True)
class Classrooms:
    """The exercise's data: classroom averages, and the parameters taken as known.

    rooms: one row for each classroom, with the columns school, n (students) and average; psi: mean
    of all schools; omega2, tau2, sigma2: variance between schools, between the classrooms of a
    school, between the students of a classroom; schools: their labels as in the table; solo: the
    school of which one classroom was tested; size: students of a new classroom there.
    """

    rooms: pd.DataFrame
    psi: float
    omega2: float
    tau2: float
    sigma2: float
    schools: tuple[str, ...]
    solo: str
    size: int

    def parameters(self) -> tuple[float, float, float, float]:
        """Return psi, omega2, tau2, sigma2."""
        return self.psi, self.omega2, self.tau2, self.sigma2

    def visited(self) -> tuple[Any, ...]:
        """Return average and n of the single classroom, then the parameters."""
        (row,) = self.rooms[self.rooms.school == self.solo].itertuples()
        return float(row.average), int(row.n), *self.parameters()

    def all_rooms(self) -> tuple[Any, ...]:
        """Return average, n and school of all classrooms, then the parameters."""
        table = self.rooms
        return (
            table.average.to_numpy(),
            table.n.to_numpy(),
            table.school.to_numpy(dtype=object),
            *self.parameters(),
        )


def data(student: str = "") -> Classrooms:
    """Return a student's data; every call gives a table of its own.

    Scores are drawn from the model and redrawn until the school with one classroom has the highest
    average but, that classroom being one only, is not the best by its posterior mean.
    """
    import pandas as pd

    rows, parameters, schools, solo, size = _drawn(student)
    labels = [f"{school} {place}" for school, place, _, _ in rows]
    table = pd.DataFrame(
        {
            "school": [school for school, *_ in rows],
            "n": [n for _, _, n, _ in rows],
            "average": [average for *_, average in rows],
        },
        index=pd.Index(labels, name="classroom"),
    )
    psi, omega2, tau2, sigma2 = parameters
    return Classrooms(table, psi, omega2, tau2, sigma2, schools, solo, size)


@lru_cache(maxsize=256)
def _drawn(student: str) -> tuple[Any, ...]:
    draw = Draw("classrooms", student)
    while True:
        omega2 = draw.number(6, 11, decimals=1)
        tau2 = omega2 + draw.number(4, 9, decimals=1)
        psi, sigma2 = draw.number(46, 56, decimals=1), draw.number(60, 110, decimals=1)
        parameters = (psi, omega2, round(tau2, 1), sigma2)
        schools, counts = tuple(draw.some(SCHOOLS, 6)), draw.some(ROOMS, 6)
        rows = []
        for school, count in zip(schools, counts, strict=True):
            rows += _school(draw, school, count, parameters)
        solo = schools[counts.index(1)]
        if _story(rows, parameters, schools, solo, schools[counts.index(max(counts))]):
            return tuple(rows), parameters, schools, solo, draw.whole(16, 28)


def _school(draw: Draw, school: str, count: int, parameters: tuple[float, ...]) -> list[Any]:
    psi, omega2, tau2, sigma2 = parameters
    # The questions are about a school that looks good, so that it may well be drawn as one.
    lift = 1.5 if count == 1 else 0.0
    mean = draw.normal(psi + lift * omega2**0.5, omega2**0.5, decimals=2)
    rows = []
    for place in range(1, count + 1):
        n = draw.whole(9, 14) if count == 1 else draw.whole(8, 30)
        average = draw.normal(mean, (tau2 + sigma2 / n) ** 0.5, decimals=2)
        rows.append((school, place, n, average))
    return rows


def _story(
    rows: list[Any], parameters: tuple[float, ...], schools: tuple[str, ...], solo: str, most: str
) -> bool:
    """Tell whether the school with one classroom leads by its average and not by its posterior."""
    raw, known = {}, {}
    psi, omega2, tau2, sigma2 = parameters
    for school in schools:
        mine = [(n, average) for name, _, n, average in rows if name == school]
        raw[school] = sum(average for _, average in mine) / len(mine)
        weights = [1 / (tau2 + sigma2 / n) for n, _ in mine]
        total = sum(w * average for w, (_, average) in zip(weights, mine, strict=True))
        known[school] = (psi / omega2 + total) / (1 / omega2 + sum(weights))
    first, second = sorted(known.values(), reverse=True)[:2]
    best, worst = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    highest = max(rows, key=lambda row: row[3])[0]
    return (
        max(raw, key=raw.__getitem__) == solo
        and raw[solo] > psi + 3
        and first > second + CLEARLY
        and len({best, worst, highest, solo, most}) == 5
    )
