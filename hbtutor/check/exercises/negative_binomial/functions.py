"""The tasks whose answer is a function, a formula or a choice."""

from __future__ import annotations

from typing import Any

from hbtutor.check.exercises.negative_binomial import slips
from hbtutor.check.exercises.negative_binomial.formulas import (
    ALPHA,
    BETA,
    TOTAL,
    N,
    R,
    chance,
    expected,
    posterior,
)
from hbtutor.check.given.negative_binomial import Calls
from hbtutor.check.tasks import Choice, Formula, Function, Misconception

POSTERIOR = Function(
    name="posterior",
    asks="the posterior of p, Beta(alpha, beta)",
    arguments=(N, TOTAL, R, ALPHA, BETA),
    formula=posterior,
    misconceptions=slips.POSTERIOR,
)

CHANCE_FORMULA = Formula(
    name="chance_formula",
    asks="the posterior mean of p in n, total, r, alpha and beta",
    arguments=(N, TOTAL, R, ALPHA, BETA),
    formula=chance,
    misconceptions=slips.MEAN,
)

EXPECTED_FORMULA = Formula(
    name="expected_formula",
    asks="the expected number of refusals before r agreements in r, alpha and beta",
    arguments=(R, ALPHA, BETA),
    formula=expected,
    misconceptions=(
        Misconception(
            "p taken as known",
            "This is the expected number at the mean of p. The mean of one over p is not one over "
            "the mean of p.",
            lambda r, alpha, beta: r * beta / alpha,
        ),
        Misconception(
            "p for 1 - p",
            "It looks as if p was taken for the probability of a refusal.",
            lambda r, alpha, beta: r * alpha / (beta - 1),
        ),
        Misconception(
            "r forgotten",
            "These are the refusals before the first agreement; here r people have to agree.",
            lambda r, alpha, beta: beta / (alpha - 1),
        ),
        Misconception(
            "calls for refusals",
            "These are all calls; asked are those that are refused.",
            lambda r, alpha, beta: r * (alpha + beta - 1) / (alpha - 1),
        ),
        Misconception(
            "mode for mean",
            "It looks as if p was taken to be where its density is highest.",
            lambda r, alpha, beta: r * (beta - 1) / (alpha - 1),
        ),
        Misconception(
            "refusals of a binomial",
            "These are the refusals in r calls; here the calls go on until r people have agreed.",
            lambda r, alpha, beta: r * beta / (alpha + beta),
        ),
    ),
)


def _always(letter: str) -> Any:
    return lambda *_: letter


def _no_data(data: Calls) -> tuple[Any, ...]:
    return ()


STOPPING = Choice(
    name="stopping",
    asks="how the other team's posterior compares with yours",
    given=_no_data,
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("c"),
    misconceptions=(
        Misconception(
            "stopping on a success",
            "Each of your evenings ends with a success, and yet calls are added until it comes: "
            "write the two likelihoods down and compare them as functions of p.",
            _always("a"),
        ),
        Misconception(
            "planned numbers count for more",
            "What was planned tells nothing about p; what was seen does.",
            _always("b"),
        ),
        Misconception(
            "constants matter",
            "The two likelihoods have different constants in front; what becomes of a constant "
            "when the posterior is made to have area one?",
            _always("d"),
        ),
        Misconception(
            "different models cannot be compared",
            "The data have different distributions, but p means the same in both.",
            _always("e"),
        ),
    ),
)
