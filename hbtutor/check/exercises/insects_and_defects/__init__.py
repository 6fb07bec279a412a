"""Insects and defects: counts that vary more than a Poisson allows."""

from hbtutor.check.exercises.insects_and_defects.derivations import (
    P_FORMULA,
    PMF_FORMULA,
    VAR_FORMULA,
)
from hbtutor.check.exercises.insects_and_defects.fabric import (
    CLEAN,
    NEXT_VAR,
    POSTERIOR,
    RATES,
    WORST_ROLL,
)
from hbtutor.check.exercises.insects_and_defects.plots import ALPHA_HAT, CAUSE, DISPERSION, FEW
from hbtutor.check.given.insects_and_defects import data
from hbtutor.check.tasks import Exercise

EXERCISE = Exercise(
    name="insects-and-defects",
    title="Insects and defects",
    data=data,
    tasks=(
        DISPERSION,
        CAUSE,
        PMF_FORMULA,
        P_FORMULA,
        VAR_FORMULA,
        ALPHA_HAT,
        FEW,
        POSTERIOR,
        RATES,
        WORST_ROLL,
        CLEAN,
        NEXT_VAR,
    ),
)
