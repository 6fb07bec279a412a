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
_SEEN = -25.0  # what lies below exp(-25) of the peak need not be monotone


class _Slices(NamedTuple):
    """The grid cut along one axis, on which the quantity rises: S densities at K nodes."""

    axis: int
    nodes: Array
    values: Array  # (S, K), so that the sum over everything times the step is one
    quantity: Array  # (S, K)
    rising: bool


@dataclass(frozen=True, eq=False, repr=False)
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

    def __repr__(self) -> str:
        return f"<Marginal {self.name}: {self.in_words()}>"

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
        at_nodes = self.value(grid.u)
        for axis in reversed(range(len(shape))):
            k = shape[axis]
            quantity, log_p, p = (
                np.moveaxis(a.reshape(shape), axis, -1).reshape(-1, k)
                if len(shape) > 1
                else a[None]
                for a in (at_nodes, grid.log_p, grid.weights)
            )
            change = quantity[:, 1:] - quantity[:, :-1]
            rising = bool(quantity[0, -1] > quantity[0, 0])
            against = change <= 0 if rising else change >= 0
            if np.any(against) and np.any(against & (log_p[:, 1:] > _SEEN)):
                continue
            return _Slices(axis, grid.axes[axis], p / grid.step(axis), quantity, rising)
        raise ValueError(f"the quantiles of {self.name} need a quantity that rises or falls.")

    @cached_property
    def _points(self) -> Array:
        """The first node of each slice, (d, S): its place on the other axes."""
        grid, axis = self.fine(), self._slices.axis
        points = np.moveaxis(grid.w.reshape(-1, *grid.log_p.shape), axis + 1, -1)
        return points.reshape(len(points), -1, points.shape[-1])[:, :, 0]

    def _quantile(self, p: Array) -> Array:
        cut = self._slices
        if len(self.grid.axes) == 1:
            w = sinc.quantile(p if cut.rising else 1 - p, cut.nodes, cut.values[0])
            return self.value(self.grid.to_u(w[None, :]))
        order = np.argsort(self._at_nodes)
        x = np.interp(p, np.cumsum(self.grid.weights[order]), self._at_nodes[order])
        low = np.full(p.size, float(self._at_nodes[order[0]]))
        high = np.full(p.size, float(self._at_nodes[order[-1]]))
        for _ in range(60):
            rest, slope = self._cdf_and_density(x)
            rest = rest - p
            low, high = np.where(rest > 0, low, x), np.where(rest > 0, x, high)
            with np.errstate(divide="ignore", invalid="ignore"):
                new = x - rest / slope
            new = np.where((new >= low) & (new <= high), new, (low + high) / 2)
            done = np.all(np.abs(new - x) <= 1e-7 * (np.abs(x) + 1e-300))
            x = new
            if done:  # Newton doubles the digits: 1e-14 is left
                break
        return x

    def _cdf_and_density(self, x: Array) -> tuple[Array, Array]:
        """Sum over the slices, each integrated up to where the quantity is x, (P,)."""
        cut = self._slices
        w = self._where(x)
        below = np.sum(sinc.integral(w, cut.nodes, cut.values), axis=1)
        inside = (w > cut.nodes[0]) & (w < cut.nodes[-1])
        eps = 1e-4
        near = self._on_slices(w + eps) - self._on_slices(w - eps)
        far = self._on_slices(w + 2 * eps) - self._on_slices(w - 2 * eps)
        slope = np.abs(8 * near - far) / (12 * eps)
        with np.errstate(divide="ignore", invalid="ignore"):
            dense = sinc.density(w, cut.nodes, cut.values) / slope
        dense = np.sum(np.where(inside, dense, 0.0), axis=1)
        return (below if cut.rising else 1 - below), np.maximum(dense, 0.0)

    def _where(self, x: Array) -> Array:
        """Return the points w at which the quantity is x on each slice, (P, S), or an end."""
        cut = self._slices
        flip = 1.0 if cut.rising else -1.0
        passed = np.sum(flip * cut.quantity <= flip * x[:, None, None], axis=2)
        k = cut.nodes.size
        lower, upper = cut.nodes[np.maximum(passed - 1, 0)], cut.nodes[np.minimum(passed, k - 1)]
        for _ in range(46):
            w = (lower + upper) / 2
            above = flip * (self._on_slices(w) - x[:, None]) > 0
            lower, upper = np.where(above, lower, w), np.where(above, w, upper)
        return (lower + upper) / 2

    def _on_slices(self, w: Array) -> Array:
        """Return the quantity at points w of the slices, (P, S)."""
        points = np.repeat(self._points[:, None, :], len(w), axis=1)
        points[self._slices.axis] = w
        return self.value(self.grid.to_u(points.reshape(len(points), -1))).reshape(w.shape)

    def _pointwise(self, which: int, x: Any) -> Any:
        values = np.asarray(x, dtype=float)
        if not np.all(np.isfinite(values)):
            raise ValueError(f"x must be finite; got {x!r}.")
        blocks = np.array_split(
            values.ravel(), 1 + values.size * self._slices.quantity.size // _BLOCK
        )
        found = [self._cdf_and_density(block)[which] for block in blocks if block.size]
        return self._shaped(np.reshape(np.concatenate([np.empty(0), *found]), values.shape))

    def cdf(self, x: Any) -> Any:
        """Return P(quantity <= x)."""
        return self._pointwise(0, x)

    def density(self, x: Any) -> Any:
        """Return the posterior density at x."""
        return self._pointwise(1, x)

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
