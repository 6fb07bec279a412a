"""The tasks whose answer is a formula: the Negative Binomial marginal and what follows from it."""

from __future__ import annotations

from typing import Any

import sympy as sp

from hbtutor.check.mistakes import gamma_poisson as mistakes
from hbtutor.check.tasks import Argument, Formula, Misconception
from hbtutor.models.gamma_poisson import GammaPoisson

Y = Argument("y", 2, 9, whole=True)
T = Argument("t", 1.6, 6)
ALPHA = Argument("alpha", 1.3, 5)
BETA = Argument("beta", 1.4, 4)
M = Argument("m", 2, 15)


def _pmf(y: Any, alpha: Any, p: Any) -> Any:
    ways = sp.gamma(alpha + y) / (sp.gamma(alpha) * sp.gamma(y + 1))
    return ways * p**alpha * (1 - p) ** y


def _p(t: Any, beta: Any) -> Any:
    return GammaPoisson(alpha=1, beta=beta).shrinkage(exposure=t)


PMF_FORMULA = Formula(
    name="pmf_formula",
    asks="the probability of the count y with the rate integrated out",
    arguments=(Y, T, ALPHA, BETA),
    formula=lambda y, t, alpha, beta: _pmf(y, alpha, _p(t, beta)),
    misconceptions=(
        Misconception(
            "p and 1 - p swapped",
            "It looks as if p and 1 - p have changed places: what should happen to large counts "
            "when the exposure t grows?",
            lambda y, t, alpha, beta: _pmf(y, alpha, 1 - _p(t, beta)),
        ),
        Misconception(
            "exposure forgotten",
            "It looks as if t was left out: the count's mean is the rate times the exposure.",
            lambda y, t, alpha, beta: _pmf(y, alpha, 1 / (1 + 1 / beta)),
        ),
        Misconception(
            "scale for rate",
            "It looks as if beta was taken for a scale: in this book's Gamma density it stands "
            "in exp(-beta * theta).",
            lambda y, t, alpha, beta: _pmf(y, alpha, 1 / (1 + t * beta)),
        ),
        Misconception(
            "Poisson at the mean rate",
            "This is the Poisson probability at the mean rate: the rate was replaced by its mean "
            "where it should be integrated out.",
            lambda y, t, alpha, beta: (
                sp.exp(-t * alpha / beta) * (t * alpha / beta) ** y / sp.gamma(y + 1)
            ),
        ),
        Misconception(
            "y factorial forgotten",
            "It looks as if the Poisson density's factorial got lost on the way.",
            lambda y, t, alpha, beta: _pmf(y, alpha, _p(t, beta)) * sp.gamma(y + 1),
        ),
        Misconception(
            "t to the y forgotten",
            "It looks as if the power of t in the Poisson density got lost on the way.",
            lambda y, t, alpha, beta: _pmf(y, alpha, _p(t, beta)) / t**y,
        ),
    ),
)

P_FORMULA = Formula(
    name="p_formula",
    asks="the p of the Negative Binomial, which counts failures before the alpha-th success",
    arguments=(T, BETA),
    formula=_p,
    misconceptions=(
        Misconception(
            "p and 1 - p swapped",
            "It looks as if p and 1 - p have changed places: p is what is raised to the power "
            "alpha, not to the power y.",
            lambda t, beta: 1 - _p(t, beta),
        ),
        Misconception(
            "exposure forgotten",
            "It looks as if t was left out.",
            lambda t, beta: beta / (beta + 1),
        ),
        Misconception(
            "scale for rate",
            "It looks as if beta was taken for a scale; it is a rate.",
            lambda t, beta: 1 / (1 + t * beta),
        ),
        Misconception(
            "odds for probability",
            "This is a ratio that can exceed 1; a probability is a share of a whole.",
            lambda t, beta: beta / t,
        ),
        Misconception(
            "not normalised",
            "This is one over the posterior rate; what stands above it in the power alpha?",
            lambda t, beta: 1 / (beta + t),
        ),
    ),
)

VAR_FORMULA = Formula(
    name="var_formula",
    asks="the variance of the count in its mean m and alpha",
    arguments=(M, ALPHA),
    formula=lambda m, alpha: GammaPoisson(alpha=alpha, beta=alpha).marginal(exposure=m).var,
    misconceptions=mistakes.VARIANCE,
)
