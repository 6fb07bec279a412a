"""Priors on the spread between normal groups, on any of its scales, and when they are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from hbtutor.inference.coordinates import Coordinate
from hbtutor.inference.family import Array
from hbtutor.inference.normal_data import NormalData
from hbtutor.inference.priors import Flat, Prior, prior_of


class _Scale(NamedTuple):
    """A name for the spread: from tau, the log of its derivative, and back."""

    of_tau: Callable[[Array], Array]
    log_slope: Callable[[Array], Array]
    to_tau: Callable[[float], float]
    domain: tuple[float, float]
    power: int  # a flat density of it is tau ** power times a flat density of tau


SCALES = {
    "tau": _Scale(lambda t: t, lambda t: np.zeros_like(t), float, (0.0, np.inf), 0),
    "tau2": _Scale(lambda t: t * t, lambda t: np.log(2 * t), lambda x: x**0.5, (0.0, np.inf), 1),
    "log_tau": _Scale(
        np.log, lambda t: -np.log(t), lambda x: float(np.exp(x)), (-np.inf, np.inf), -1
    ),
}


@dataclass(frozen=True, eq=False)
class ScalePrior:
    """A prior on the spread, and the coordinate in which it is integrated.

    name: the scale on which the prior is a density; improper: what to say if the tails fail.
    """

    name: str
    prior: Prior
    coordinate: Coordinate
    improper: str

    def log_density(self, u: Array, tau: Array) -> Array:
        """Log density of the coordinate u, (K,), under the prior; tau: the same in its own unit."""
        if isinstance(self.prior, Flat) and self.name == "tau":
            return self.coordinate.log_jacobian(u)
        scale = SCALES[self.name]
        with np.errstate(divide="ignore", over="ignore"):
            log_p = self.prior.logpdf(scale.of_tau(tau)) + scale.log_slope(tau)
        return np.where(np.isnan(log_p), -np.inf, log_p) + self.coordinate.log_jacobian(u)

    def start(self, data: NormalData) -> Array:
        """A first guess: what is left of the variance of y when that of the errors is taken off."""
        typical = data.typical
        spare = float(np.mean(data.powers[2])) - typical
        guess = max(spare, 0.1 * typical) ** 0.5
        low, high = self.coordinate.low, self.coordinate.high
        if not low < guess < high:
            guess = (low + high) / 2 if np.isfinite(high) else low + typical**0.5
        return np.atleast_1d(self.coordinate.line(np.asarray(guess)))


def scale_prior(prior: Any, *, groups: int, flat_mu: bool) -> ScalePrior:
    """Return the prior on the spread, refusing what is known to have no proper posterior.

    As tau grows the marginal likelihood falls as tau^-(J-1) under a flat prior on mu and as
    tau^-J under a proper one; as tau tends to 0 it tends to a positive constant.
    """
    given = [name for name in SCALES if name in prior]
    if len(given) > 1:
        raise ValueError(f"prior must name one scale of the spread only; got {given}.")
    name = given[0] if given else "tau"
    value = prior.get(name, Flat())
    scale = SCALES[name]
    if isinstance(value, Flat):
        _refuse_flat(name, scale.power, groups, flat_mu)
    chosen = value if isinstance(value, Flat) else prior_of(name, value, scale.domain)
    support = scale.domain if isinstance(value, Flat) else chosen.support
    low, high = (scale.to_tau(end) for end in support)
    improper = (
        f"the posterior of tau is improper under prior[{name!r}] = {value!r} with {groups} "
        f"group{'s' * (groups != 1)}: its integral diverges, so no number computed from it would "
        "mean anything. Use a proper prior such as HalfCauchy or HalfNormal on tau."
    )
    return ScalePrior(name, chosen, Coordinate(low, high), improper)


def _refuse_flat(name: str, power: int, groups: int, flat_mu: bool) -> None:
    if name == "log_tau":
        raise ValueError(
            "a flat prior on log tau gives an improper posterior: as tau tends to 0 the marginal "
            "likelihood tends to a positive constant, so the integral over log tau diverges there "
            "however many groups there are. Use Flat() or HalfCauchy on tau."
        )
    fall = groups - 1 if flat_mu else groups
    need = groups + 2 + power - fall
    if groups < need:
        raise ValueError(
            f"a flat prior on {name} needs at least {need} groups"
            f"{' under a flat prior on mu' if flat_mu else ''}; got {groups}. The marginal "
            f"likelihood falls only as tau^-{fall}, so the posterior of tau is improper. Use a "
            "proper prior such as HalfCauchy on tau."
        )
