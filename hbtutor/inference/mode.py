"""Where the posterior is and how wide: the point and the scale from which a grid is laid out.

Neither needs many digits: a grid that is centred or scaled a little wrong needs a few more nodes
and gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from hbtutor.inference.family import Array

LogDensity = Callable[[Array], Array]
_FARTHEST = 100.0


class Bulk(NamedTuple):
    """The mode, (d,), and a lower-triangular factor of the curvature's inverse there, (d, d)."""

    mode: Array
    factor: Array


def find_bulk(log_density: LogDensity, start: Array, improper: str) -> Bulk:
    """Find the mode and the scale of a density on the line, the plane or in space.

    Raises ValueError, with the reason `improper`, if the density does not stop growing.
    """
    start = np.asarray(start, dtype=float)
    return (
        _on_line(log_density, start, improper)
        if start.size == 1
        else _newton(log_density, start, improper)
    )


def _on_line(log_density: LogDensity, start: Array, improper: str) -> Bulk:
    """Scan, then zoom in until three neighbours fit one parabola."""
    spacing, half = 0.75, 16
    middle, narrowest = float(start[0]), 0.7
    for _ in range(60):
        u = middle + spacing * np.arange(-half, half + 1)
        height = log_density(u[None, :])
        best = int(np.argmax(height))
        if height[best] == -np.inf and spacing * half < _FARTHEST:
            half *= 4
            continue
        if best in (0, 2 * half):
            if abs(u[best] - start[0]) > _FARTHEST or not np.isfinite(height[best]):
                raise ValueError(improper)
            middle = float(u[best])
            continue
        left, top, right = height[best - 1 : best + 2]
        drop = max(top - left, top - right)
        if drop < narrowest and 2 * top > left + right:
            bend = left - 2 * top + right
            mode = u[best] + 0.5 * spacing * (left - right) / bend
            return Bulk(np.array([mode]), np.array([[spacing / np.sqrt(-bend)]]))
        if spacing < 1e-12:
            break
        middle, half, narrowest = float(u[best]), 8, 1.0
        spacing = spacing * 1.25 / half
    raise _no_maximum(log_density, start, improper)


def _newton(log_density: LogDensity, start: Array, improper: str) -> Bulk:
    """Damped Newton steps with derivatives from differences, all points of a step in one call."""
    d = start.size
    ticks = np.arange(-5.0, 6.0) if d == 2 else np.arange(-4.0, 5.0, 2.0)
    lattice = start[:, None] + np.array(np.meshgrid(*[ticks] * d)).reshape(d, -1)
    lattice = np.column_stack([start, lattice])
    here = lattice[:, int(np.argmax(log_density(lattice)))]
    step = np.full(d, 0.1)
    for _ in range(100):
        top, gradient, hessian = _derivatives(log_density, here, step)
        values, vectors = np.linalg.eigh(hessian * np.outer(step, step))
        concave = bool(np.all(values < 0))
        values = -np.maximum(np.abs(values), 1e-6)
        inverse = -(vectors / values) @ vectors.T * np.outer(step, step)
        move = inverse @ gradient
        if concave and gradient @ move < 1e-3:
            return Bulk(here + move, np.linalg.cholesky(inverse))
        move *= min(1.0, 3.0 / max(float(np.max(np.abs(move))), 1e-9))
        lengths = np.array([2.0, 1.0, 0.5, 0.2, 0.05, 0.01])
        tried = here[:, None] + move[:, None] * lengths
        heights = log_density(tried)
        best = int(np.argmax(heights))
        if heights[best] > top:
            here = tried[:, best]
        step = np.clip(0.2 * np.sqrt(np.diag(inverse)), step / 10, np.minimum(step * 3, 0.3))
        if np.max(np.abs(here - start)) > _FARTHEST:
            raise ValueError(improper)
    raise _no_maximum(log_density, start, improper)


def _no_maximum(log_density: LogDensity, start: Array, improper: str) -> ValueError:
    """Tell a density that is level or rises far out from one that is not smooth."""
    sides = np.concatenate([np.eye(start.size), -np.eye(start.size)]) * 0.6 * _FARTHEST
    heights = log_density(start[:, None] + np.vstack([np.zeros(start.size), sides]).T)
    if np.max(heights[1:]) > heights[0] - 3:
        return ValueError(improper)
    return ValueError(
        "the posterior of the hyperparameters has no smooth maximum. A prior with a jump or a "
        "kink must say so by its support, as Uniform does."
    )


def _derivatives(log_density: LogDensity, here: Array, step: Array) -> tuple[float, Array, Array]:
    """Value, gradient and Hessian by central differences."""
    d = here.size
    unit = np.diag(step)
    pairs = [(i, j) for i in range(d) for j in range(i)]
    offsets = [np.zeros(d)]
    offsets += [s * unit[i] for i in range(d) for s in (1, -1)]
    offsets += [s * unit[i] + t * unit[j] for i, j in pairs for s in (1, -1) for t in (1, -1)]
    f = log_density(here[:, None] + np.array(offsets).T)
    plus, minus = f[1 : 1 + 2 * d : 2], f[2 : 2 + 2 * d : 2]
    hessian = np.diag((plus - 2 * f[0] + minus) / step**2)
    for (i, j), (pp, pm, mp, mm) in zip(pairs, f[1 + 2 * d :].reshape(-1, 4), strict=True):
        hessian[i, j] = hessian[j, i] = (pp - pm - mp + mm) / (4 * step[i] * step[j])
    return float(f[0]), (plus - minus) / (2 * step), hessian
