"""Coffee shops: ten shops of an invented chain, and how many of the guests asked were satisfied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hbtutor.check.variants import Draw

if TYPE_CHECKING:
    import pandas as pd

STREETS = (
    *("Abbey Lane", "Bridge Street", "Canal Walk", "Dock Road", "Elm Square"),
    *("Ferry Quay", "Garden Row", "Harbour View", "Iron Gate", "Jubilee Park"),
)
CLEARLY = 0.001
"""By how much two shops' shares, and two posterior means, differ at least."""


@dataclass(frozen=True)
class CoffeeShops:
    """The exercise's data: ten shops of a chain, and the chain's prior taken as known.  Simulated.

    shops: indexed by street, with the columns asked and satisfied; mean, size: mean and sample size
    of the Beta distribution from which the shops' rates were drawn; small: the shop with the fewest
    guests asked; town_mean, town_sd: mean and standard deviation of the rates in another town;
    tomorrow: how many guests the small shop expects; alarm: a number of satisfied ones among them.
    """

    shops: pd.DataFrame
    mean: float
    size: int
    small: str
    town_mean: float
    town_sd: float
    tomorrow: int
    alarm: int

    def shop(self, name: str) -> tuple[int, int, float, int]:
        """Return satisfied, asked, mean, size for one shop."""
        row = self.shops.loc[name]
        return int(row.satisfied), int(row.asked), self.mean, self.size

    def all_shops(self) -> tuple[Any, ...]:
        """Return the same for all shops: satisfied and asked as arrays."""
        satisfied, asked = self.shops.satisfied.to_numpy(), self.shops.asked.to_numpy()
        return satisfied, asked, self.mean, self.size


def data(student: str = "") -> CoffeeShops:
    """Return a student's data; every call gives a table of its own.

    The rates are drawn from the prior and the guests' answers from the rates (but the small shop's
    one dissatisfied guest is laid down), until the story holds for everyone: pooling turns the
    ranking round, and different shops fall, rise and move most.
    """
    import pandas as pd

    streets, asked, satisfied, *rest = _drawn(student)
    index = pd.Index(streets, name="shop")
    shops = pd.DataFrame({"asked": asked, "satisfied": satisfied}, index=index)
    return CoffeeShops(shops, *rest)


@lru_cache(maxsize=256)
def _drawn(student: str) -> tuple[Any, ...]:
    import numpy as np
    from scipy import stats

    draw = Draw("coffee-shops", student)
    town = draw.number(0.62, 0.72, decimals=2), draw.number(0.06, 0.1, decimals=3)
    tomorrow = draw.whole(40, 60)
    while True:
        mean, size, n = draw.number(0.74, 0.82, decimals=2), draw.whole(18, 30), draw.whole(6, 9)
        if not _tells_mistakes_apart(n - 1, n, mean, size):
            continue
        few = [n, draw.whole(10, 16), draw.whole(14, 30)]
        asked = np.array([*few, *(draw.whole(40, 300) for _ in STREETS[3:])])
        uniform = [draw.uniform() for _ in STREETS]
        rates = stats.beta.ppf(uniform, mean * size, (1 - mean) * size).round(4)
        satisfied = stats.binom.ppf([draw.uniform() for _ in STREETS], asked, rates).astype(int)
        satisfied[0] = n - 1  # the small shop's one dissatisfied guest
        streets = draw.some(STREETS, len(STREETS))
        order = draw.some(range(len(STREETS)), len(STREETS))
        if not _turned_round(asked[order], satisfied[order], mean, size):
            continue
        law = stats.betabinom(tomorrow, mean * size + n - 1, (1 - mean) * size + 1)
        columns = (tuple(column[i] for i in order) for column in (streets, asked, satisfied))
        return (*columns, mean, size, streets[0], *town, tomorrow, int(law.ppf(0.2)))


def _turned_round(asked: Any, satisfied: Any, mean: float, size: int) -> bool:
    """Tell whether different shops fall, rise and move most, and no two share a place."""
    import numpy as np

    raw, pooled = satisfied / asked, (satisfied + mean * size) / (asked + size)
    if min(np.diff(np.sort(raw)).min(), np.diff(np.sort(pooled)).min()) < CLEARLY:
        return False
    before, after = (np.argsort(np.argsort(-share)) for share in (raw, pooled))
    fall = after - before
    listed = np.argsort(-pooled)  # a usual confusion, which must not be right by accident
    named = (fall.argmax(), fall.argmin(), abs(pooled - raw).argmax(), after.argmax())
    once = (fall == fall.max()).sum(), (fall == fall.min()).sum()
    return (
        (listed != after).any()
        and once == (1, 1)
        and len({*named, asked.argmax()}) == len(named) + 1
    )


def _tells_mistakes_apart(k: int, n: int, mean: float, size: int) -> bool:
    """Tell whether the right mean of a small shop and the wrong ones are all different numbers."""
    total = n + size
    values = sorted(
        (
            *((k + mean * size) / total, (k + mean * size - 1) / (total - 2), k / n, mean),
            *((k + 1) / (n + 2), (k / n + mean) / 2, (k * size / n + n * mean) / total),
            *(k / total, (k + size / 2) / total, (k + (1 - mean) * size) / total),
            *((n - k + mean * size) / total, (k + mean * size) / (k + total)),
        )
    )
    return all(high - low > CLEARLY for low, high in pairwise(values))
