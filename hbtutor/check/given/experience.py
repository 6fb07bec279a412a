"""Experience and performance: six departments of a company, one of three employees; made up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hbtutor.check.variants import Draw

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

DEPARTMENTS = ("design", "finance", "legal", "logistics", "research", "sales")
SIZES = (3, 8, 10, 12, 14, 18)
CENTRE = 10
NEW = (-7, -6, 6, 7, 8)
CLEARLY = 0.05
"""Points a year by which the two steepest posterior slopes differ at least."""


@dataclass(frozen=True)
class Experience:
    """The exercise's data: employees, and the parameters taken as known.

    staff: one row for each employee, with the columns department, years (of experience), x (years
    minus ten) and score; mu: shape (2,), Sigma: shape (2, 2), of the departments' intercepts and
    slopes; sigma2: variance of the scores about their department's line; departments: labels as
    in the table; small: the one with three employees; x_new: of an employee who joins it.
    """

    staff: pd.DataFrame
    mu: np.ndarray
    Sigma: np.ndarray
    sigma2: float
    departments: tuple[str, ...]
    small: str
    x_new: int

    def rows(self, department: str) -> tuple[np.ndarray, np.ndarray]:
        """Return X, with a column of ones, and the scores of a department."""
        import numpy as np

        mine = self.staff.department.to_numpy(dtype=object) == department
        x = self.staff.x.to_numpy(dtype=float)[mine]
        return np.column_stack([np.ones_like(x), x]), self.staff.score.to_numpy()[mine]


def data(student: str = "") -> Experience:
    """Return a student's data; every call gives tables and arrays of its own.

    Scores are drawn from the model and redrawn until the small department's own line is the
    steepest of the six, but not by the posterior means.
    """
    import numpy as np
    import pandas as pd

    staff, mu, (s00, s01, s11), sigma2, departments, small, x_new = _drawn(student)
    table = pd.DataFrame(staff, columns=["department", "years", "score"])
    table.insert(2, "x", table.years - CENTRE)
    return Experience(
        table,
        np.array(mu),
        np.array([[s00, s01], [s01, s11]]),
        sigma2,
        departments,
        small,
        x_new,
    )


@lru_cache(maxsize=256)
def _drawn(student: str) -> tuple[Any, ...]:
    draw = Draw("experience", student)
    while True:
        mu = (draw.number(55, 66, decimals=1), draw.number(0.8, 1.6, decimals=2))
        Sigma = (
            draw.number(20, 36, decimals=1),
            draw.number(1.1, 2.2, decimals=2),
            draw.number(0.45, 0.8, decimals=2),
        )
        sigma2 = draw.number(16, 30, decimals=1)
        departments, sizes = tuple(draw.some(DEPARTMENTS, 6)), draw.some(SIZES, 6)
        staff: list[Any] = []
        for name, size in zip(departments, sizes, strict=True):
            staff += _department(draw, name, size, mu, Sigma, sigma2)
        small = departments[sizes.index(min(sizes))]
        large = departments[sizes.index(max(sizes))]
        if _story(staff, mu, Sigma, sigma2, departments, small, large):
            known = _line(*_sums(staff, small), mu, Sigma, sigma2)
            apart = [x for x in NEW if abs(known[0] - mu[0] + x * (known[1] - mu[1])) > 0.3]
            if apart:
                return tuple(staff), mu, Sigma, sigma2, departments, small, draw.one(apart)


def _department(
    draw: Draw, name: str, size: int, mu: Any, Sigma: Any, sigma2: float
) -> list[tuple[str, int, float]]:
    s00, s01, s11 = Sigma
    intercept = draw.normal(mu[0], s00**0.5, decimals=3)
    steeper = mu[1] + s01 / s00 * (intercept - mu[0])
    slope = draw.normal(steeper, (s11 - s01**2 / s00) ** 0.5, decimals=3)
    rows = []
    for _ in range(size):
        years = draw.whole(1, 9) if size == min(SIZES) else draw.whole(1, 22)
        line = intercept + slope * (years - CENTRE)
        rows.append((name, years, draw.normal(line, sigma2**0.5, decimals=1)))
    return rows


def _story(
    staff: list[Any],
    mu: Any,
    Sigma: Any,
    sigma2: float,
    departments: tuple[str, ...],
    small: str,
    large: str,
) -> bool:
    """Tell whether the small department's own line is the steepest, and its posterior not."""
    own, known, average = {}, {}, {}
    for name in departments:
        n, sx, sxx, sy, sxy = _sums(staff, name)
        if n * sxx - sx**2 < 5 * n or abs(sx) < n / 9:
            return False  # a line needs different experience; and not all centred at zero
        own[name] = (n * sxy - sx * sy) / (n * sxx - sx**2)
        known[name] = _line(n, sx, sxx, sy, sxy, mu, Sigma, sigma2)[1]
        average[name] = sy / n
    first, second = sorted(known.values(), reverse=True)[:2]
    best, worst = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    richest = max(average, key=average.__getitem__)
    return (
        max(own, key=own.__getitem__) == small
        and first > second + CLEARLY
        and len({best, worst, richest, small, large}) == 5
    )


def _sums(staff: list[Any], name: str) -> tuple[int, float, float, float, float]:
    """Return n and the sums of x, x^2, y and x y of a department."""
    rows = [(years - CENTRE, score) for label, years, score in staff if label == name]
    sx, sxx = sum(x for x, _ in rows), sum(x * x for x, _ in rows)
    return len(rows), sx, sxx, sum(y for _, y in rows), sum(x * y for x, y in rows)


def _line(
    n: int, sx: float, sxx: float, sy: float, sxy: float, mu: Any, Sigma: Any, sigma2: float
) -> tuple[float, float]:
    """Return the posterior means of a department's intercept and slope, from its sums."""
    s00, s01, s11 = Sigma
    det = s00 * s11 - s01**2
    p00, p01, p11 = s11 / det + n / sigma2, -s01 / det + sx / sigma2, s00 / det + sxx / sigma2
    h0 = (s11 * mu[0] - s01 * mu[1]) / det + sy / sigma2
    h1 = (s00 * mu[1] - s01 * mu[0]) / det + sxy / sigma2
    both = p00 * p11 - p01**2
    return (p11 * h0 - p01 * h1) / both, (p00 * h1 - p01 * h0) / both
