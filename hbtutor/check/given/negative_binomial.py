"""Negative binomial: a few evenings of calls, each until so many people have agreed to give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hbtutor.check.variants import Draw

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Calls:
    """The exercise's data: evenings of calls, and the prior taken as known.  Simulated.

    refusals: one count for each evening; r: how many people had to agree until an evening ended;
    alpha, beta: of the Beta distribution from which the probability that a call succeeds was drawn;
    late: so many refusals in an evening make the last bus leave without the callers.
    """

    refusals: pd.Series
    r: int
    alpha: int
    beta: int
    late: int

    def known(self) -> tuple[int, int, int, int, int]:
        """Return the number of evenings, all refusals, r, alpha and beta."""
        return len(self.refusals), int(self.refusals.sum()), self.r, self.alpha, self.beta


def data(student: str = "") -> Calls:
    """Return a student's data; every call gives a series of its own.

    The probability is drawn from the prior, the counts from the probability, until they leave
    enough to learn: the evenings' own estimate differs from the prior mean.
    """
    import pandas as pd

    refusals, *rest = _drawn(student)
    evenings = pd.RangeIndex(1, len(refusals) + 1, name="evening")
    return Calls(pd.Series(refusals, index=evenings, name="refusals"), *rest)


@lru_cache(maxsize=256)
def _drawn(student: str) -> tuple[Any, ...]:
    from scipy import stats

    draw = Draw("negative-binomial", student)
    while True:
        r, evenings = draw.whole(3, 5), draw.whole(7, 9)
        alpha, beta = draw.whole(6, 10), draw.whole(20, 34)
        p = float(stats.beta.ppf(draw.uniform(), alpha, beta).round(4))
        refusals = stats.nbinom.ppf([draw.uniform() for _ in range(evenings)], r, p).astype(int)
        agreed, total = evenings * r, int(refusals.sum())
        apart = abs(agreed / (agreed + total) - alpha / (alpha + beta))
        if not (0.03 < apart < 0.1 and agreed + 20 < total < 200 and refusals.min() > 0):
            continue
        if not _tells_mistakes_apart(agreed, total, evenings, alpha, beta):
            continue
        q = stats.beta(alpha + agreed, beta + total).mean()
        return tuple(refusals.tolist()), r, alpha, beta, int(stats.nbinom.ppf(0.7, r, q))


def _tells_mistakes_apart(agreed: int, total: int, n: int, alpha: int, beta: int) -> bool:
    """Tell whether the wrong posterior means, and the wrong expectations, are different numbers."""
    r, size = agreed / n, alpha + beta
    calls = size + agreed + total
    chances = sorted(
        (
            *((alpha + n) / (size + n + total), (alpha + r) / (size + r + total)),
            *((alpha + total) / calls, (beta + agreed) / calls, (alpha + agreed) / calls),
            *((alpha + agreed) / (calls + agreed), agreed / (agreed + total), alpha / size),
            *((alpha + agreed) / (size + agreed + total / n), agreed / calls),
            *((alpha + agreed - 1) / (calls - 2), (alpha + agreed) / (beta + total)),
            (agreed + size / 2) / calls,
        )
    )
    plugged = r * (beta + total) / (alpha + agreed)
    learned = r * (beta + total) / (alpha + agreed - 1)
    expected = sorted((plugged, learned, total / n, r * beta / (alpha - 1), learned + r))
    gaps = (high - low for row in (chances, expected) for low, high in pairwise(row))
    return min(gaps) > 1e-5 and agreed != size
