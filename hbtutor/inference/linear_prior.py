"""Priors for the hierarchical linear model: on sigma, on each tau, on the correlations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.linear_coordinates import LKJ, Natural, log_lkj
from hbtutor.inference.priors import Flat, check_names, prior_of

_POSITIVE, _LINE = (0.0, np.inf), (-np.inf, np.inf)


@dataclass(frozen=True, eq=False)
class SpreadPrior:
    """The log density of log s for a spread s: a prior on s, s^2 or log s, with its Jacobian.

    flat: whether it is flat in s.
    """

    log_density: Callable[[Array], Array]
    flat: bool


@dataclass(frozen=True, eq=False)
class LinearPrior:
    """sigma and tau: priors of the spreads; eta: of the correlations (LKJ)."""

    sigma: SpreadPrior
    tau: tuple[SpreadPrior, ...]
    eta: float

    def log_density(self, at: Natural, *, correlated: bool) -> Array:
        """Return the log prior density of the coordinates at these points, (n,)."""
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            total = self.sigma.log_density(at.sigma)
            for k, one in enumerate(self.tau):
                total = total + one.log_density(at.tau[:, k])
        if correlated:
            total = total + log_lkj(at.partial, len(self.tau), self.eta)
        return np.where(np.isnan(total), -np.inf, total)


def linear_prior(prior: Any, *, q: int, groups: int, correlated: bool) -> LinearPrior:
    """Return the priors by name, refusing those known to have no proper posterior.

    Defaults: flat on mu, on every tau and on log sigma, LKJ(1) on the correlations.
    """
    prior = {} if prior is None else prior
    spreads = ("tau", "tau2", "log_tau", "sigma", "sigma2", "log_sigma")
    check_names(prior, ("mu", *spreads, *(("correlation",) if correlated and q > 1 else ())))
    if not isinstance(prior.get("mu", Flat()), Flat):
        raise ValueError(
            "prior['mu'] must be Flat(), for which mu is integrated out exactly; "
            f"got {prior['mu']!r}."
        )
    key = _one_of(prior, "tau", default="tau")
    given = prior.get(key, Flat())
    each = list(given) if isinstance(given, Sequence) else [given] * q
    if len(each) != q:
        raise ValueError(f"prior[{key!r}] must be one prior or a list of {q}; got {len(each)}.")
    tau = tuple(_spread(key, "tau", value) for value in each)
    if key == "log_tau" and any(isinstance(value, Flat) for value in each):
        raise ValueError(
            "a flat prior on log_tau gives an improper posterior: as tau tends to 0 the marginal "
            "likelihood tends to a positive constant. Use Flat() or HalfCauchy on tau."
        )
    if any(isinstance(value, Flat) for value in each) and groups < q + 2:
        raise ValueError(
            f"a flat prior on {key} needs at least {q + 2} groups; got {groups}. Use a proper "
            "prior such as HalfCauchy or HalfNormal on tau."
        )
    correlation = prior.get("correlation", LKJ(1.0))
    if not isinstance(correlation, LKJ):
        raise ValueError(f"prior['correlation'] must be LKJ(eta); got {correlation!r}.")
    name = _one_of(prior, "sigma", default="log_sigma")
    return LinearPrior(_spread(name, "sigma", prior.get(name, Flat())), tau, correlation.eta)


def _one_of(prior: Any, name: str, *, default: str) -> str:
    given = [key for key in (name, f"{name}2", f"log_{name}") if key in prior]
    if len(given) > 1:
        raise ValueError(f"prior must name one scale of {name} only; got {given}.")
    return given[0] if given else default


def _spread(key: str, name: str, value: Any) -> SpreadPrior:
    """Return the density of log s; its Jacobian is s, 2 s^2 or 1."""
    if key == f"log_{name}":
        chosen = prior_of(key, value, _LINE)
        return SpreadPrior(lambda s: _within(chosen, np.log(s)), flat=False)
    chosen = prior_of(key, value, _POSITIVE)
    if key == f"{name}2":
        return SpreadPrior(lambda s: _within(chosen, s**2) + 2 * np.log(s), flat=False)
    return SpreadPrior(lambda s: _within(chosen, s) + np.log(s), flat=isinstance(value, Flat))


def _within(prior: Any, x: Array) -> Array:
    low, high = prior.support
    return np.where((x > low) & (x < high), prior.logpdf(x), -np.inf)
