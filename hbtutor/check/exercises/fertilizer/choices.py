"""The tasks whose answer is a choice."""

from __future__ import annotations

from collections.abc import Callable

from hbtutor.check.tasks import Choice, Misconception


def _always(letter: str) -> Callable[..., str]:
    return lambda *_: letter


JOINT = Choice(
    name="joint",
    asks="which product is the joint density of the three layers",
    given=lambda data: (),
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("d"),
    misconceptions=(
        Misconception(
            "all independent",
            "In this product nothing depends on anything else: knowing one farm would tell nothing "
            "about another, nor about mu.",
            _always("a"),
        ),
        Misconception(
            "top layer for each farm",
            "In this product the density of mu occurs once for each farm; how many mus are there?",
            _always("b"),
        ),
        Misconception(
            "middle layer skipped",
            "In this product the yield increase of a farm does not depend on that farm's effect.",
            _always("c"),
        ),
        Misconception(
            "upside down",
            "In this product the arrows point upwards: it is the data that were drawn last.",
            _always("e"),
        ),
    ),
)

DESIGN = Choice(
    name="design",
    asks="where ten more plots tell most about the global effect",
    given=lambda data: (),
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("b"),
    misconceptions=(
        Misconception(
            "one farm for all",
            "Ten plots would make that farm's effect well known; but how far may the effect of one "
            "farm be from the global one?",
            _always("a"),
        ),
        Misconception(
            "only sigma2 matters",
            "This averages out what varies within a farm; what about that which varies between "
            "farms?",
            _always("c"),
        ),
        Misconception(
            "only the number counts",
            "The number of plots is the same, but do two plots of one farm tell as much as plots "
            "of two farms?",
            _always("d"),
        ),
        Misconception(
            "depends on the variances",
            "How much better depends on the variances. Which is better does not: write down the "
            "variance of the mean for both.",
            _always("e"),
        ),
    ),
)
