"""The tasks on the rolls of fabric: rates that borrow strength, and what comes next."""

from __future__ import annotations

from math import exp
from typing import Any

from hbtutor.check.given.insects_and_defects import InsectsAndDefects
from hbtutor.check.mistakes import gamma_poisson as mistakes
from hbtutor.check.tasks import Argument, Choice, Function, Misconception, Number, Tolerance
from hbtutor.distributions import Gamma
from hbtutor.models.gamma_poisson import GammaPoisson

THREE_DECIMALS = Tolerance(relative=0, absolute=5.01e-4)

ARGUMENTS = (
    Argument("faults", 2, 30, whole=True, each=True),
    Argument("length", 1.6, 9.5, each=True),
    Argument("alpha", 1.3, 10),
    Argument("beta", 1.4, 7),
)


def _posterior(y: Any, t: Any, alpha: Any, beta: Any) -> Gamma:
    return GammaPoisson(alpha=alpha, beta=beta).posterior(y, exposure=t)


def _rates(y: Any, t: Any, alpha: Any, beta: Any) -> Any:
    return _posterior(y, t, alpha, beta).mean


POSTERIOR = Function(
    name="posterior",
    asks="the posterior of a roll's fault rate, Gamma(shape, rate)",
    arguments=ARGUMENTS,
    formula=_posterior,
    misconceptions=mistakes.POSTERIOR,
)

RATES = Number(
    name="rates",
    asks="the posterior means of the rolls' fault rates, in the order of the table",
    given=InsectsAndDefects.all_rolls,
    formula=_rates,
    tolerance=THREE_DECIMALS,
    misconceptions=mistakes.MEAN,
)


def _labelled(data: InsectsAndDefects) -> tuple[Any, ...]:
    return (data.rolls.index, *data.all_rolls())


WORST_ROLL = Choice(
    name="worst_roll",
    asks="which roll was probably woven at the highest fault rate",
    given=_labelled,
    options=lambda data: tuple(data.rolls.index),
    formula=lambda labels, *given: labels[_rates(*given).argmax()],
    misconceptions=(
        Misconception(
            "no pooling",
            "This roll has the most faults for its length; but its length is short, and the rates "
            "of short rolls are the least certain.",
            lambda labels, y, t, *_: labels[(y / t).argmax()],
        ),
        Misconception(
            "the best roll",
            "This roll is at the other end of the table.",
            lambda labels, *given: labels[_rates(*given).argmin()],
        ),
        Misconception(
            "the longest roll",
            "This is the longest roll; a long roll has many faults even at a low rate.",
            lambda labels, y, t, *_: labels[t.argmax()],
        ),
        Misconception(
            "the shortest roll",
            "This is the shortest roll, whose rate is the least certain; that does not make it "
            "high.",
            lambda labels, y, t, *_: labels[t.argmin()],
        ),
    ),
)


def _clean(y: int, t: float, alpha: float, beta: float, more: float) -> float:
    return ((beta + t) / (beta + t + more)) ** (alpha + y)


CLEAN = Number(
    name="clean",
    asks="the probability that the next length from this loom has no fault",
    given=InsectsAndDefects.next_length,
    formula=_clean,
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a probability"),
    misconceptions=(
        Misconception(
            "rate taken as known",
            "This is the Poisson probability at the posterior mean, as if the rate were known; "
            "it is known only roughly.",
            lambda y, t, alpha, beta, more: exp(-more * (alpha + y) / (beta + t)),
        ),
        Misconception(
            "p and 1 - p swapped",
            "It looks as if p and 1 - p have changed places.",
            lambda y, t, alpha, beta, more: (more / (beta + t + more)) ** (alpha + y),
        ),
        Misconception(
            "exposure forgotten",
            "It looks as if the next length were one unit.",
            lambda y, t, alpha, beta, more: _clean(y, t, alpha, beta, 1),
        ),
        Misconception(
            "data ignored",
            "This is what to expect of a loom of which nothing is known; one roll from it has been "
            "inspected.",
            lambda y, t, alpha, beta, more: _clean(0, 0, alpha, beta, more),
        ),
        Misconception(
            "no pooling",
            "This takes the roll's own rate for the truth.",
            lambda y, t, alpha, beta, more: exp(-more * y / t),
        ),
    ),
)


def _next_var(y: int, t: float, alpha: float, beta: float, more: float) -> float:
    return GammaPoisson(alpha=alpha, beta=beta).predictive(y, exposure=t, new_exposure=more).var


def _next_mean(y: int, t: float, alpha: float, beta: float, more: float) -> float:
    return more * (alpha + y) / (beta + t)


NEXT_VAR = Number(
    name="next_var",
    asks="the variance of the number of faults in the next length from this loom",
    given=InsectsAndDefects.next_length,
    formula=_next_var,
    tolerance=THREE_DECIMALS,
    misconceptions=(
        Misconception(
            "Poisson variance",
            "This is the variance (and the mean) of a Poisson count at a rate that is known; how "
            "uncertain the rate is comes on top.",
            _next_mean,
        ),
        Misconception(
            "only the rate varies",
            "This is how uncertain the expected number is; the number itself varies about it.",
            lambda y, t, *given: _next_mean(y, t, *given) ** 2 / (given[0] + y),
        ),
        Misconception(
            "prior shape",
            "It looks as if the shape were still the prior's; the inspected roll has added to it.",
            lambda y, t, alpha, beta, more: mistakes.extra_variance(
                _next_mean(y, t, alpha, beta, more), alpha
            ),
        ),
        Misconception(
            "data ignored",
            "This is the variance before any roll from this loom was inspected.",
            lambda y, t, alpha, beta, more: _next_var(0, 0, alpha, beta, more),
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda *given: _next_var(*given) ** 0.5,
        ),
        Misconception(
            "exposure forgotten",
            "It looks as if the next length were one unit.",
            lambda y, t, alpha, beta, more: _next_var(y, t, alpha, beta, 1),
        ),
    ),
)
