"""The quantities whose moments and probabilities must settle before integration ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hbtutor.inference.family import Array, Target
from hbtutor.inference.tails import WATCHED_GROUPS, Tails


@dataclass(frozen=True, eq=False)
class Watched:
    """All hyperparameters that have a mean and a variance, and the first 8 groups."""

    target: Target
    tails: Tails

    def __call__(self, u: Array) -> tuple[Array, Array, Array]:
        """Return first and second moments about the values at the mode, (q, K), and probabilities.

        The probabilities, (8, K), are that a group lies more than one standard deviation above
        its place at the mode: where a group's law moves much with the hyperparameters, they
        settle later than the moments.
        """
        hyper, tails = self.target.hyper(u), self.tails
        first, second = [np.zeros((0, u.shape[1]))], [np.zeros((0, u.shape[1]))]
        for name in self.target.names:
            if not all(tails.exists[name]):
                continue
            quantity, reference = hyper[name], tails.reference[name]
            if isinstance(quantity, np.ndarray):
                change = (quantity - reference)[None, :]
                first.append(change)
                second.append(change * change)
            else:
                change = (quantity.mean - reference).T
                first.append(change)
                second.append(change * change + quantity.var.T)
        groups = self.target.theta(u, slice(0, WATCHED_GROUPS))
        if all(tails.exists[None]):
            change = (groups.mean - tails.theta).T
            first.append(change)
            second.append(change * change + groups.var.T)
        below = groups.cdf(tails.theta + tails.theta_sd).T
        return np.concatenate(first), np.concatenate(second), below
