"""The tasks whose answer is a function, a formula or a choice."""

from __future__ import annotations

from typing import Any

from hbtutor.check.exercises.coffee_shops.formulas import (
    ASKED,
    BELOW,
    LEVEL,
    MEAN,
    OWN,
    SATISFIED,
    SIZE,
    VARIANCE,
    asked_needed,
    places,
    prior_size,
    rate,
)
from hbtutor.check.exercises.coffee_shops.numbers import RATE
from hbtutor.check.given.coffee_shops import CoffeeShops
from hbtutor.check.tasks import Choice, Formula, Function, Misconception

SATISFACTION = Function(
    name="satisfaction",
    asks="the posterior mean of the shop's rate",
    arguments=(SATISFIED, ASKED, MEAN, SIZE),
    formula=rate,
    bounds=(0, 1, "it is a rate"),
    misconceptions=(
        Misconception(
            "prior mean added once",
            "It looks as if the prior mean was added to the satisfied guests as it is; how many "
            "guests does the prior count for?",
            lambda k, n, mean, size: (k + mean) / (n + size),
        ),
        Misconception(
            "all prior guests satisfied",
            "It looks as if all of the prior's guests were counted as satisfied.",
            lambda k, n, mean, size: (k + size) / (n + size),
        ),
        Misconception(
            "prior size left out below",
            "It looks as if the prior's guests were added above the line only.",
            lambda k, n, mean, size: (k + mean * size) / n,
        ),
        *RATE,
    ),
)

SIZE_FORMULA = Formula(
    name="size_formula",
    asks="the prior sample size in the mean m and the variance v",
    arguments=(MEAN, VARIANCE),
    formula=prior_size,
    misconceptions=(
        Misconception(
            "one not subtracted",
            "It looks as if the variance was taken for that of an observed proportion; that of a "
            "Beta has one trial more below the line.",
            lambda mean, v: mean * (1 - mean) / v,
        ),
        Misconception(
            "sd for variance",
            "It looks as if a standard deviation stands where the variance belongs.",
            lambda mean, v: mean * (1 - mean) / v**0.5 - 1,
        ),
        Misconception(
            "alpha for size",
            "This is alpha, the prior's satisfied guests; asked are all of its guests.",
            lambda mean, v: mean * prior_size(mean, v),
        ),
        Misconception(
            "one minus mean forgotten",
            "It looks as if the share that is not satisfied was left out.",
            lambda mean, v: mean / v - 1,
        ),
        Misconception(
            "inverted",
            "It looks as if the fraction stands on its head: do shops that differ much make the "
            "prior count for many guests or for few?",
            lambda mean, v: v / (mean * (1 - mean)),
        ),
    ),
)

ASKED_NEEDED = Formula(
    name="asked_needed",
    asks="the number of guests at which the posterior mean reaches the level",
    arguments=(OWN, LEVEL, BELOW, SIZE),
    formula=asked_needed,
    misconceptions=(
        Misconception(
            "differences swapped",
            "It looks as if the fraction stands on its head: should a level that is nearer to the "
            "shop's own share take more guests or fewer?",
            lambda own, level, mean, size: size * (own - level) / (level - mean),
        ),
        Misconception(
            "weight for ratio",
            "It looks as if the weight was multiplied by the prior's size; the weight compares "
            "the guests with all, the prior's included.",
            lambda own, level, mean, size: size * (level - mean) / (own - mean),
        ),
        Misconception(
            "prior's guests included",
            "This counts the prior's guests too; asked is how many real ones must be asked.",
            lambda own, level, mean, size: size * (own - mean) / (own - level),
        ),
        Misconception(
            "toward zero",
            "It looks as if the prior had no satisfied guests at all.",
            lambda own, level, mean, size: size * level / (own - level),
        ),
        Misconception(
            "size forgotten",
            "It looks as if the prior counted for one guest only.",
            lambda own, level, mean, size: (level - mean) / (own - level),
        ),
    ),
)


def _falls(k: Any, n: Any, mean: Any, size: Any) -> Any:
    return places(rate(k, n, mean, size)) - places(k / n)


FALLEN = Choice(
    name="fallen",
    asks="which shop falls by the most places when the shares are pooled",
    given=lambda data: (data.shops.index, *data.all_shops()),
    options=lambda data: tuple(data.shops.index),
    formula=lambda names, *given: names[_falls(*given).argmax()],
    misconceptions=(
        Misconception(
            "risen for fallen",
            "This shop goes the other way: remember that place 1 is the best.",
            lambda names, *given: names[_falls(*given).argmin()],
        ),
        Misconception(
            "points for places",
            "This shop's number changes most; asked is whose place changes most, and for that it "
            "matters who stands near.",
            lambda names, k, n, *prior: names[abs(rate(k, n, *prior) - k / n).argmax()],
        ),
        Misconception(
            "the last",
            "This shop is the last by its posterior mean; was it not far down before?",
            lambda names, *given: names[rate(*given).argmin()],
        ),
        Misconception(
            "the most asked",
            "In this shop the most guests were asked; its number hardly moves.",
            lambda names, k, n, *_: names[n.argmax()],
        ),
    ),
)


def _always(letter: str) -> Any:
    return lambda *_: letter


def _no_data(data: CoffeeShops) -> tuple[Any, ...]:
    return ()


EXTREMES = Choice(
    name="extremes",
    asks="which shops are found at the ends of a long list of raw shares",
    given=_no_data,
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("b"),
    misconceptions=(
        Misconception(
            "the best and the worst",
            "A raw share is the rate and luck; at the ends of a long list, which of the two is "
            "large?",
            _always("a"),
        ),
        Misconception(
            "small shops are better",
            "Shops with few guests asked are no better than others; look at the bottom of the list "
            "as well.",
            _always("c"),
        ),
        Misconception(
            "large shops are extreme",
            "Many answers leave little to luck: such shares stay near the shops' rates.",
            _always("d"),
        ),
        Misconception(
            "fair lottery",
            "Each share is right on average, but not each strays equally far.",
            _always("e"),
        ),
    ),
)
