"""The joint density of two hyperparameters on a grid, from an integrated posterior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

FINE = 300  # points along each side of the picture
FLOOR = -40.0  # of the log density: what lies lower is not to be seen


@dataclass(frozen=True, eq=False)
class Joint:
    """x, y: the quantities at the nodes; density; mass: the nodes' probabilities; all (m, n)."""

    x: np.ndarray
    y: np.ndarray
    density: np.ndarray
    mass: np.ndarray

    def levels(self, shares: tuple[float, ...]) -> list[float]:
        """Return the densities whose regions, the smallest of their kind, hold these shares."""
        order = np.argsort(-self.density, axis=None)
        held = np.cumsum(self.mass.ravel()[order])
        at = np.searchsorted(held / held[-1], shares)
        return [float(self.density.ravel()[order[i]]) for i in at]


def joint(posterior: Any, names: tuple[str, str], *, log: bool) -> Joint:
    """Return the joint posterior of two hyperparameters in their own (or logarithmic) coordinates.

    posterior: a record of ``full_bayes`` that was integrated on a grid.  Either both quantities
    are functions of two coordinates, or one of one coordinate and the other has a law given it.
    Raises ValueError where the posterior has no such pair.
    """
    if not (hasattr(posterior, "grid") and hasattr(posterior, "target")):
        raise ValueError(
            f"posterior must come from full_bayes on a grid to show two hyperparameters; got "
            f"{type(posterior).__name__}."
        )
    grid = posterior.grid
    axes = [np.linspace(axis[0], axis[-1], FINE) for axis in grid.axes]
    log_p = np.maximum(grid.log_p, FLOOR)
    points = np.array(np.meshgrid(*axes, indexing="ij")).reshape(len(axes), -1)
    at = posterior.target.hyper(grid.to_u(points))
    laws = [name for name in names if not isinstance(at[name], np.ndarray)]
    if len(axes) == 2 and not laws:
        from scipy.interpolate import RectBivariateSpline

        mass = np.exp(RectBivariateSpline(*grid.axes, log_p)(*axes))
        x, y = (_scaled(np.reshape(at[name], mass.shape), log) for name in names)
        (x_first, x_second), (y_first, y_second) = (np.gradient(part, *axes) for part in (x, y))
        return _trimmed(x, y, mass / np.abs(x_first * y_second - x_second * y_first), mass)
    if len(axes) == 1 and len(laws) == 1:
        from scipy.interpolate import CubicSpline

        other = names[0] if laws == [names[1]] else names[1]
        mass = np.exp(CubicSpline(grid.axes[0], log_p)(axes[0]))
        value = _scaled(at[other], log)
        marginal = posterior.hyper[laws[0]]
        low, high = marginal.quantile([0.0005, 0.9995])
        law = np.linspace(low, high, FINE)
        along = at[laws[0]].pdf(law[None, :])  # (nodes, points of the law)
        shown = _scaled(law, log)
        pace = np.gradient(shown, law)
        density = (mass / np.gradient(value, axes[0]))[:, None] * along / pace
        across, down = np.meshgrid(shown, value)
        pair = (across, down) if laws[0] == names[0] else (down, across)
        return _trimmed(*pair, density, mass[:, None] * along)
    raise ValueError(
        f"names must be two hyperparameters of which the grid holds both, or one and the law of "
        f"the other; got {names[0]!r} and {names[1]!r} on {len(axes)} axes. Show them one by one."
    )


def _scaled(values: np.ndarray, log: bool) -> np.ndarray:
    if log and not (values > 0).all():
        raise ValueError("log must be False for a hyperparameter that is not always positive.")
    return np.log(values) if log else values


def _trimmed(x: np.ndarray, y: np.ndarray, density: np.ndarray, mass: np.ndarray) -> Joint:
    """Drop what rounding made of the far tails, where nothing is to be seen."""
    density = np.where(np.isfinite(density), density, 0.0)
    return Joint(x, y, density, mass / mass.sum())
