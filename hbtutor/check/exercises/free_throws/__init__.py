"""Free throws: what a player's throws say about the player's rate, be they four or four hundred."""

from hbtutor.check.exercises.free_throws.functions import (
    BEST_PLAYER,
    BOTH,
    N_NEEDED,
    NEXT_SEASON,
    POSTERIOR,
    SHRINKAGE,
    VAR_FORMULA,
)
from hbtutor.check.exercises.free_throws.numbers import (
    B_ROOKIE,
    EXCEEDS,
    NEW_VAR,
    RATE_ROOKIE,
    RATES,
)
from hbtutor.check.given.free_throws import data
from hbtutor.check.tasks import Exercise

EXERCISE = Exercise(
    name="free-throws",
    title="Free throws",
    data=data,
    tasks=(
        B_ROOKIE,
        RATE_ROOKIE,
        SHRINKAGE,
        POSTERIOR,
        RATES,
        BEST_PLAYER,
        NEXT_SEASON,
        VAR_FORMULA,
        N_NEEDED,
        BOTH,
        EXCEEDS,
        NEW_VAR,
    ),
)
