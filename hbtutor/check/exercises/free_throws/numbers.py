"""The tasks whose answer is a number or an array at the exercise's data."""

from __future__ import annotations

import math
from typing import Any

from hbtutor.check.exercises.free_throws.formulas import new_variance, posterior, rate, weight
from hbtutor.check.given.free_throws import FreeThrows
from hbtutor.check.mistakes import beta_binomial as mistakes
from hbtutor.check.tasks import Misconception, Number, Tolerance
from hbtutor.distributions import Beta

THREE_DECIMALS = Tolerance(relative=0, absolute=5.01e-4)

B_ROOKIE = Number(
    name="B_rookie",
    asks="the weight on the league's mean for the rookie",
    given=lambda data: data.player(data.rookie)[1:],
    formula=weight,
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a weight"),
    misconceptions=mistakes.WEIGHT,
)

RATE_ROOKIE = Number(
    name="rate_rookie",
    asks="the posterior mean of the rookie's rate",
    given=lambda data: data.player(data.rookie),
    formula=rate,
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a rate"),
    misconceptions=mistakes.MEAN,
)

RATES = Number(
    name="rates",
    asks="the posterior means of the twelve players' rates, in the order of the table",
    given=FreeThrows.all_players,
    formula=rate,
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "they are rates"),
    misconceptions=mistakes.MEAN,
)


def _exceeds(law: Any) -> Any:
    return lambda made, attempts, alpha, beta, mark: float(
        1 - law(made, attempts, alpha, beta).cdf(mark)
    )


EXCEEDS = Number(
    name="exceeds",
    asks="the probability that the rookie's rate is higher than the mark",
    given=lambda data: (*data.player(data.rookie), data.mark),
    formula=_exceeds(posterior),
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a probability"),
    misconceptions=(
        Misconception(
            "the other tail",
            "This is the probability that the rookie's rate is lower than the mark.",
            lambda *given: 1 - _exceeds(posterior)(*given),
        ),
        Misconception(
            "data forgotten",
            "This is the probability for a player of whom no throw was seen.",
            _exceeds(lambda made, attempts, alpha, beta: Beta(alpha, beta)),
        ),
        Misconception(
            "uniform prior",
            "It looks as if the prior was Beta(1, 1), as if nothing were known of the other "
            "players.",
            _exceeds(lambda made, attempts, alpha, beta: Beta(1 + made, 1 + attempts - made)),
        ),
        Misconception(
            "trials for failures",
            "It looks as if every throw was counted as a miss, also those that went in.",
            _exceeds(lambda made, attempts, alpha, beta: Beta(alpha + made, beta + attempts)),
        ),
        Misconception(
            "successes and failures swapped",
            "It looks as if throws made were counted as misses, and misses as throws made.",
            _exceeds(
                lambda made, attempts, alpha, beta: Beta(alpha + attempts - made, beta + made)
            ),
        ),
        Misconception(
            "density for probability",
            "This is the height of the density at the mark; a probability is an area beneath it.",
            lambda made, attempts, alpha, beta, mark: math.exp(
                posterior(made, attempts, alpha, beta).logpdf(mark)
            ),
        ),
    ),
)

NEW_VAR = Number(
    name="new_var",
    asks="the variance of the number of throws that the rookie makes of the next ones",
    given=lambda data: (*data.player(data.rookie), data.new),
    formula=new_variance,
    tolerance=THREE_DECIMALS,
    misconceptions=mistakes.NEW_COUNT,
)
