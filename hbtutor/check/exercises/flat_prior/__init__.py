"""Knowing nothing about mu: the flat prior, its posterior, and many groups."""

from hbtutor.check.exercises.flat_prior.choices import GROWTH, PROPER, TAU_GROUPS
from hbtutor.check.exercises.flat_prior.groups import GROUPS_NEEDED, STUDY_EFFECT, STUDY_LIMIT
from hbtutor.check.exercises.flat_prior.limits import EVIDENCE, GAMMA2_NEEDED, PROPER_MEAN
from hbtutor.check.exercises.flat_prior.mean import MEAN_EFFECT, POSTERIOR_MU, WEIGHTS
from hbtutor.check.given.flat_prior import data
from hbtutor.check.tasks import Exercise

EXERCISE = Exercise(
    name="flat-prior",
    title="Knowing nothing about mu",
    data=data,
    tasks=(
        WEIGHTS,
        POSTERIOR_MU,
        MEAN_EFFECT,
        PROPER_MEAN,
        GAMMA2_NEEDED,
        EVIDENCE,
        PROPER,
        TAU_GROUPS,
        STUDY_EFFECT,
        STUDY_LIMIT,
        GROUPS_NEEDED,
        GROWTH,
    ),
)
