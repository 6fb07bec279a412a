"""Newton's method for a smooth function of two coordinates, damped so that it cannot get lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hbtutor.inference.family import Array

_MOST = 200  # steps; about six are needed
_LONGEST = 2.0  # of one step in each coordinate: a factor of 7 on the scale of exp(coordinate)


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where the maximum is: point (2,), value, hessian (2, 2) there, and whether it was reached."""

    point: Array
    value: float
    hessian: Array
    converged: bool


def maximise(function: Callable[[Array], tuple[float, Array, Array]], start: Array) -> Maximum:
    """Climb from start; function returns value, gradient (2,) and Hessian (2, 2).

    Converged means that the last full Newton step moved no coordinate by more than 1e-10, or as
    little as rounding allows: by less than 1e-5, and no less than half the step before.

    >>> def hill(x):
    ...     return -np.cosh(x - 3).sum(), -np.sinh(x - 3), -np.diag(np.cosh(x - 3))
    >>> maximise(hill, np.array([0.0, 5.0])).point
    array([3., 3.])
    """
    point = np.asarray(start, dtype=float)
    value, gradient, hessian = function(point)
    before = np.inf
    for _ in range(_MOST):
        step = _uphill(gradient, hessian)
        step *= min(1.0, _LONGEST / max(np.abs(step).max(), 1e-300))
        length = float(np.abs(step).max())
        small = length < 1e-10 or before / 2 < length < 1e-5
        before = length
        for _ in range(40):
            ahead = function(point + step)
            # Close to the top, values agree to rounding and only the gradient still tells.
            if ahead[0] >= value - 1e-12 * (1 + abs(value)):
                break
            step = step / 2
        else:
            break
        point = point + step
        value, gradient, hessian = ahead
        if small:
            return Maximum(point, float(value), hessian, converged=True)
    return Maximum(point, float(value), hessian, converged=False)


def _uphill(gradient: Array, hessian: Array) -> Array:
    """Return Newton's step, with the curvature's sign turned where it points downhill."""
    curvature, axes = np.linalg.eigh(-hessian)
    curvature = np.maximum(np.abs(curvature), 1e-12 * np.abs(curvature).max() + 1e-300)
    return axes @ ((axes.T @ gradient) / curvature)
