"""Tasks about the posterior of mu under its flat prior."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hbtutor.check.exercises.flat_prior.formulas import SIGMA2, TAU2, Y, posterior_mu
from hbtutor.check.tasks import Function, Misconception, Number, Tolerance

Weights = Callable[[Any, Any], Any]

# The ways to weight the studies, as functions of sigma2 and tau2.
WAYS: tuple[tuple[str, str, Weights], ...] = (
    (
        "tau2 forgotten",
        "It looks as if only sigma2 was used: even a study of endless size shows the effect in its "
        "own district, and that is not mu.",
        lambda sigma2, tau2: 1 / sigma2,
    ),
    (
        "equal weights",
        "All studies seem to have the same weight, the small and the large ones.",
        lambda sigma2, tau2: 1 + 0 * sigma2,
    ),
    (
        "sd for variance",
        "It looks as if standard deviations were used for the weights; precisions are made from "
        "variances.",
        lambda sigma2, tau2: 1 / (sigma2 + tau2) ** 0.5,
    ),
    (
        "variance for precision",
        "It looks as if the noisiest study has the largest weight.",
        lambda sigma2, tau2: sigma2 + tau2,
    ),
)


def _share(way: Weights) -> Callable[..., Any]:
    def weights(sigma2: Any, tau2: Any) -> Any:
        return way(sigma2, tau2) / np.sum(way(sigma2, tau2))

    return weights


def _precisions(sigma2: Any, tau2: Any) -> Any:
    return 1 / (sigma2 + tau2)


WEIGHTS = Number(
    name="weights",
    asks="the weights of the studies in the posterior mean of mu, in the order of the table",
    given=lambda data: data.all_studies()[1:],
    formula=_share(_precisions),
    tolerance=Tolerance(relative=0, absolute=5.01e-4),
    bounds=(0, 1, "these are shares of a whole"),
    misconceptions=(
        *(Misconception(name, hint, _share(way)) for name, hint, way in WAYS),
        Misconception(
            "not shares",
            "These are precisions; asked are weights, which add up to one.",
            _precisions,
        ),
        Misconception(
            "weight on mu",
            "This is how much each district's own effect leans on mu; asked is how much mu leans "
            "on each study.",
            lambda sigma2, tau2: sigma2 / (sigma2 + tau2),
        ),
    ),
)


def _mean(way: Weights) -> Callable[..., Any]:
    def mean(y: Any, sigma2: Any, tau2: Any) -> Any:
        return float(np.average(y, weights=way(sigma2, tau2)))

    return mean


def _variance(of: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda y, sigma2, tau2: float(of(np.asarray(sigma2, dtype=float), tau2))


def _right_var(sigma2: Any, tau2: Any) -> Any:
    return posterior_mu(0 * sigma2, sigma2, tau2).var


SLIPS = (
    *(Misconception(name, hint, _mean(way), part="mean") for name, hint, way in WAYS),
    Misconception(
        "sum for mean",
        "It looks as if the weighted effects were added and never divided by the sum of the "
        "weights.",
        lambda y, sigma2, tau2: float(np.sum(_precisions(np.asarray(sigma2, float), tau2) * y)),
        part="mean",
    ),
    Misconception(
        "no tau2",
        "In the variance, it looks as if the districts did not differ: only sigma2 was used.",
        _variance(lambda sigma2, tau2: 1 / np.sum(1 / sigma2)),
        part="var",
    ),
    Misconception(
        "precision for variance",
        "This is a precision; asked is a variance.",
        _variance(lambda sigma2, tau2: 1 / _right_var(sigma2, tau2)),
        part="var",
    ),
    Misconception(
        "sd of the mean",
        "This is a standard deviation; asked is a variance.",
        _variance(lambda sigma2, tau2: _right_var(sigma2, tau2) ** 0.5),
        part="var",
    ),
    Misconception(
        "precisions of sds",
        "In the variance, it looks as if the precisions were made from standard deviations.",
        _variance(lambda sigma2, tau2: 1 / np.sum((sigma2 + tau2) ** -0.5)),
        part="var",
    ),
    Misconception(
        "J forgotten",
        "This is how much one study varies about mu, on average; several of them leave less doubt.",
        _variance(lambda sigma2, tau2: np.mean(sigma2 + tau2)),
        part="var",
    ),
    Misconception(
        "variance for sd",
        "It looks as if a variance was given to scipy.stats.norm, which wants the standard "
        "deviation.",
        _variance(lambda sigma2, tau2: _right_var(sigma2, tau2) ** 2),
        part="var",
    ),
)

POSTERIOR_MU = Function(
    name="posterior_mu",
    asks="the posterior of mu under its flat prior, Normal(mean, var), from all studies together",
    arguments=(Y, SIGMA2, TAU2),
    formula=posterior_mu,
    misconceptions=tuple(slip for slip in SLIPS if slip.name != "J forgotten"),
)

MEAN_EFFECT = Number(
    name="mean_effect",
    asks="the posterior of the mean effect mu, Normal(mean, var)",
    given=lambda data: data.all_studies(),
    formula=posterior_mu,
    tolerance=Tolerance(relative=0, absolute=5.01e-3),
    misconceptions=SLIPS,
)
