"""The quantities whose moments and probabilities must settle before integration ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hbtutor.inference.family import Array, Target
from hbtutor.inference.tails import Tails

_GROUPS = 32
_PROBABILITIES = 4


@dataclass(frozen=True, eq=False)
class Watched:
    """All hyperparameters that have a mean and a variance, and the first 32 groups.

    theta: the means of those groups at the mode; theta_exists: whether they have moments;
    above: points one standard deviation above the first four.
    """

    target: Target
    tails: Tails
    theta: Array
    theta_exists: tuple[bool, bool]
    above: Array

    @classmethod
    def of(cls, target: Target, tails: Tails) -> Watched:
        """Choose what there is to watch."""
        at_mode = target.theta(tails.bulk.mode[:, None], slice(0, _GROUPS))
        exists = tails.moments(lambda far: target.theta(far, slice(0, 1)))
        above = (at_mode.mean + np.sqrt(at_mode.var))[0, :_PROBABILITIES]
        return cls(target, tails, at_mode.mean[0], exists, above)

    def moments(self, u: Array) -> tuple[Array, Array]:
        """Return first and second moments about the values at the mode, each (q, K)."""
        first, second = [np.zeros((0, u.shape[1]))], [np.zeros((0, u.shape[1]))]
        hyper = self.target.hyper(u)
        for name, exists in self.tails.exists.items():
            if not all(exists):
                continue
            quantity, reference = hyper[name], self.tails.reference[name]
            if isinstance(quantity, np.ndarray):
                change = (quantity - reference)[None, :]
                first.append(change)
                second.append(change * change)
            else:
                change = (quantity.mean - reference).T
                first.append(change)
                second.append(change * change + quantity.var.T)
        if all(self.theta_exists):
            law = self.target.theta(u, slice(0, _GROUPS))
            change = (law.mean - self.theta).T
            first.append(change)
            second.append(change * change + law.var.T)
        return np.concatenate(first), np.concatenate(second)

    def probabilities(self, u: Array) -> Array:
        """Return P(theta_j <= x_j) at the nodes for the first four groups, (4, K).

        x_j is one standard deviation above what theta_j is at the mode: a probability settles
        later than the moments, where a group's law moves much with the hyperparameters.
        """
        return self.target.theta(u, slice(0, _PROBABILITIES)).cdf(self.above).T
