"""School ability: what a school's mean score of n students says about the school."""

from hbtutor.check.exercises.school_ability.functions import (
    B_FORMULA,
    BEST_SCHOOL,
    N_NEEDED,
    POSTERIOR,
    SHRINKAGE,
    SPREAD,
    VAR_FORMULA,
)
from hbtutor.check.exercises.school_ability.numbers import (
    ABILITIES,
    ABILITY_SMALL,
    B_SMALL,
    BETTER,
    NEW_STUDENT,
    NOISE,
)
from hbtutor.check.given.school_ability import data
from hbtutor.check.tasks import Exercise

EXERCISE = Exercise(
    name="school-ability",
    title="School ability",
    data=data,
    tasks=(
        NOISE,
        B_SMALL,
        ABILITY_SMALL,
        SHRINKAGE,
        POSTERIOR,
        ABILITIES,
        BEST_SCHOOL,
        SPREAD,
        B_FORMULA,
        VAR_FORMULA,
        N_NEEDED,
        NEW_STUDENT,
        BETTER,
    ),
)
