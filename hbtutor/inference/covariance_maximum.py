"""The maximum of a likelihood over a relative covariance, at the boundary as well as inside.

S = F F' with F lower triangular (or diagonal): in F the deviance is smooth, and a maximum at a
singular S is an ordinary stationary point.  A quasi-Newton search comes near, Newton steps on the
closed-form gradient finish, and the slope in S decides whether a variance of zero is the maximum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

import numpy as np
from scipy import optimize

from hbtutor.inference.family import Array

_WAYS_OUT, _STAGES = 4, 30
_FLAT, _ZERO = 1e-6, 1e-5
_SMALL = 1e-2  # a relative standard deviation that may as well be zero: worth trying


class Point(Protocol):
    """The deviance at one S, and its derivative with respect to the symmetric matrix S."""

    @property
    def deviance(self) -> float: ...
    @property
    def slope(self) -> Array: ...


@dataclass(frozen=True, eq=False)
class Maximum:
    """The relative covariance S = F F' at the maximum, F of shape (q, rank).

    profile: the deviance there and what was profiled out; converged: to full accuracy.
    """

    F: Array
    profile: Any
    converged: bool

    @property
    def rank(self) -> int:
        """The number of directions in which the coefficients vary."""
        return int(np.linalg.matrix_rank(self.F)) if self.F.size else 0


def maximise(at: Callable[[Array], Point], q: int, *, correlated: bool = True) -> Maximum:
    """Return the minimum of at(F).deviance over S = F F', q by q, positive semi-definite.

    at: from F, of shape (q, rank), to the deviance and its slope in S; correlated: False keeps S
    diagonal.
    """
    if correlated:
        starts = [c * np.eye(q) for c in 10.0 ** np.arange(-2, 2.1)]
    else:
        starts = [np.diag(c) for c in product(10.0 ** np.arange(-2, 3), repeat=q)]
    F, converged = _descend(at, min(starts, key=lambda F: at(F).deviance), correlated)
    for _ in range(_WAYS_OUT):
        F, converged = _settle(at, F, correlated)
        bump = _way_out(at(F), F, correlated)
        if bump is None:
            break
        F, converged = _descend(at, bump, correlated)
    return Maximum(F=F, profile=at(F), converged=converged)


def _moves(F: Array, correlated: bool) -> Array:
    """Return the directions in which F may change, (m, q, rank), each in units of F itself.

    Directions that are there already change by a factor, new ones are added from the null space:
    so the curvature is of the same size in all, however different the variances are.
    """
    q, rank = F.shape
    if not correlated:
        diagonal = np.diag(F)
        return np.array([np.diag(diagonal * unit) for unit in np.eye(q)[diagonal != 0]])
    null = np.linalg.svd(F)[0][:, rank:]
    own = [np.outer(F[:, a], np.eye(rank)[b]) for a in range(rank) for b in range(a + 1)]
    new = [np.outer(column, np.eye(rank)[b]) for column in null.T for b in range(rank)]
    return np.array(own + new)


def _descend(at: Callable[[Array], Point], F: Array, correlated: bool) -> tuple[Array, bool]:
    """Minimise the deviance from F on, within its rank (its non-zero entries if diagonal)."""
    for _ in range(_STAGES):
        moves = _moves(F, correlated)
        if not len(moves):
            return F, True
        x, converged = _search(at, F, moves)
        F = F + np.tensordot(x, moves, 1)
        # Where F has changed much its old size is no longer the right unit; zero needs no unit.
        if np.abs(x).max() < 0.5 or _sizes(F, correlated).min() < _ZERO:
            break
    return F, converged


def _search(at: Callable[[Array], Point], F: Array, moves: Array) -> tuple[Array, bool]:
    """Return the best multiples x of the moves away from F."""

    def value_and_gradient(x: Array) -> tuple[float, Array]:
        here = F + np.tensordot(x, moves, 1)
        point = at(here)
        return point.deviance, 2 * np.tensordot(moves, point.slope @ here, 2)

    start = np.zeros(len(moves))
    found = optimize.minimize(
        value_and_gradient, start, jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 500}
    )
    return _newton(value_and_gradient, found.x)


def _newton(
    value_and_gradient: Callable[[Array], tuple[float, Array]], x: Array
) -> tuple[Array, bool]:
    """Finish with Newton steps: the Hessian by central differences of the exact gradient."""
    value, gradient = value_and_gradient(x)
    for _ in range(30):
        width = 1e-5 * (1 + np.abs(x))
        hessian = np.array(
            [
                (value_and_gradient(x + e)[1] - value_and_gradient(x - e)[1]) / (2 * w)
                for e, w in zip(np.diag(width), width, strict=True)
            ]
        )
        curvature, axes = np.linalg.eigh((hessian + hessian.T) / 2)
        curvature = np.maximum(np.abs(curvature), 1e-10 * np.abs(curvature).max() + 1e-300)
        step = -axes @ ((axes.T @ gradient) / curvature)
        if np.abs(step).max() <= 1e-11 * (1 + np.abs(x).max()):
            return x, True
        for shorter in 0.5 ** np.arange(12):
            new_value, new_gradient = value_and_gradient(x + shorter * step)
            # At the optimum rounding decides the value, so a smaller gradient counts as well.
            flat = new_value <= value + 1e-11 * (1 + abs(value))
            if new_value < value or (flat and np.abs(new_gradient).max() < np.abs(gradient).max()):
                break
        else:
            break
        x, value, gradient = x + shorter * step, new_value, new_gradient
    # Rounding stopped the steps: what is left is a relative change of F by gradient / curvature.
    return x, bool(np.abs(gradient).max() <= _FLAT)


def _settle(at: Callable[[Array], Point], F: Array, correlated: bool) -> tuple[Array, bool]:
    """Put to exactly zero what is zero up to rounding, and finish in the smaller space."""
    F, converged = _descend(at, _reduced(F, _sizes(F, correlated) > _ZERO, correlated), correlated)
    while (sizes := _sizes(F, correlated)).size and sizes[sizes > 0].min(initial=1) < _SMALL:
        keep = (sizes > 0) & (sizes > sizes[sizes > 0].min())
        less, done = _descend(at, _reduced(F, keep, correlated), correlated)
        higher = at(less).deviance > at(F).deviance + 1e-9
        if higher or _way_out(at(less), less, correlated) is not None:
            break
        F, converged = less, done
    return F, converged


def _sizes(F: Array, correlated: bool) -> Array:
    """The standard deviations along the principal directions, or those on the diagonal."""
    return np.linalg.svd(F)[1] if correlated else np.abs(np.diag(F))


def _reduced(F: Array, keep: Array, correlated: bool) -> Array:
    """Return F with only these directions left."""
    if not correlated:
        return np.diag(np.diag(F) * keep)
    vectors, values, _ = np.linalg.svd(F)
    return (vectors[:, : len(values)] * values)[:, keep]


def _way_out(point: Point, F: Array, correlated: bool) -> Array | None:
    """Return a better F if the deviance still falls as S leaves the boundary, else None."""
    q = len(F)
    if not correlated:
        outward = np.where(np.diag(F) == 0, np.diag(point.slope), np.inf)
        k = int(np.argmin(outward))
        return F + 0.1 * np.eye(q)[k] * np.eye(q)[:, [k]] if outward[k] < -1e-6 else None
    vectors = np.linalg.svd(F)[0]
    null = vectors[:, F.shape[1] :]
    if null.size == 0:
        return None
    outward, axes = np.linalg.eigh(null.T @ point.slope @ null)
    if outward[0] >= -1e-6:
        return None
    direction = null @ axes[:, :1]
    return np.linalg.cholesky(F @ F.T + 0.01 * direction @ direction.T + 1e-6 * np.eye(q))
