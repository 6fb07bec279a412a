"""Students, classrooms, schools: what one classroom's average says about its school."""

from hbtutor.check.exercises.classrooms.levels import (
    CLASS_VAR,
    LIMIT_WEIGHT,
    PLAN,
    PLAN_VAR,
    SCHOOL_WEIGHT,
    STUDENT_VAR,
    TOTAL_VAR,
)
from hbtutor.check.exercises.classrooms.one_classroom import (
    CLASS_MEAN,
    NEW_CLASS,
    SCHOOL_POSTERIOR,
)
from hbtutor.check.exercises.classrooms.six_schools import BEST_SCHOOL, SCHOOL_MEANS
from hbtutor.check.given.classrooms import data
from hbtutor.check.tasks import Exercise

EXERCISE = Exercise(
    name="classrooms",
    title="Students, classrooms, schools",
    data=data,
    tasks=(
        STUDENT_VAR,
        CLASS_VAR,
        TOTAL_VAR,
        SCHOOL_WEIGHT,
        LIMIT_WEIGHT,
        PLAN_VAR,
        PLAN,
        SCHOOL_POSTERIOR,
        CLASS_MEAN,
        SCHOOL_MEANS,
        BEST_SCHOOL,
        NEW_CLASS,
    ),
)
