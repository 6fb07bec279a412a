"""Tasks about the three layers before any data."""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.check.exercises.fertilizer.formulas import (
    GAMMA2,
    MU,
    MU0,
    SIGMA2,
    TAU2,
    THETA,
    Y,
    correlation,
    log_joint,
    log_normal,
)
from hbtutor.check.tasks import Formula, Function, Misconception, Number, Tolerance


def _constants(y: Any, gamma2: Any, tau2: Any, sigma2: Any) -> Any:
    """Return what the normalising constants contribute to the log joint density."""
    of_a_farm = np.log(2 * np.pi * tau2) + np.log(2 * np.pi * sigma2)
    return -(np.log(2 * np.pi * gamma2) + np.size(y) * of_a_farm) / 2


LOG_JOINT = Function(
    name="log_joint",
    asks="the log of the joint density, one number for all farms together",
    arguments=(Y, THETA, MU, MU0, GAMMA2, TAU2, SIGMA2),
    formula=log_joint,
    misconceptions=(
        Misconception(
            "top layer for each farm",
            "It looks as if the density of mu was multiplied in once for each farm; how many mus "
            "are there?",
            lambda y, theta, mu, mu0, gamma2, tau2, sigma2: (
                log_joint(y, theta, mu, mu0, gamma2, tau2, sigma2)
                + (np.size(y) - 1) * log_normal(mu, mu0, gamma2)
            ),
        ),
        Misconception(
            "top layer forgotten",
            "It looks as if the density of mu is missing: this is the density given mu.",
            lambda y, theta, mu, mu0, gamma2, tau2, sigma2: (
                log_joint(y, theta, mu, mu0, gamma2, tau2, sigma2) - log_normal(mu, mu0, gamma2)
            ),
        ),
        Misconception(
            "middle layer skipped",
            "It looks as if the yield increases vary about mu; in the model they vary about "
            "something closer to them.",
            lambda y, theta, mu, mu0, gamma2, tau2, sigma2: float(
                log_normal(mu, mu0, gamma2)
                + np.sum(log_normal(theta, mu, tau2) + log_normal(y, mu, sigma2))
            ),
        ),
        Misconception(
            "middle layer about mu0",
            "It looks as if the farms' effects vary about mu0; that is what mu varies about.",
            lambda y, theta, mu, mu0, gamma2, tau2, sigma2: float(
                log_normal(mu, mu0, gamma2)
                + np.sum(log_normal(theta, mu0, tau2) + log_normal(y, theta, sigma2))
            ),
        ),
        Misconception(
            "variance for sd",
            "It looks as if variances were given where standard deviations are wanted, as "
            "scipy.stats.norm wants them.",
            lambda y, theta, mu, mu0, gamma2, tau2, sigma2: log_joint(
                y, theta, mu, mu0, gamma2**2, tau2**2, sigma2**2
            ),
        ),
        Misconception(
            "constants left out",
            "It looks as if the factors before the exponentials were left out. For a posterior "
            "they do not matter, for a density they do.",
            lambda y, theta, mu, mu0, gamma2, tau2, sigma2: (
                log_joint(y, theta, mu, mu0, gamma2, tau2, sigma2)
                - _constants(y, gamma2, tau2, sigma2)
            ),
        ),
        Misconception(
            "density for its log",
            "This is the density itself; asked is its log.",
            lambda y, theta, mu, mu0, gamma2, tau2, sigma2: float(
                np.exp(log_joint(y, theta, mu, mu0, gamma2, tau2, sigma2))
            ),
        ),
        Misconception(
            "sign",
            "The sign is wrong: a log density is large where the density is.",
            lambda y, theta, mu, mu0, gamma2, tau2, sigma2: (
                -log_joint(y, theta, mu, mu0, gamma2, tau2, sigma2)
            ),
        ),
    ),
)

VAR_Y = Number(
    name="var_y",
    asks="the variance of a farm's yield increase before any data",
    given=lambda data: data.layers[1:],
    formula=lambda gamma2, tau2, sigma2: gamma2 + tau2 + sigma2,
    tolerance=Tolerance(relative=0, absolute=5.01e-3),
    misconceptions=(
        Misconception(
            "mu taken as known",
            "This is the variance for someone who knows mu; before the trial nobody does.",
            lambda gamma2, tau2, sigma2: tau2 + sigma2,
        ),
        Misconception(
            "theta taken as known",
            "This is the variance for someone who knows the farm's effect; before the trial nobody "
            "does.",
            lambda gamma2, tau2, sigma2: sigma2,
        ),
        Misconception(
            "of the effect",
            "This is the variance of the farm's effect; the yield increase varies about it.",
            lambda gamma2, tau2, sigma2: gamma2 + tau2,
        ),
        Misconception(
            "middle layer skipped",
            "It looks as if a layer was skipped: between mu and the yield increase there is the "
            "farm.",
            lambda gamma2, tau2, sigma2: gamma2 + sigma2,
        ),
        Misconception(
            "standard deviations added",
            "It looks as if standard deviations were added; for independent steps it is the "
            "variances that add.",
            lambda gamma2, tau2, sigma2: (gamma2**0.5 + tau2**0.5 + sigma2**0.5) ** 2,
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda gamma2, tau2, sigma2: (gamma2 + tau2 + sigma2) ** 0.5,
        ),
        Misconception(
            "precisions added",
            "It looks as if precisions were added. That is for two sources of information about "
            "one thing; here one uncertainty comes on top of the other.",
            lambda gamma2, tau2, sigma2: 1 / (1 / gamma2 + 1 / tau2 + 1 / sigma2),
        ),
    ),
)

CORRELATION = Formula(
    name="correlation",
    asks="the correlation of the yield increases of two farms in gamma2, tau2 and sigma2",
    arguments=(GAMMA2, TAU2, SIGMA2),
    formula=correlation,
    misconceptions=(
        Misconception(
            "independent",
            "Given mu the farms are independent; but mu is not given. If one farm surprises "
            "upwards, what does that make you expect of the next?",
            lambda gamma2, tau2, sigma2: 0 * gamma2,
        ),
        Misconception(
            "covariance",
            "This is a covariance; a correlation has no unit.",
            lambda gamma2, tau2, sigma2: gamma2,
        ),
        Misconception(
            "of the effects",
            "This is the correlation of the two farms' effects; the yield increases vary about "
            "them.",
            lambda gamma2, tau2, sigma2: gamma2 / (gamma2 + tau2),
        ),
        Misconception(
            "same farm",
            "This is for two yield increases of one and the same farm; two farms do not share "
            "their effects.",
            lambda gamma2, tau2, sigma2: (gamma2 + tau2) / (gamma2 + tau2 + sigma2),
        ),
        Misconception(
            "ratio for share",
            "This is the shared variance over the rest; asked is the share of the whole.",
            lambda gamma2, tau2, sigma2: gamma2 / (tau2 + sigma2),
        ),
        Misconception(
            "sd for variance",
            "It looks as if standard deviations stand where variances belong.",
            lambda gamma2, tau2, sigma2: (gamma2 / (gamma2 + tau2 + sigma2)) ** 0.5,
        ),
        Misconception(
            "not shared",
            "This is the share of the variance that two farms do not have in common.",
            lambda gamma2, tau2, sigma2: (tau2 + sigma2) / (gamma2 + tau2 + sigma2),
        ),
    ),
)
