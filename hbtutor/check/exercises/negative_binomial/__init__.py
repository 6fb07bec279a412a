"""Negative binomial with a Beta prior: calls until so many people have agreed."""

from hbtutor.check.exercises.negative_binomial.functions import (
    CHANCE_FORMULA,
    EXPECTED_FORMULA,
    POSTERIOR,
    STOPPING,
)
from hbtutor.check.exercises.negative_binomial.numbers import (
    CALLS,
    CHANCE,
    EXPECTED_TONIGHT,
    LAW,
    TOO_LATE,
    VAR_TONIGHT,
    B,
)
from hbtutor.check.given.negative_binomial import data
from hbtutor.check.tasks import Exercise

EXERCISE = Exercise(
    name="negative-binomial",
    title="Negative binomial with a Beta prior",
    data=data,
    tasks=(
        CALLS,
        POSTERIOR,
        LAW,
        CHANCE,
        B,
        STOPPING,
        CHANCE_FORMULA,
        EXPECTED_FORMULA,
        EXPECTED_TONIGHT,
        VAR_TONIGHT,
        TOO_LATE,
    ),
)
