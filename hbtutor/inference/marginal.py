"""The posterior of a hyperparameter that is a function of the coordinates: tau, alpha, a mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from hbtutor.inference import sinc
from hbtutor.inference.family import Array
from hbtutor.inference.grid import Grid
from hbtutor.inference.posterior import Existence, Summaries
from hbtutor.validation import generator

_BLOCK = 400_000


class _Slices(NamedTuple):
    """The grid cut along one axis, on which the quantity rises: S densities at K nodes."""

    axis: int
    nodes: Array
    values: Array  # (S, K), so that the sum over everything times the step is one
    quantity: Array  # (S, K)
    points: Array  # (d, S, K), the nodes in w
    rising: bool


@dataclass(frozen=True, eq=False)
class Marginal(Summaries):
    """Posterior of one hyperparameter, a function of the grid's coordinates; answers are numbers.

    grid: the integrated posterior; fine: gives the same with half the steps; value: from
    coordinates u, (d, K), to the quantity, (K,).
    """

    name: str
    grid: Grid
    fine: Callable[[], Grid]
    value: Callable[[Array], Array]
    exists: Existence = field(default_factory=Existence)

    def _shaped(self, values: Array) -> Any:
        return float(values) if np.ndim(values) == 0 else values

    @cached_property
    def _at_nodes(self) -> Array:
        return self.value(self.grid.u)

    def _moments(self) -> tuple[Array, Array]:
        p = self.grid.weights
        with np.errstate(over="ignore", invalid="ignore"):
            mean = p @ self._at_nodes
            return np.asarray(mean), np.asarray(p @ (self._at_nodes - mean) ** 2)

    @cached_property
    def _slices(self) -> _Slices:
        grid = self.fine()
        shape = grid.log_p.shape
        at_nodes = self.value(grid.u).reshape(shape)
        for axis in reversed(range(len(shape))):
            k = shape[axis]
            quantity = np.moveaxis(at_nodes, axis, -1).reshape(-1, k)
            seen = np.moveaxis(grid.log_p > -25, axis, -1).reshape(-1, k)
            change = np.diff(quantity)[seen[:, 1:] & seen[:, :-1]]
            rising = bool(np.all(change > 0))
            if rising or np.all(change < 0):
                p = np.moveaxis(grid.weights.reshape(shape), axis, -1).reshape(-1, k)
                points = np.moveaxis(grid.w.reshape(-1, *shape), axis + 1, -1)
                points = points.reshape(len(shape), -1, k)
                return _Slices(axis, grid.axes[axis], p / grid.step(axis), quantity, points, rising)
        raise ValueError(f"the quantiles of {self.name} need a quantity that rises or falls.")

    def _quantile(self, p: Array) -> Array:
        cut = self._slices
        if len(self.grid.axes) == 1:
            w = sinc.quantile(p if cut.rising else 1 - p, cut.nodes, cut.values[0])
            return self.value(self.grid.to_u(w[None, :]))
        order = np.argsort(self._at_nodes)
        rough = np.interp(p, np.cumsum(self.grid.weights[order]), self._at_nodes[order])
        return np.array([self._invert(level, x) for level, x in zip(p, rough, strict=True)])

    def _invert(self, p: float, x: float) -> float:
        """Newton with a bracket for cdf(x) = p, from a rough x."""
        low, high = float(np.min(self._at_nodes)), float(np.max(self._at_nodes))
        for _ in range(100):
            at = self._where(x)
            rest = self._cdf_at(at) - p
            low, high = (low, x) if rest > 0 else (x, high)
            slope = self._density_at(at)
            new = x - rest / slope if slope > 0 else (low + high) / 2
            new = new if low <= new <= high else (low + high) / 2
            if abs(new - x) <= 1e-10 * abs(x) + 1e-300:
                return new
            x = new
        return x

    def _where(self, x: float) -> Array:
        """Return, for each slice, the point w at which the quantity is x: (S,), clipped."""
        cut = self._slices
        flip = 1.0 if cut.rising else -1.0
        lower, upper = (
            np.full(len(cut.values), cut.nodes[0]),
            np.full(len(cut.values), cut.nodes[-1]),
        )
        w = (lower + upper) / 2
        for _ in range(60):
            above = flip * (self._on_slices(w) - x) > 0
            upper, lower = np.where(above, w, upper), np.where(above, lower, w)
            w = (lower + upper) / 2
            if np.max(upper - lower) < 1e-13 * (1 + np.max(np.abs(w))):
                break
        return w

    def _on_slices(self, w: Array) -> Array:
        points = self._slices.points[:, :, 0].copy()
        points[self._slices.axis] = w
        return self.value(self.grid.to_u(points))

    def _cdf_at(self, w: Array) -> float:
        cut = self._slices
        below = float(np.sum(sinc.integral(w[None, :], cut.nodes, cut.values)))
        return below if cut.rising else 1 - below

    def _density_at(self, w: Array) -> float:
        cut = self._slices
        inside = (w > cut.nodes[0]) & (w < cut.nodes[-1])
        eps = 1e-4
        slope = (
            8 * (self._on_slices(w + eps) - self._on_slices(w - eps))
            - (self._on_slices(w + 2 * eps) - self._on_slices(w - 2 * eps))
        ) / (12 * eps)
        dense = sinc.density(w[None, :], cut.nodes, cut.values)[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.sum(np.where(inside, dense / np.abs(slope), 0.0)))

    def cdf(self, x: Any) -> Any:
        """Return P(quantity <= x)."""
        values = np.asarray(x, dtype=float)
        flat = [self._cdf_at(self._where(float(one))) for one in values.ravel()]
        return self._shaped(np.reshape(flat, values.shape))

    def density(self, x: Any) -> Any:
        """Return the posterior density at x."""
        values = np.asarray(x, dtype=float)
        flat = [self._density_at(self._where(float(one))) for one in values.ravel()]
        return self._shaped(np.maximum(np.reshape(flat, values.shape), 0.0))

    def draws(self, rng: Any, n: int) -> Array:
        """Draw n independent values."""
        return self.value(draw_coordinates(generator(rng), self.grid, n))


def draw_coordinates(rng: np.random.Generator, grid: Grid, n: int) -> Array:
    """Draw n independent points u, (d, n), from the integrated posterior.

    The axes in turn: each from its density given those before it, which the cardinal series
    gives between the nodes to about 1e-5.
    """
    grid = grid.merged(grid.aside[0], 0)
    p = grid.weights.reshape(grid.log_p.shape)
    first = sinc.draw(rng, grid.axes[0], p.reshape(1, len(p), -1).sum(axis=2), n)
    if p.ndim == 1:
        return grid.to_u(first[None, :])
    blocks = np.array_split(first, 1 + n * p[0].size // _BLOCK)
    return grid.to_u(np.concatenate([_draw_rest(rng, grid, p, w) for w in blocks], axis=1))


def _draw_rest(rng: np.random.Generator, grid: Grid, p: Array, first: Array) -> Array:
    """Draw the other axes given the first, (n,); returns all, (d, n)."""
    n, w = first.size, [first]
    series = np.sinc((first[:, None] - grid.axes[0]) / grid.step(0))
    rows = np.tensordot(series, p, axes=(1, 0))
    for axis, nodes in enumerate(grid.axes[1:], start=1):
        totals = rows.reshape(n, nodes.size, -1).sum(axis=2)
        w.append(sinc.draw(rng, nodes, totals, n) if n else np.empty(0))
        series = np.sinc((w[axis][:, None] - nodes) / grid.step(axis))
        rows = np.einsum("nk,nk...->n...", series, rows)
    return np.array(w)
