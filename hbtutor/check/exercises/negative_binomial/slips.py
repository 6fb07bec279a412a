"""What goes wrong with failures before the r-th success and a Beta prior.

n counts with the sum total, each of failures before the r-th success.  Each mistake is a wrong
formula in the arguments of the right one, and a hint that names the slip and not the remedy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hbtutor.check.exercises.negative_binomial.formulas import posterior
from hbtutor.check.tasks import Misconception
from hbtutor.distributions import Beta

EXPONENTS = Misconception(
    "exponents for parameters",
    "It looks as if the exponents of the density were taken for the parameters: in the Beta "
    "density they are not the same.",
    lambda n, total, r, alpha, beta: Beta(alpha + n * r - 1, beta + total - 1),
)

BOTH = (
    Misconception(
        "r forgotten",
        "It looks as if r was left out: how many people agreed in an evening?",
        lambda n, total, r, alpha, beta: Beta(alpha + n, beta + total),
    ),
    Misconception(
        "one evening's agreements",
        "It looks as if the agreements of a single evening were counted, with the refusals of all.",
        lambda n, total, r, alpha, beta: Beta(alpha + r, beta + total),
    ),
    Misconception(
        "p for 1 - p",
        "It looks as if p was taken for the probability of a refusal: which of the two does the "
        "prior's alpha belong to?",
        lambda n, total, r, alpha, beta: Beta(alpha + total, beta + n * r),
    ),
    Misconception(
        "alpha and beta swapped",
        "It looks as if alpha and beta have changed places: which of them counts the prior's "
        "successes?",
        lambda n, total, r, alpha, beta: Beta(beta + n * r, alpha + total),
    ),
    Misconception(
        "trials for failures",
        "It looks as if every call was counted as a refusal, also those that succeeded.",
        lambda n, total, r, alpha, beta: Beta(alpha + n * r, beta + n * r + total),
    ),
    Misconception(
        "mean for sum",
        "It looks as if the mean number of refusals was added, as if there had been one evening.",
        lambda n, total, r, alpha, beta: Beta(alpha + n * r, beta + total / n),
    ),
    Misconception(
        "prior forgotten",
        "This is what the evenings alone say; the prior has calls of its own to add.",
        lambda n, total, r, alpha, beta: Beta(n * r, total),
    ),
    Misconception(
        "data forgotten",
        "This is what the prior says; nothing has been learned from the evenings yet.",
        lambda n, total, r, alpha, beta: Beta(alpha, beta),
    ),
)

POSTERIOR = (*BOTH, EXPONENTS)


def of(summary: Callable[[Beta], Any]) -> tuple[Misconception, ...]:
    """Return the posterior's mistakes as mistakes of something computed from it."""

    def spoiled(law: Callable[..., Beta]) -> Callable[..., Any]:
        return lambda *given: summary(law(*given))

    return tuple(replace(wrong, formula=spoiled(wrong.formula)) for wrong in BOTH)


MEAN = (
    *of(lambda law: law.mean),
    Misconception(
        "mode for mean",
        "This is where the posterior density is highest, its mode; asked is its mean.",
        lambda *given: EXPONENTS.formula(*given).mean,
    ),
    Misconception(
        "odds for probability",
        "This is successes over failures; a probability is a share of all calls.",
        lambda *given: posterior(*given).alpha / posterior(*given).beta,
    ),
    Misconception(
        "toward zero",
        "It looks as if the evenings' own share was shrunk toward zero; the model shrinks it "
        "toward the prior mean.",
        lambda n, total, r, alpha, beta: n * r / (alpha + beta + n * r + total),
    ),
    Misconception(
        "toward one half",
        "It looks as if the evenings' own share was shrunk toward one half; the model shrinks it "
        "toward the prior mean.",
        lambda n, total, r, alpha, beta: (
            (n * r + (alpha + beta) / 2) / (alpha + beta + n * r + total)
        ),
    ),
)
