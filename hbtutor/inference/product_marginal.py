"""The posterior of a spread that is a ratio times sigma: tau = t sigma, sigma eliminated.

Given the nodes, tau is g chi with g = t s(t, o) a function of the coordinates and chi, the square
root of df over a chi-squared, independent of them.  With many observations chi is narrower than
the spacing of the nodes, so mixing its law over the nodes would give a staircase.  Here the
density of g is tabled at nodes of its own, and the smooth law of g is averaged over chi.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import optimize

from hbtutor.inference import sinc
from hbtutor.inference.family import Array
from hbtutor.inference.grid import Grid
from hbtutor.inference.half_line import HalfLine
from hbtutor.inference.posterior import Existence, Summaries
from hbtutor.validation import generator

_SEEN, _MOST_STEPS = 1e-17, 40


@dataclass(frozen=True, eq=False, repr=False)
class ProductMarginal(Summaries):
    """Posterior of g chi; answers are numbers.

    place: the coordinate of g; nodes, density: its density there, (K,); df: of chi;
    moments: mean and variance, known exactly from the laws at the grid's nodes.
    sampler: from rng and n to n draws.
    """

    place: HalfLine
    nodes: Array
    table: Array
    df: float
    moments: tuple[Array, Array]
    exists: Existence
    sampler: Any

    @classmethod
    def of(
        cls, grid: Grid, axis: int, log_g: Any, df: float, *, mixture: Any, sampler: Any
    ) -> ProductMarginal:
        """Table the density of g from a grid in two dimensions.

        log_g: from coordinates u, (2, K), to log g, which rises along the axis; mixture: the same
        posterior with exact moments.
        """
        nodes, step = grid.axes[axis], grid.step(axis)
        p = np.moveaxis(grid.weights.reshape(grid.log_p.shape), axis, -1)
        kept = p.sum(axis=1) > _SEEN
        p, others = p[kept], grid.axes[1 - axis][kept]

        def on_slices(w: Array) -> Array:
            """log g at the points w, (S, K), of the axis on every slice."""
            pair = [np.broadcast_to(others[:, None], w.shape).ravel(), w.ravel()]
            return log_g(grid.to_u(np.array(pair if axis == 1 else pair[::-1]))).reshape(w.shape)

        at_nodes = on_slices(np.broadcast_to(nodes, p.shape))
        heavy = p > _SEEN * p.max()
        place = HalfLine(scale=float(np.exp(np.sum(p[heavy] * at_nodes[heavy]) / p[heavy].sum())))
        q = _line(place, at_nodes)
        mean = float(np.sum(p[heavy] * q[heavy]))
        h = 0.15 * float(np.sqrt(np.sum(p[heavy] * (q[heavy] - mean) ** 2)))
        own = np.arange(q[heavy].min(), q[heavy].max() + h, h)
        w = np.array([np.interp(own, row, nodes) for row in q])
        for _ in range(_MOST_STEPS):
            value, slope = _value_and_slope(on_slices, place, w)
            step_back = (value - own) / slope
            w = np.clip(w - step_back, nodes[0], nodes[-1])
            inside = (w > nodes[0]) & (w < nodes[-1])
            if np.abs(np.where(inside, step_back, 0.0)).max() < 1e-9:
                break
        dense = np.where(inside, sinc.density(w.T, nodes, p / step).T / slope, 0.0)
        table = np.maximum(dense.sum(axis=0), 0.0)
        moments = np.atleast_1d(mixture.mean), np.atleast_1d(mixture.var)
        return cls(place, own, table / (h * table.sum()), df, moments, mixture.exists, sampler)

    def __repr__(self) -> str:
        return f"<ProductMarginal: {self.in_words()}>"

    def _shaped(self, values: Array) -> Any:
        return float(np.ravel(values)[0]) if np.size(values) == 1 else np.asarray(values)

    def _moments(self) -> tuple[Array, Array]:
        return self.moments

    @cached_property
    def _chi(self) -> tuple[Array, Array]:
        """Nodes of log chi and their probabilities."""
        width = 0.35 / np.sqrt(2 * self.df)
        c = width * np.arange(-int(12 / width), int((45 / self.df + 4) / width) + 1)
        with np.errstate(over="ignore"):
            log_p = -self.df * (c + 0.5 * np.expm1(-2 * c))
        p = np.exp(log_p - log_p.max())
        kept = p > _SEEN
        return c[kept], p[kept] / p[kept].sum()

    def _cdf_at(self, x: float) -> float:
        c, p = self._chi
        q = self.place.line(x * np.exp(-c))
        return float(p @ sinc.integral(q[:, None], self.nodes, self.table[None])[:, 0])

    def _quantile(self, p: Array) -> Array:
        low, high = (float(self.place.natural(q)) for q in self.nodes[[0, -1]])
        c = self._chi[0]
        ends = np.log(max(low, 1e-290)) + c[0], np.log(high) + c[-1]
        return np.array(
            [
                np.exp(
                    optimize.brentq(
                        lambda y, one=one: self._cdf_at(np.exp(y)) - one, *ends, xtol=1e-13
                    )
                )
                for one in p
            ]
        )

    def cdf(self, x: Any) -> Any:
        """Return P(quantity <= x)."""
        values = np.asarray(x, dtype=float)
        flat = [self._cdf_at(float(one)) if one > 0 else 0.0 for one in values.ravel()]
        return np.reshape(flat, values.shape)[()]

    def density(self, x: Any) -> Any:
        """Return the posterior density at x, zero for x <= 0."""
        values = np.asarray(x, dtype=float)
        flat = [self._density_at(float(one)) if one > 0 else 0.0 for one in values.ravel()]
        return np.reshape(flat, values.shape)[()]

    def _density_at(self, x: float) -> float:
        c, p = self._chi
        q = self.place.line(x * np.exp(-c))
        dense = sinc.density(q[:, None], self.nodes, self.table[None])[:, 0]
        inside = (q > self.nodes[0]) & (q < self.nodes[-1])
        slope = np.exp(-self.place.log_jacobian(np.where(inside, q, 0.0)) - c)
        return float(p @ np.where(inside, dense * slope, 0.0))

    def draws(self, rng: Any, n: int) -> Array:
        """Draw n independent values."""
        return self.sampler(generator(rng), n)


def _line(place: HalfLine, log_g: Array) -> Array:
    """The coordinate of g, of which only the logarithm need be representable."""
    return place.line(place.scale * np.exp(np.maximum(log_g - np.log(place.scale), -690.0)))


def _value_and_slope(on_slices: Any, place: HalfLine, w: Array) -> tuple[Array, Array]:
    """The coordinate of g at w on every slice, and its derivative by differences."""
    eps = 1e-4

    def value(shift: float) -> Array:
        return _line(place, on_slices(w + shift))

    near, far = value(eps) - value(-eps), value(2 * eps) - value(-2 * eps)
    return value(0.0), np.maximum((8 * near - far) / (12 * eps), 1e-12)
