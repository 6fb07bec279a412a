"""Classical item analysis: how hard each task was, and whether it tells strong from weak."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Scores = Mapping[str, float | None]

FEWEST = 3
"""Submissions below which a correlation says nothing."""


@dataclass(frozen=True)
class Item:
    """One graded cell over the class.

    answered: submissions with a score; share: mean share of the points earned, from 0 to 1 (the
    item's facility, the larger the easier), None without scores; discrimination: correlation of the
    item's score with the sum of the other items' (corrected item-total correlation), None where it
    is not defined; remark: what a teacher should look at, "" if nothing.
    """

    name: str
    points: float
    answered: int
    share: float | None
    discrimination: float | None
    remark: str


def item_analysis(points: Mapping[str, float], rows: Sequence[Scores]) -> list[Item]:
    """Analyse the items of an assignment.

    points: of each item, in the order of the notebook; rows: for each submission the score of each
    item, None where a person has still to grade it.  Source: Crocker and Algina, Introduction to
    Classical and Modern Test Theory (1986), sections 14.1 and 14.2.

    >>> rows = [{"a": 1, "b": 2}, {"a": 1, "b": 2}, {"a": 0, "b": 0}, {"a": 1, "b": 0}]
    >>> a, b = item_analysis({"a": 1, "b": 2}, rows)
    >>> a.share, round(b.discrimination, 3)
    (0.75, 0.577)
    """
    return [_item(name, worth, points, rows) for name, worth in points.items()]


def correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Return Pearson's correlation, None where one of the two does not vary or is too short.

    >>> correlation([1, 2, 3], [2, 4, 6])
    1.0
    """
    if len(x) < FEWEST:
        return None
    mean_x, mean_y = math.fsum(x) / len(x), math.fsum(y) / len(y)
    xx = math.fsum((a - mean_x) ** 2 for a in x)
    yy = math.fsum((b - mean_y) ** 2 for b in y)
    if xx < 1e-12 or yy < 1e-12:
        return None
    xy = math.fsum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return max(-1.0, min(1.0, xy / math.sqrt(xx * yy)))


def _item(name: str, worth: float, points: Mapping[str, float], rows: Sequence[Scores]) -> Item:
    own: list[float] = []
    rest: list[float] = []
    for row in rows:
        score = row.get(name)
        if score is not None:
            own.append(score)
            rest.append(math.fsum(row.get(other) or 0.0 for other in points if other != name))
    share = math.fsum(own) / (worth * len(own)) if own and worth else None
    discrimination = correlation(own, rest)
    return Item(name, worth, len(own), share, discrimination, _remark(own, share, discrimination))


def _remark(own: Sequence[float], share: float | None, discrimination: float | None) -> str:
    if share is None:
        return "not graded yet"
    if discrimination is not None and discrimination < 0:
        return "those who did well elsewhere did worse here: look at the question and its test"
    if len(own) >= FEWEST and share == 0:
        return "nobody earned a point: look at the question and its test"
    if len(own) >= FEWEST and share == 1:
        return "everybody earned all points: it tells nobody apart"
    return ""
