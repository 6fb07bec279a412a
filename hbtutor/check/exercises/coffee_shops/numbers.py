"""The tasks whose answer is a number or an array at the exercise's data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hbtutor.check.exercises.coffee_shops.formulas import (
    places,
    posterior,
    prior_size,
    rate,
    tomorrow,
)
from hbtutor.check.given.coffee_shops import CoffeeShops
from hbtutor.check.mistakes import beta_binomial as mistakes
from hbtutor.check.tasks import Misconception, Number, Tolerance
from hbtutor.distributions import BetaBinomialCount, Binomial

THREE_DECIMALS = Tolerance(relative=0, absolute=5.01e-4)


def in_mean_and_size(wrong: tuple[Misconception, ...]) -> tuple[Misconception, ...]:
    """Return mistakes in (k, n, alpha, beta, ...) as ones in (k, n, mean, size, ...)."""

    def told(formula: Callable[..., Any]) -> Callable[..., Any]:
        return lambda k, n, mean, size, *more: formula(k, n, mean * size, (1 - mean) * size, *more)

    return tuple(replace(mistake, formula=told(mistake.formula)) for mistake in wrong)


RATE = in_mean_and_size(mistakes.MEAN)

TOWN_SIZE = Number(
    name="town_size",
    asks="the prior sample size that belongs to the town's mean and standard deviation",
    given=lambda data: (data.town_mean, data.town_sd),
    formula=lambda mean, sd: prior_size(mean, sd**2),
    tolerance=Tolerance(relative=0, absolute=0.0501),
    misconceptions=(
        Misconception(
            "sd for variance",
            "It looks as if the standard deviation stands where the variance belongs.",
            lambda mean, sd: prior_size(mean, sd),
        ),
        Misconception(
            "one not subtracted",
            "It looks as if the variance was taken for that of an observed proportion, mean times "
            "one minus mean over the number of trials; that of a Beta is a little smaller.",
            lambda mean, sd: prior_size(mean, sd**2) + 1,
        ),
        Misconception(
            "sign of the one",
            "Nearly: the one has the wrong sign.",
            lambda mean, sd: prior_size(mean, sd**2) + 2,
        ),
        Misconception(
            "one minus mean forgotten",
            "It looks as if the share that is not satisfied was left out.",
            lambda mean, sd: mean / sd**2 - 1,
        ),
        Misconception(
            "alpha for size",
            "These are the prior's satisfied guests, alpha; asked are all of its guests.",
            lambda mean, sd: mean * prior_size(mean, sd**2),
        ),
        Misconception(
            "beta for size",
            "These are the prior's dissatisfied guests, beta; asked are all of its guests.",
            lambda mean, sd: (1 - mean) * prior_size(mean, sd**2),
        ),
    ),
)

RATE_SMALL = Number(
    name="rate_small",
    asks="the posterior mean of the small shop's rate",
    given=lambda data: data.shop(data.small),
    formula=rate,
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a rate"),
    misconceptions=RATE,
)

RATES = Number(
    name="rates",
    asks="the posterior means of the ten shops' rates, in the order of the table",
    given=CoffeeShops.all_shops,
    formula=rate,
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "they are rates"),
    misconceptions=RATE,
)

PLACES = Number(
    name="places",
    asks="the place of each shop by its posterior mean, in the order of the table",
    given=CoffeeShops.all_shops,
    formula=lambda *given: places(rate(*given)),
    bounds=(1, 10, "the best of ten shops has place 1, the last place 10"),
    misconceptions=(
        Misconception(
            "no pooling",
            "These are the places by the raw shares; asked is what is probably the order of the "
            "rates.",
            lambda k, n, *_: places(k / n),
        ),
        Misconception(
            "upside down",
            "These places begin at the wrong end: the best shop has the first place.",
            lambda *given: places(-rate(*given)),
        ),
        Misconception(
            "positions for places",
            "It looks as if the shops' positions in the table were listed from best to last; asked "
            "is one place for each shop, in the order of the table.",
            lambda *given: (-rate(*given)).argsort() + 1,
        ),
        Misconception(
            "counts ranked",
            "It looks as if the shops were ranked by how many were satisfied; that mostly tells "
            "where many were asked.",
            lambda k, *_: places(k),
        ),
        Misconception(
            "counted from zero",
            "It looks as if the places were counted from zero; the best shop has the first place.",
            lambda *given: places(rate(*given)) - 1,
        ),
    ),
)

THREE_HAPPY = Number(
    name="three_happy",
    asks="the probability that the next three guests of the small shop are all satisfied",
    given=lambda data: data.shop(data.small),
    formula=lambda *given: _all_of(3, posterior(*given)),
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a probability"),
    misconceptions=(
        Misconception(
            "rate taken as known",
            "This is the third power of the posterior mean, as if that were the rate. Three guests "
            "have the same unknown rate in common: what does a satisfied one tell of the next?",
            lambda *given: rate(*given) ** 3,
        ),
        Misconception(
            "no pooling",
            "This is the third power of the shop's own share, as if nothing were known of the "
            "other shops.",
            lambda k, n, mean, size: (k / n) ** 3,
        ),
        Misconception(
            "data forgotten",
            "This is the probability for a shop in which nobody was asked yet.",
            lambda k, n, mean, size: _all_of(3, posterior(0, 0, mean, size)),
        ),
        Misconception(
            "the third alone",
            "This is the probability that the third is satisfied once the first two were; asked is "
            "that of all three.",
            lambda k, n, mean, size: rate(k + 2, n + 2, mean, size),
        ),
        Misconception(
            "one guest",
            "This is the probability that one guest is satisfied; asked is that of all three.",
            rate,
        ),
        Misconception(
            "at least one",
            "This is the probability that at least one of the three is satisfied.",
            lambda k, n, mean, size: 1 - _all_of(3, posterior(n - k, n, 1 - mean, size)),
        ),
    ),
)


def _all_of(new: int, law: Any) -> float:
    return float(_probability(BetaBinomialCount(new, law.alpha, law.beta), new))


def _probability(law: Any, count: int) -> Any:
    return law.cdf(count) - law.cdf(count - 1)


TOMORROW_VAR = Number(
    name="tomorrow_var",
    asks="the variance of the number of satisfied guests in the small shop tomorrow",
    given=lambda data: (*data.shop(data.small), data.tomorrow),
    formula=lambda *given: tomorrow(*given).var,
    tolerance=THREE_DECIMALS,
    misconceptions=in_mean_and_size(mistakes.NEW_COUNT),
)

ALARM = Number(
    name="alarm",
    asks="the probability that so few of tomorrow's guests in the small shop, or fewer, are "
    "satisfied",
    given=lambda data: (*data.shop(data.small), data.tomorrow, data.alarm),
    formula=lambda *given: float(tomorrow(*given[:-1]).cdf(given[-1])),
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a probability"),
    misconceptions=(
        Misconception(
            "rate taken as known",
            "This is what a binomial distribution says at the posterior mean, as if that were the "
            "rate; it is known only roughly.",
            lambda k, n, mean, size, new, few: float(
                Binomial(new, rate(k, n, mean, size)).cdf(few)
            ),
        ),
        Misconception(
            "no pooling",
            "This is what a binomial distribution says at the shop's own share.",
            lambda k, n, mean, size, new, few: float(Binomial(new, k / n).cdf(few)),
        ),
        Misconception(
            "data forgotten",
            "This is the probability for a shop in which nobody was asked yet.",
            lambda k, n, mean, size, new, few: float(tomorrow(0, 0, mean, size, new).cdf(few)),
        ),
        Misconception(
            "off by one",
            "This is the probability of fewer than that number; asked is that number or fewer.",
            lambda *given: float(tomorrow(*given[:-1]).cdf(given[-1] - 1)),
        ),
        Misconception(
            "the other tail",
            "This is the probability of more than that number.",
            lambda *given: 1 - float(tomorrow(*given[:-1]).cdf(given[-1])),
        ),
        Misconception(
            "exactly that number",
            "This is the probability of exactly that number; asked is that number or fewer.",
            lambda *given: float(_probability(tomorrow(*given[:-1]), given[-1])),
        ),
    ),
)
