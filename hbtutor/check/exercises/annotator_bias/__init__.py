"""Annotator bias: what n scores say about the person who gave them."""

from hbtutor.check.exercises.annotator_bias.choices import FLAGGED, TWO_ANNOTATORS
from hbtutor.check.exercises.annotator_bias.functions import (
    CHANCE,
    MEAN_FORMULA,
    N_NEEDED,
    POSTERIOR,
    THRESHOLD,
)
from hbtutor.check.exercises.annotator_bias.numbers import (
    BIAS_NEW,
    BIASES,
    CORRECTED,
    DOUBT,
    WEIGHT,
)
from hbtutor.check.given.annotator_bias import data
from hbtutor.check.tasks import Exercise

EXERCISE = Exercise(
    name="annotator-bias",
    title="Annotator bias",
    data=data,
    tasks=(
        WEIGHT,
        BIAS_NEW,
        DOUBT,
        POSTERIOR,
        BIASES,
        CHANCE,
        FLAGGED,
        TWO_ANNOTATORS,
        MEAN_FORMULA,
        N_NEEDED,
        THRESHOLD,
        CORRECTED,
    ),
)
