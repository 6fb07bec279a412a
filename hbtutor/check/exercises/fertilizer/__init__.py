"""Fertilizer on N farms: three layers, and what a trial says about the uppermost."""

from hbtutor.check.exercises.fertilizer.choices import DESIGN, JOINT
from hbtutor.check.exercises.fertilizer.farms import FARM_VAR, FARMS, NEW_FARM
from hbtutor.check.exercises.fertilizer.layers import CORRELATION, LOG_JOINT, VAR_Y
from hbtutor.check.exercises.fertilizer.top import GLOBAL_EFFECT, PAYS, POSTERIOR_MU, VAR_MU
from hbtutor.check.given.fertilizer import data
from hbtutor.check.tasks import Exercise

EXERCISE = Exercise(
    name="fertilizer",
    title="Fertilizer on N farms",
    data=data,
    tasks=(
        JOINT,
        LOG_JOINT,
        VAR_Y,
        CORRELATION,
        POSTERIOR_MU,
        GLOBAL_EFFECT,
        PAYS,
        VAR_MU,
        FARMS,
        FARM_VAR,
        NEW_FARM,
        DESIGN,
    ),
)
