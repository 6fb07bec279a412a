"""The quantities whose means and standard deviations must settle before integration ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hbtutor.inference.family import Array, Kernel, Target
from hbtutor.inference.tails import Tails

_GROUPS = 32


def size(quantity: Array | Kernel) -> Array:
    """Return the root mean square of a value or a law at the nodes, (K,)."""
    if isinstance(quantity, np.ndarray):
        return np.abs(quantity)
    with np.errstate(over="ignore"):
        return np.sqrt(quantity.mean**2 + quantity.var)[:, 0]


@dataclass(frozen=True, eq=False)
class Watched:
    """All hyperparameters that have moments, and the first 32 groups.

    exists: for each name, whether its mean and its variance exist; at_mode: values at the mode.
    """

    target: Target
    exists: Mapping[str, tuple[bool, bool]]
    at_mode: Mapping[str, Array | Kernel]
    theta_at_mode: Array
    theta_exists: tuple[bool, bool]

    @classmethod
    def of(cls, target: Target, tails: Tails) -> Watched:
        """Judge every hyperparameter by the tails."""
        mode = tails.bulk.mode[:, None]
        part = slice(0, _GROUPS)
        with np.errstate(over="ignore"):
            far = target.hyper(tails.far)
            theta_far = size(target.theta(tails.far, slice(0, 1)))
        return cls(
            target,
            {name: tails.moments(size(far[name])) for name in target.names},
            target.hyper(mode),
            target.theta(mode, part).mean[0],
            tails.moments(theta_far),
        )

    def log_largest(self, u: Array) -> Array:
        """Return the log of the largest factor by which a moment weights the density, (K,)."""
        answer = np.zeros(u.shape[1])
        hyper = self.target.hyper(u)
        for name, (first, second) in self.exists.items():
            if first:
                with np.errstate(divide="ignore"):
                    ratio = np.log(size(hyper[name])) - np.log(size(self.at_mode[name]))
                np.maximum(answer, 2 * ratio if second else ratio, out=answer)
        return answer

    def __call__(self, u: Array) -> tuple[Array, Array]:
        """Return first and second moments about the values at the mode, each (q, K)."""
        first, second = [], []
        hyper = self.target.hyper(u)
        for name, exists in self.exists.items():
            if not all(exists):
                continue
            quantity, reference = hyper[name], self.at_mode[name]
            if isinstance(quantity, np.ndarray):
                change, var = quantity - reference, 0.0
            else:
                change = quantity.mean[:, 0] - reference.mean[0, 0]  # type: ignore[union-attr]
                var = quantity.var[:, 0]
            first.append(change)
            second.append(change * change + var)
        if all(self.theta_exists):
            law = self.target.theta(u, slice(0, _GROUPS))
            change = (law.mean - self.theta_at_mode).T
            return np.vstack([*first, change]), np.vstack([*second, change * change + law.var.T])
        return np.array(first).reshape(-1, u.shape[1]), np.array(second).reshape(-1, u.shape[1])
