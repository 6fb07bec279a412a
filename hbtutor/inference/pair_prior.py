"""Priors on two positive hyperparameters, on whichever two of their scales they are stated.

A family of proportions or rates has two hyperparameters and several ways to name them: alpha and
beta, their mean, a prior sample size, a coefficient of variation.  A prior names one pair of them;
the grid lies on the family's standard coordinates, or, where a support has limits of its own, on
coordinates that end there.

The posterior of the two is a ridge whose width changes along it: given much spread between groups
the mean is known only as well as J groups tell it, given none as well as all observations do.  So
the first coordinate is measured from the ridge in units of its width.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from hbtutor.inference.coordinates import Coordinate
from hbtutor.inference.family import Array
from hbtutor.inference.lattice import spread
from hbtutor.inference.mode import Bulk, LogDensity
from hbtutor.inference.priors import Prior, check_names, prior_of


class Scales(Protocol):
    """A family's names for its two hyperparameters, as functions of two standard coordinates v.

    domains: where each name lives; pairs: the pairs that a prior may name.
    """

    @property
    def domains(self) -> Mapping[str, tuple[float, float]]: ...
    @property
    def pairs(self) -> tuple[tuple[str, str], ...]: ...

    def natural(self, v: Array) -> dict[str, Array]:
        """Return the value of every name at v, (2, K)."""

    def log_jacobian(self, pair: tuple[str, str], v: Array) -> Array:
        """Return log |d(pair) / dv| up to a constant, (K,)."""

    def standard(self, pair: tuple[str, str], first: Array, second: Array) -> Array:
        """Return v, (2, K), where the two names have these values."""


# From values of the second standard coordinate, (K,), to where the first lies given them, roughly,
# and how widely: centre and width, (K,) each, smooth in the second coordinate.
Ridge = Callable[[Array], tuple[Array, Array]]


@dataclass(frozen=True, eq=False)
class PairPrior:
    """A prior on two hyperparameters and the coordinates u in which they are integrated.

    pair: the names; marginal: a prior for each; joint: or one prior for both.
    coordinates: None if u is the family's standard v, measured from the ridge.
    """

    scales: Scales
    pair: tuple[str, str]
    marginal: tuple[Prior, Prior] | None
    joint: Prior | None
    coordinates: tuple[Coordinate, Coordinate] | None
    ridge: Ridge

    def bulk(self, log_density: LogDensity, start: Array, improper: str) -> Bulk:
        """Return the posterior's centre and the scale there, in u.

        The scale is at most 1: a ridge may be long, but its features, such as the switch from one
        power to another, are one unit wide.
        """
        centre, covariance = spread(log_density, start, improper)
        factor = np.linalg.cholesky(covariance)
        if self.coordinates is None:  # nearly uncorrelated: the axes stay as they are
            factor = np.diag(np.diag(factor))
        return Bulk(centre, factor / np.maximum(np.abs(factor).max(axis=0), 1))

    def standard(self, u: Array) -> Array:
        """Return the standard coordinates v, (2, K)."""
        if self.coordinates is None:
            centre, width = self._ridge(u[1])
            return np.array([centre + width * u[0], u[1]])
        first, second = (c.natural(x) for c, x in zip(self.coordinates, u, strict=True))
        return self.scales.standard(self.pair, first, second)

    def _ridge(self, second: Array) -> tuple[Array, Array]:
        # The nodes of a grid share few values of the second coordinate.
        distinct, place = np.unique(second, return_inverse=True)
        centre, width = self.ridge(distinct)
        return centre[place], width[place]

    def log_density(self, u: Array, v: Array) -> Array:
        """Log prior density of u, (K,), up to a constant; v is standard(u)."""
        if self.coordinates is None:
            return self.log_density_standard(v) + np.log(self._ridge(u[1])[1])
        # At the coordinates' own values: by way of v, rounding could step across a limit.
        first, second = (c.natural(x) for c, x in zip(self.coordinates, u, strict=True))
        answer = self._logpdf(first, second)
        for coordinate, x in zip(self.coordinates, u, strict=True):
            answer = answer + coordinate.log_jacobian(x)
        return _no_nan(answer)

    def log_density_standard(self, v: Array) -> Array:
        """Log prior density of the standard coordinates v, (K,), up to a constant."""
        values = self.scales.natural(v)
        first, second = (values[name] for name in self.pair)
        answer = self._logpdf(first, second) + self.scales.log_jacobian(self.pair, v)
        for x, c in zip((first, second), self.coordinates or (), strict=False):
            answer = np.where((x > c.low) & (x < c.high), answer, -np.inf)
        return _no_nan(answer)

    def _logpdf(self, first: Array, second: Array) -> Array:
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            if self.joint is not None:
                return self.joint.logpdf(first, second)
            assert self.marginal is not None
            return self.marginal[0].logpdf(first) + self.marginal[1].logpdf(second)

    def start(self, v: Array) -> Array:
        """Return u, (2,), near the standard coordinates v, (2,), and inside the supports."""
        if self.coordinates is None:
            centre, width = self.ridge(v[1:])
            return np.array([(v[0] - centre[0]) / width[0], v[1]])
        values = self.scales.natural(v[:, None])
        u = []
        for name, c in zip(self.pair, self.coordinates, strict=True):
            x = float(values[name][0])
            if not c.low < x < c.high:
                x = (c.low + c.high) / 2 if np.isfinite(c.high) else c.low + 1
            u.append(float(c.line(np.asarray(x))))
        return np.array(u)


def _no_nan(log_density: Array) -> Array:
    return np.where(np.isnan(log_density), -np.inf, log_density)


def pair_prior(prior: Any, scales: Scales, ridge: Ridge, defaults: Mapping[str, Any]) -> PairPrior:
    """Read a prior such as {"alpha": ..., "beta": ...} or {("alpha", "beta"): SumPower()}.

    defaults: a prior for names that may be left out; the first of them completes a single name.
    """
    allowed = [*scales.domains, ("alpha", "beta")]
    prior = dict(defaults if prior is None else prior) if _is_dict(prior) else prior
    check_names(prior, allowed)
    if ("alpha", "beta") in prior:
        if len(prior) > 1:
            raise ValueError(
                f"prior must name ('alpha', 'beta') alone or two single names; got {list(prior)}."
            )
        joint = prior_of(("alpha", "beta"), prior["alpha", "beta"], (0.0, np.inf))
        return PairPrior(scales, ("alpha", "beta"), None, joint, None, ridge)
    pair = _completed(prior, scales, defaults)
    first, second = (prior_of(name, prior[name], scales.domains[name]) for name in pair)
    supports = first.support, second.support
    bounded = supports != (scales.domains[pair[0]], scales.domains[pair[1]])
    own = tuple(Coordinate(*support) for support in supports) if bounded else None
    return PairPrior(scales, pair, (first, second), None, own, ridge)  # type: ignore[arg-type]


def _is_dict(prior: Any) -> bool:
    return prior is None or isinstance(prior, Mapping)


def _completed(prior: Any, scales: Scales, defaults: Mapping[str, Any]) -> tuple[str, str]:
    """Return the pair that the prior names, filled up from the defaults if it names one."""
    for name in defaults:
        if len(prior) == 1 and _pair(scales, {*prior, name}):
            prior[name] = defaults[name]
    pair = _pair(scales, set(prior))
    if pair is None:
        choices = ", ".join(f"{a!r} and {b!r}" for a, b in scales.pairs)
        raise ValueError(
            f"prior must name two hyperparameters that fix the model: {choices}; got {list(prior)}."
        )
    return pair


def _pair(scales: Scales, names: set[str]) -> tuple[str, str] | None:
    return next((pair for pair in scales.pairs if set(pair) == names), None)


def ways_out(start: Array) -> Array:
    """Return nodes (2, 32) at distances 60 and 120 from start in 16 directions.

    A posterior of two positive numbers can fail to be integrable between the grid's axes.  So
    far out the products of large and small factors in the likelihoods of rates have settled.
    """
    angles = np.pi / 8 * np.arange(16)
    directions = np.array([np.cos(angles), np.sin(angles)])
    return start[:, None] + np.repeat(directions, 2, axis=1) * np.tile([60.0, 120.0], 16)
