"""The tasks whose answer is a number or a distribution at the exercise's data."""

from __future__ import annotations

from typing import Any

from hbtutor.check.exercises.negative_binomial import slips
from hbtutor.check.exercises.negative_binomial.formulas import chance, posterior, tonight, weight
from hbtutor.check.given.negative_binomial import Calls
from hbtutor.check.tasks import Misconception, Number, Tolerance
from hbtutor.distributions import BetaNegativeBinomialCount, NegativeBinomial

THREE_DECIMALS = Tolerance(relative=0, absolute=5.01e-4)

CALLS = Number(
    name="calls",
    asks="the number of all calls that were made in these evenings",
    given=lambda data: data.known()[:3],
    formula=lambda n, total, r: n * r + total,
    misconceptions=(
        Misconception(
            "refusals only",
            "These are the calls that were refused; those that succeeded were calls too.",
            lambda n, total, r: total,
        ),
        Misconception(
            "agreements only",
            "These are the calls that succeeded; those that were refused were calls too.",
            lambda n, total, r: n * r,
        ),
        Misconception(
            "r forgotten",
            "It looks as if one agreement was counted for each evening.",
            lambda n, total, r: n + total,
        ),
        Misconception(
            "one evening's agreements",
            "It looks as if the agreements of a single evening were counted, with the refusals of "
            "all.",
            lambda n, total, r: r + total,
        ),
        Misconception(
            "last call forgotten",
            "It looks as if the last call of each evening was left out: was it not a success?",
            lambda n, total, r: n * (r - 1) + total,
        ),
    ),
)

LAW = Number(
    name="law",
    asks="the posterior of p after these evenings, Beta(alpha, beta)",
    given=Calls.known,
    formula=posterior,
    misconceptions=slips.POSTERIOR,
)

CHANCE = Number(
    name="chance",
    asks="the posterior mean of p",
    given=Calls.known,
    formula=chance,
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a probability"),
    misconceptions=slips.MEAN,
)

B = Number(
    name="B",
    asks="the weight on the prior mean",
    given=Calls.known,
    formula=weight,
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a weight"),
    misconceptions=(
        Misconception(
            "B and 1 - B swapped",
            "It looks as if B and 1 - B have changed places: which of the two weights should grow "
            "when more calls are made?",
            lambda *given: 1 - weight(*given),
        ),
        Misconception(
            "evenings for calls",
            "It looks as if the prior was compared with the number of evenings; it counts calls.",
            lambda n, total, r, alpha, beta: (alpha + beta) / (alpha + beta + n),
        ),
        Misconception(
            "successes only",
            "It looks as if the prior was compared with the calls that succeeded; those that were "
            "refused tell something too.",
            lambda n, total, r, alpha, beta: (alpha + beta) / (alpha + beta + n * r),
        ),
        Misconception(
            "failures only",
            "It looks as if the prior was compared with the refusals; the calls that succeeded "
            "tell something too.",
            lambda n, total, r, alpha, beta: (alpha + beta) / (alpha + beta + total),
        ),
        Misconception(
            "alpha for prior size",
            "It looks as if only alpha was counted: the prior's failures are calls too.",
            lambda n, total, r, alpha, beta: alpha / (alpha + n * r + total),
        ),
        Misconception(
            "ratio for share",
            "This is one number of calls over the other; a weight is a share of a whole.",
            lambda n, total, r, alpha, beta: (alpha + beta) / (n * r + total),
        ),
    ),
)

EXPECTED_TONIGHT = Number(
    name="expected_tonight",
    asks="the expected number of refusals in one more evening",
    given=Calls.known,
    formula=lambda *given: float(tonight(*given).mean),
    tolerance=THREE_DECIMALS,
    misconceptions=(
        Misconception(
            "p taken as known",
            "This is the expected number if p were equal to its posterior mean; a small p costs "
            "more calls than a large one saves.",
            lambda n, total, r, *prior: _plugged_in(n, total, r, *prior).mean,
        ),
        Misconception(
            "average evening",
            "This is the mean of the evenings seen, as if nothing else were known.",
            lambda n, total, r, alpha, beta: total / n,
        ),
        Misconception(
            "data forgotten",
            "This is what the prior alone expects.",
            lambda n, total, r, alpha, beta: r * beta / (alpha - 1),
        ),
        Misconception(
            "r forgotten",
            "These are the refusals before the first agreement; an evening needs more.",
            lambda n, total, r, alpha, beta: (beta + total) / (alpha + n * r - 1),
        ),
        Misconception(
            "calls for refusals",
            "These are all calls of the evening; asked are those that are refused.",
            lambda n, total, r, *prior: float(tonight(n, total, r, *prior).mean) + r,
        ),
    ),
)


def _plugged_in(n: Any, total: Any, r: Any, alpha: Any, beta: Any) -> NegativeBinomial:
    return NegativeBinomial(r, chance(n, total, r, alpha, beta))


def _unlearned(n: Any, total: Any, r: Any, alpha: Any, beta: Any) -> BetaNegativeBinomialCount:
    return BetaNegativeBinomialCount(r=r, alpha=alpha, beta=beta)


def _first(n: Any, total: Any, r: Any, alpha: Any, beta: Any) -> BetaNegativeBinomialCount:
    law = posterior(n, total, r, alpha, beta)
    return BetaNegativeBinomialCount(r=1, alpha=law.alpha, beta=law.beta)


VAR_TONIGHT = Number(
    name="var_tonight",
    asks="the variance of the number of refusals in one more evening",
    given=Calls.known,
    formula=lambda *given: float(tonight(*given).var),
    tolerance=THREE_DECIMALS,
    misconceptions=(
        Misconception(
            "p taken as known",
            "This is how the count would vary if p were equal to its posterior mean; p is known "
            "only roughly.",
            lambda *given: float(_plugged_in(*given).var),
        ),
        Misconception(
            "variance of p",
            "This is how unsure we are of p; a number of refusals is another quantity.",
            lambda *given: posterior(*given).var,
        ),
        Misconception(
            "data forgotten",
            "This is the variance before anything was learned from the evenings.",
            lambda *given: float(_unlearned(*given).var),
        ),
        Misconception(
            "r forgotten",
            "This is the variance of the refusals before the first agreement; an evening needs "
            "more.",
            lambda *given: float(_first(*given).var),
        ),
        Misconception(
            "mean for variance",
            "This is the mean. For a Poisson count it would be the variance as well; waiting for "
            "successes varies more.",
            lambda *given: float(tonight(*given).mean),
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda *given: float(tonight(*given).var) ** 0.5,
        ),
    ),
)


def _more_than(law: Any) -> Any:
    return lambda *given: 1 - float(law(*given[:-1]).cdf(given[-1]))


TOO_LATE = Number(
    name="too_late",
    asks="the probability of more than so many refusals in one more evening",
    given=lambda data: (*data.known(), data.late),
    formula=_more_than(tonight),
    tolerance=THREE_DECIMALS,
    bounds=(0, 1, "it is a probability"),
    misconceptions=(
        Misconception(
            "p taken as known",
            "This is what a negative binomial says at the posterior mean, as if that were p; it is "
            "known only roughly.",
            _more_than(_plugged_in),
        ),
        Misconception(
            "the other tail",
            "This is the probability of that number or fewer.",
            lambda *given: 1 - _more_than(tonight)(*given),
        ),
        Misconception(
            "off by one",
            "This is the probability of that number or more; asked is more than that.",
            lambda *given: _more_than(tonight)(*given[:-1], given[-1] - 1),
        ),
        Misconception(
            "data forgotten",
            "This is the probability before anything was learned from the evenings.",
            _more_than(_unlearned),
        ),
        Misconception(
            "p for 1 - p",
            "It looks as if p was taken for the probability of a refusal.",
            _more_than(
                lambda n, total, r, alpha, beta: BetaNegativeBinomialCount(
                    r=r, alpha=beta + total, beta=alpha + n * r
                )
            ),
        ),
        Misconception(
            "prior forgotten",
            "This is what the evenings alone say; the prior has calls of its own to add.",
            _more_than(
                lambda n, total, r, alpha, beta: BetaNegativeBinomialCount(
                    r=r, alpha=n * r, beta=total
                )
            ),
        ),
    ),
)
