"""Tasks about proper priors that grow flat, and about the mass that a flat prior leaves."""

from __future__ import annotations

from sympy import pi

from hbtutor.check.exercises.flat_prior.formulas import (
    GAMMA2,
    MU0,
    SHARE,
    Y1,
    Y2,
    YBAR,
    J,
    V,
    evidence,
    exponential,
    gamma2_needed,
    number,
    proper_mean,
)
from hbtutor.check.tasks import Formula, Misconception

PROPER_MEAN = Formula(
    name="proper_mean",
    asks="the posterior mean of mu under the proper prior in ybar, J, v, mu0 and gamma2",
    arguments=(YBAR, J, V, MU0, GAMMA2),
    formula=proper_mean,
    misconceptions=(
        Misconception(
            "weights swapped",
            "It looks as if the two weights have changed places: where should the mean go when "
            "gamma2 grows?",
            lambda ybar, J, v, mu0, gamma2: (ybar * v / J + mu0 * gamma2) / (v / J + gamma2),
        ),
        Misconception(
            "J forgotten",
            "It looks as if J was left out: a mean over many groups varies less than one of them.",
            lambda ybar, J, v, mu0, gamma2: (ybar * gamma2 + mu0 * v) / (gamma2 + v),
        ),
        Misconception(
            "square root of J",
            "It looks as if v was divided by the square root of J; that rule belongs to standard "
            "deviations.",
            lambda ybar, J, v, mu0, gamma2: (
                (ybar * gamma2 + mu0 * v / J**0.5) / (gamma2 + v / J**0.5)
            ),
        ),
        Misconception(
            "already flat",
            "This is the posterior mean under the flat prior; asked is the one under the proper "
            "prior.",
            lambda ybar, J, v, mu0, gamma2: ybar,
        ),
        Misconception(
            "sd for variance",
            "It looks as if standard deviations stand where variances belong.",
            lambda ybar, J, v, mu0, gamma2: (
                (ybar * gamma2**0.5 + mu0 * (v / J) ** 0.5) / (gamma2**0.5 + (v / J) ** 0.5)
            ),
        ),
        Misconception(
            "plain average",
            "The data and the prior seem to have the same weight, whatever is known from each.",
            lambda ybar, J, v, mu0, gamma2: (ybar + mu0) / 2,
        ),
    ),
)

GAMMA2_NEEDED = Formula(
    name="gamma2_needed",
    asks="the prior variance at which the prior mean gets the weight b",
    arguments=(SHARE, J, V),
    formula=gamma2_needed,
    misconceptions=(
        Misconception(
            "b and 1 - b swapped",
            "It looks as if b was taken for the weight on the data. Try a small b: should the "
            "prior be narrow or wide?",
            lambda b, J, v: v * b / (J * (1 - b)),
        ),
        Misconception(
            "J forgotten",
            "It looks as if J was left out: against many groups even a narrow prior has little "
            "weight.",
            lambda b, J, v: v * (1 - b) / b,
        ),
        Misconception(
            "J upside down",
            "It looks as if v was multiplied by J: that is the variance of a sum.",
            lambda b, J, v: v * J * (1 - b) / b,
        ),
        Misconception(
            "ratio for share",
            "It looks as if b was taken for one variance over the other; it is a share of their "
            "sum.",
            lambda b, J, v: v / (J * b),
        ),
        Misconception(
            "inverted",
            "It looks as if the fraction stands on its head: noisier data call for a wider prior.",
            lambda b, J, v: J * b / (v * (1 - b)),
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda b, J, v: (v * (1 - b) / (J * b)) ** 0.5,
        ),
    ),
)

EVIDENCE = Formula(
    name="evidence",
    asks="the integral of the likelihood over mu in y1, y2 and v",
    arguments=(Y1, Y2, V),
    formula=evidence,
    misconceptions=(
        Misconception(
            "one variance for two",
            "It looks as if the difference of the two had the variance of one of them; how much "
            "does a difference vary?",
            lambda y1, y2, v: (
                exponential(-((y1 - y2) ** 2) / (2 * v)) / (2 * number(pi, y1, y2, v) * v) ** 0.5
            ),
        ),
        Misconception(
            "maximum for integral",
            "This is the largest value of the likelihood; asked is its integral over all mu.",
            lambda y1, y2, v: (
                exponential(-((y1 - y2) ** 2) / (4 * v)) / (2 * number(pi, y1, y2, v) * v)
            ),
        ),
        Misconception(
            "constant forgotten",
            "The exponential is right; the constants of the normal densities are missing, and they "
            "do not vanish in the integral.",
            lambda y1, y2, v: exponential(-((y1 - y2) ** 2) / (4 * v)),
        ),
        Misconception(
            "infinite prior mass",
            "The prior has an infinite integral; this integral has the likelihood in it, which "
            "falls off on both sides.",
            lambda y1, y2, v: 1 + 0 * v,
        ),
        Misconception(
            "sd for variance",
            "It looks as if v was taken for a standard deviation; it is a variance already.",
            lambda y1, y2, v: evidence(y1, y2, v**2),
        ),
        Misconception(
            "root forgotten",
            "The exponential is right; look again at the root in the constant before it.",
            lambda y1, y2, v: (
                exponential(-((y1 - y2) ** 2) / (4 * v)) / (4 * number(pi, y1, y2, v) * v)
            ),
        ),
    ),
)
