"""Joint draws of a three-level posterior as ArviZ's bridge asks for them.

The bridge asks for predictions and likelihoods given theta alone; here they need sigma as well,
so the sigma drawn with each theta is kept beside it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.inference.family import Array


class NestedDrawn:
    """A posterior and its own target in one: what `hbtutor.inference.arviz.to_arviz` uses."""

    def __init__(self, posterior: Any) -> None:
        self._posterior = posterior
        self._sums = posterior.target.sums
        self._sd = np.empty(0)

    @property
    def target(self) -> NestedDrawn:
        return self

    @property
    def groups(self) -> int:
        return len(self._sums.z)

    @property
    def labels(self) -> list[str] | None:
        """The classrooms as "school/classroom": coordinates of arrays hold no pairs."""
        pairs = self._posterior.labels
        return None if pairs is None else [f"{school}/{room}" for school, room in pairs]

    def draws(self, rng: np.random.Generator, n: int) -> Any:
        """Draw jointly, and keep the standard deviation of each classroom's average, (n, J)."""
        drawn = self._posterior.draws(rng, n)
        known = self._posterior.target.known
        sigma2 = np.full(n, known) if known else np.asarray(drawn.hyper["sigma"]) ** 2
        self._sd = np.sqrt(sigma2[:, None] / self._sums.size)
        return drawn

    def replicate(self, rng: np.random.Generator, theta: Array) -> Array:
        """New averages of the same classrooms, (n, J)."""
        return rng.normal(theta, self._sd)

    def log_likelihood(self, theta: Array) -> Array:
        """Log density of the observed averages, (n, J)."""
        z = (self.observed() - theta) / self._sd
        return -0.5 * z**2 - np.log(self._sd) - 0.5 * np.log(2 * np.pi)

    def observed(self) -> Array:
        """The classrooms' averages, (J,)."""
        return self._sums.z + self._sums.centre
