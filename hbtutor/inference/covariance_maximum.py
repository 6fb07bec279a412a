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

_WAYS_OUT = 4


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
    pattern = np.tri(q, dtype=bool) if correlated else np.eye(q, dtype=bool)
    if correlated:
        starts = [c * np.eye(q) for c in 10.0 ** np.arange(-2, 2.1)]
    else:
        starts = [np.diag(c) for c in product(10.0 ** np.arange(-2, 3), repeat=q)]
    F, converged = _descend(at, min(starts, key=lambda F: at(F).deviance), pattern)
    for _ in range(_WAYS_OUT):
        F, converged = _settle(at, F, pattern, correlated)
        bump = _way_out(at(F), F, correlated)
        if bump is None:
            break
        F, converged = _descend(at, bump, pattern)
    return Maximum(F=F, profile=at(F), converged=converged)


def _descend(at: Callable[[Array], Point], F: Array, pattern: Array) -> tuple[Array, bool]:
    """Minimise the deviance over the free entries of F, those where the pattern is true."""

    def matrix(x: Array) -> Array:
        out = np.zeros(pattern.shape)
        out[pattern] = x
        return out

    def value_and_gradient(x: Array) -> tuple[float, Array]:
        point = at(matrix(x))
        return point.deviance, 2 * (point.slope @ matrix(x))[pattern]

    x = F[pattern]
    if x.size == 0:
        return matrix(x), True
    found = optimize.minimize(
        value_and_gradient, x, jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 500}
    )
    x, converged = _newton(value_and_gradient, found.x)
    return matrix(x), converged


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
            return x, bool(np.abs(step).max() <= 1e-6 * (1 + np.abs(x).max()))
        x, value, gradient = x + shorter * step, new_value, new_gradient
    return x, bool(np.abs(step).max() <= 1e-6 * (1 + np.abs(x).max()))


def _settle(
    at: Callable[[Array], Point], F: Array, pattern: Array, correlated: bool
) -> tuple[Array, bool]:
    """Put to exactly zero what is zero up to rounding, and finish in the smaller space."""
    if not correlated:
        keep = np.abs(np.diag(F)) > 1e-5
        return _descend(at, F, pattern & keep)
    vectors, values, _ = np.linalg.svd(F)
    rank = int((values > 1e-5 * max(1.0, values.max(initial=0.0))).sum())
    root = vectors[:, :rank] * values[:rank]
    lower = np.asarray(np.linalg.qr(root.T, mode="r")).T if rank else np.zeros((len(F), 0))
    return _descend(at, lower, np.tri(len(F), rank, dtype=bool))


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
