"""The tasks whose answer is a formula or a function: one slope, a line, the matrix weight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from hbtutor.check.mistakes import hierarchical_linear as mistakes
from hbtutor.check.tasks import Argument, Formula, Function, Misconception
from hbtutor.models.normal_normal import NormalNormal

SXX = Argument("sxx", 5, 60)
TAU2 = Argument("tau2", 0.4, 0.9)
SIGMA2 = Argument("sigma2", 15, 40)
X = Argument("x", 2, 9)
S00, S01, S11 = Argument("s00", 20, 36), Argument("s01", 1.1, 2.2), Argument("s11", 0.45, 0.8)


def _slope_weight(sxx: Any, tau2: Any, sigma2: Any) -> Any:
    # The least-squares slope is one observation of variance sigma2 / sxx.
    return NormalNormal(mu=0, tau2=tau2).shrinkage(sigma2=sigma2 / sxx)


SLOPE_WEIGHT = Formula(
    name="slope_weight",
    asks="the weight on the mean slope in sxx, tau2 and sigma2",
    arguments=(SXX, TAU2, SIGMA2),
    formula=_slope_weight,
    misconceptions=(
        Misconception(
            "weights swapped",
            "It looks as if B and 1 - B have changed places: B is the weight on the mean slope, "
            "and a department with much experience to compare should need it less.",
            lambda sxx, tau2, sigma2: 1 - _slope_weight(sxx, tau2, sigma2),
        ),
        Misconception(
            "sxx forgotten",
            "It looks as if sxx was left out: the variance of a least-squares slope depends on how "
            "far the x are spread.",
            lambda sxx, tau2, sigma2: sigma2 / (sigma2 + tau2),
        ),
        Misconception(
            "precision for variance",
            "It looks as if tau2 was taken for a precision; it is the variance of the slopes.",
            lambda sxx, tau2, sigma2: sigma2 / (sigma2 + sxx / tau2),
        ),
        Misconception(
            "square root of sxx",
            "It looks as if sxx stood under a root; that is so in a standard error, not in a "
            "variance.",
            lambda sxx, tau2, sigma2: sigma2 / (sigma2 + sxx**0.5 * tau2),
        ),
        Misconception(
            "sxx upside down",
            "It looks as if sxx multiplied the noise: do widely spread x make a slope less sure?",
            lambda sxx, tau2, sigma2: sigma2 * sxx / (sigma2 * sxx + tau2),
        ),
    ),
)

LINE_VAR = Formula(
    name="line_var",
    asks="the variance of a + b x over the departments in x, s00, s01 and s11",
    arguments=(X, S00, S01, S11),
    formula=lambda x, s00, s01, s11: s00 + 2 * x * s01 + x**2 * s11,
    misconceptions=(
        Misconception(
            "covariance forgotten",
            "It looks as if intercept and slope were independent; here they vary together.",
            lambda x, s00, s01, s11: s00 + x**2 * s11,
        ),
        Misconception(
            "covariance once",
            "It looks as if the covariance was counted once; how often does it stand in Sigma?",
            lambda x, s00, s01, s11: s00 + x * s01 + x**2 * s11,
        ),
        Misconception(
            "x not squared",
            "It looks as if x was not squared where it multiplies a variance.",
            lambda x, s00, s01, s11: s00 + 2 * x * s01 + x * s11,
        ),
        Misconception(
            "difference for sum",
            "This is the variance of a - b x; asked is that of a + b x.",
            lambda x, s00, s01, s11: s00 - 2 * x * s01 + x**2 * s11,
        ),
        Misconception(
            "mean for variance",
            "It looks as if x weighed the variances as it weighs the means.",
            lambda x, s00, s01, s11: s00 + x * s11,
        ),
    ),
)

X_LEAST = Formula(
    name="x_least",
    asks="the x at which the departments' lines differ least",
    arguments=(S00, S01, S11),
    formula=lambda s00, s01, s11: -s01 / s11,
    misconceptions=(
        Misconception(
            "wrong sign",
            "It looks as if a sign was lost: where the covariance is positive, lines that start "
            "high also rise fast; on which side do they meet?",
            lambda s00, s01, s11: s01 / s11,
        ),
        Misconception(
            "upside down",
            "It looks as if the fraction stands on its head.",
            lambda s00, s01, s11: -s11 / s01,
        ),
        Misconception(
            "the other regression",
            "It looks as if s00 stands where another variance belongs: which of them multiplies "
            "the square of x?",
            lambda s00, s01, s11: -s01 / s00,
        ),
        Misconception(
            "factor two",
            "It looks as if a factor 2 was lost in differentiating the square.",
            lambda s00, s01, s11: -2 * s01 / s11,
        ),
        Misconception(
            "at zero",
            "At x = 0 the lines differ by their intercepts; that is not where they differ least.",
            lambda s00, s01, s11: 0 * s01,
        ),
    ),
)


def _from_sums(formula: Callable[..., Any]) -> Callable[..., Any]:
    def of_sums(n: Any, sx: Any, sxx: Any, s00: Any, s01: Any, s11: Any, sigma2: Any) -> Any:
        gram = np.array([[n, sx], [sx, sxx]], dtype=float)
        return formula(gram, np.array([[s00, s01], [s01, s11]]), sigma2)

    return of_sums


SHRINKAGE = Function(
    name="shrinkage",
    asks="the matrix B, the weight on mu, of shape (2, 2)",
    arguments=(
        Argument("n", 3, 30, whole=True),
        Argument("sx", 2, 12),
        Argument("sxx", 60, 300),
        S00,
        S01,
        S11,
        SIGMA2,
    ),
    formula=_from_sums(mistakes.weight),
    misconceptions=tuple(
        replace(wrong, formula=_from_sums(wrong.formula)) for wrong in mistakes.WEIGHT
    ),
)
