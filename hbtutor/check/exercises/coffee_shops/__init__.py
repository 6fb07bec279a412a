"""Coffee shops: ranking by satisfaction, with and without shrinkage, and tomorrow's guests."""

from hbtutor.check.exercises.coffee_shops.functions import (
    ASKED_NEEDED,
    EXTREMES,
    FALLEN,
    SATISFACTION,
    SIZE_FORMULA,
)
from hbtutor.check.exercises.coffee_shops.numbers import (
    ALARM,
    PLACES,
    RATE_SMALL,
    RATES,
    THREE_HAPPY,
    TOMORROW_VAR,
    TOWN_SIZE,
)
from hbtutor.check.given.coffee_shops import data
from hbtutor.check.tasks import Exercise

EXERCISE = Exercise(
    name="coffee-shops",
    title="Coffee shops",
    data=data,
    tasks=(
        TOWN_SIZE,
        RATE_SMALL,
        SATISFACTION,
        RATES,
        PLACES,
        FALLEN,
        EXTREMES,
        SIZE_FORMULA,
        ASKED_NEEDED,
        THREE_HAPPY,
        TOMORROW_VAR,
        ALARM,
    ),
)
