"""Priors for the three-level model, on any scale of its three spreads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hbtutor.distributions import Normal
from hbtutor.inference.coordinates import Coordinate
from hbtutor.inference.family import Array
from hbtutor.inference.half_line import HalfLine
from hbtutor.inference.normal_scale import SCALES, ScalePrior
from hbtutor.inference.priors import Flat, check_names, prior_of

_SPREADS = ("omega", "tau", "sigma")


@dataclass(frozen=True, eq=False)
class NestedPrior:
    """psi: precision and location of its normal prior (0, 0: flat); a prior for each spread.

    free: whether sigma can be eliminated exactly: psi, tau and omega flat, sigma flat on its log.
    """

    precision: float
    location: float
    spreads: dict[str, ScalePrior]
    free: bool

    def in_units_of(self, typical: dict[str, float]) -> NestedPrior:
        """Return the same priors in coordinates made for spreads of these sizes.

        tau and omega may be zero, so they get a HalfLine unless their prior has other limits.
        """
        spreads = {
            name: replace(one, coordinate=HalfLine(scale=typical[name]))
            if name != "sigma" and (one.coordinate.low, one.coordinate.high) == (0.0, np.inf)
            else one
            for name, one in self.spreads.items()
            if name in typical
        }
        return replace(self, spreads=spreads)

    def line(self, typical: dict[str, float]) -> Array:
        """Return the coordinates of these spreads, moved inside the limits of their priors."""
        place = []
        for name, value in typical.items():
            coordinate = self.spreads[name].coordinate
            low, high = coordinate.low, coordinate.high
            if not low < value < high:
                value = (low + high) / 2 if np.isfinite(high) else low + value
            place.append(float(coordinate.line(np.asarray(value))))
        return np.array(place)


def nested_prior(prior: Any, *, schools: int, known: bool) -> NestedPrior:
    """Return the priors by name, refusing those known to have no proper posterior.

    Defaults: flat on psi, on the standard deviations omega and tau, and on log sigma.
    """
    spreads = _SPREADS[:2] if known else _SPREADS
    prior = {} if prior is None else prior
    allowed = [f(s) for s in spreads for f in (str, "{}2".format, "log_{}".format)]
    check_names(prior, ("psi", *allowed))
    on_psi = prior.get("psi", Flat())
    if isinstance(on_psi, Flat):
        precision, location = 0.0, 0.0
    elif isinstance(on_psi, Normal) and np.ndim(on_psi.mean) == np.ndim(on_psi.var) == 0:
        precision, location = 1 / float(on_psi.var), float(on_psi.mean)
    else:
        raise ValueError(
            f"prior['psi'] must be Flat() or a single Normal, for which psi is eliminated exactly; "
            f"got {on_psi!r}."
        )
    chosen = {name: _spread(prior, name, schools) for name in spreads}
    default = all(
        isinstance(chosen[name].prior, Flat) and chosen[name].name == scale
        for name, scale in zip(spreads, ("tau", "tau", "log_tau"), strict=False)
    )
    return NestedPrior(precision, location, chosen, free=default and precision == 0 and not known)


def _spread(prior: Any, name: str, schools: int) -> ScalePrior:
    """Return the prior of one spread; SCALES calls every spread tau."""
    kinds = {name: "tau", f"{name}2": "tau2", f"log_{name}": "log_tau"}
    given = [key for key in kinds if key in prior]
    if len(given) > 1:
        raise ValueError(f"prior must name one scale of {name} only; got {given}.")
    key = given[0] if given else ("log_sigma" if name == "sigma" else name)
    value, scale = prior.get(key, Flat()), SCALES[kinds[key]]
    if isinstance(value, Flat) and name != "sigma":
        _refuse_flat(key, name, schools)
    chosen = value if isinstance(value, Flat) else prior_of(key, value, scale.domain)
    low, high = (
        scale.to_tau(end) for end in (scale.domain if isinstance(value, Flat) else chosen.support)
    )
    return ScalePrior(kinds[key], chosen, Coordinate(low, high), _improper(key, value))


def _refuse_flat(key: str, name: str, schools: int) -> None:
    if key == f"log_{name}":
        raise ValueError(
            f"a flat prior on {key} gives an improper posterior: as {name} tends to 0 the marginal "
            f"likelihood tends to a positive constant. Use Flat() or HalfCauchy on {name}."
        )
    need = 4 if key == "omega2" else 3
    if name == "omega" and schools < need:
        raise ValueError(
            f"a flat prior on {key} needs at least {need} schools; got {schools}. The marginal "
            f"likelihood falls only as omega^-{schools - 1}, so the posterior of omega is "
            "improper. Use a proper prior such as HalfCauchy on omega."
        )


def _improper(key: str, value: Any) -> str:
    return (
        f"the posterior of the spreads is improper under prior[{key!r}] = {value!r} with these "
        "few groups: its integral diverges. Use a proper prior such as HalfCauchy on the spreads."
    )


def log_prior(spread: ScalePrior, u: Array) -> tuple[Array, Array]:
    """Return the spread at the coordinate u and its log prior density there, Jacobian included."""
    value = spread.coordinate.natural(u)
    return value, spread.log_density(u, value)
