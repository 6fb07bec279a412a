"""Experience and performance by department: lines that borrow strength from one another."""

from hbtutor.check.exercises.experience.formulas import (
    LINE_VAR,
    SHRINKAGE,
    SLOPE_WEIGHT,
    X_LEAST,
)
from hbtutor.check.exercises.experience.six_lines import NEW_EMPLOYEE, OUTSIDE, SLOPES, STEEPEST
from hbtutor.check.exercises.experience.three_employees import (
    B_SMALL,
    COEFFICIENTS,
    COVARIANCE,
    OWN_LINE,
    XTX,
)
from hbtutor.check.given.experience import data
from hbtutor.check.tasks import Exercise

EXERCISE = Exercise(
    name="experience",
    title="Experience and performance by department",
    data=data,
    tasks=(
        SLOPE_WEIGHT,
        LINE_VAR,
        X_LEAST,
        XTX,
        OWN_LINE,
        B_SMALL,
        COEFFICIENTS,
        COVARIANCE,
        OUTSIDE,
        SHRINKAGE,
        SLOPES,
        STEEPEST,
        NEW_EMPLOYEE,
    ),
)
