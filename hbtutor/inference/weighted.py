"""The posterior of quantities known at weighted draws: what importance sampling leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.mixture import Mixture
from hbtutor.inference.posterior import Existence, Summaries
from hbtutor.validation import generator


@dataclass(frozen=True, eq=False)
class WeightedDraws(Summaries):
    """Posterior of some quantities from weighted draws.

    values: (n, g); weights: (n,), summing to one; shape: how the g quantities are laid out, ()
    for one number.
    """

    values: Array
    weights: Array
    shape: tuple[int, ...] = ()
    exists: Existence = field(default_factory=Existence)

    def _shaped(self, values: Array) -> Any:
        shaped = np.reshape(values, (*values.shape[:-1], *self.shape))
        return float(shaped) if shaped.ndim == 0 else shaped

    def _moments(self) -> tuple[Array, Array]:
        mean = self.weights @ self.values
        return mean, self.weights @ (self.values - mean) ** 2

    def _quantile(self, p: Array) -> Array:
        order = np.argsort(self.values, axis=0)
        ordered = np.take_along_axis(self.values, order, axis=0)
        answer = np.empty((p.size, self.values.shape[1]))
        for k in range(self.values.shape[1]):
            weight = self.weights[order[:, k]]
            answer[:, k] = np.interp(p, np.cumsum(weight) - weight / 2, ordered[:, k])
        return answer

    def cdf(self, x: Any) -> Any:
        """Return P(quantity <= x) for one number x or one for each quantity."""
        return self._shaped(self.weights @ (self.values <= np.ravel(x)))

    def draws(self, rng: Any, n: int) -> Array:
        """Draw n times, (n, *shape), by resampling."""
        chosen = generator(rng).choice(len(self.weights), size=n, p=self.weights)
        return self.values[chosen].reshape(n, *self.shape)


@dataclass(frozen=True, eq=False)
class ShapedMixture(Mixture):
    """A mixture of g quantities that are laid out in a shape, such as (J, p)."""

    shape: tuple[int, ...] = ()

    def _shaped(self, values: Array) -> Any:
        return np.reshape(values, (*values.shape[:-1], *self.shape))

    def draws(self, rng: Any, n: int) -> Array:
        """Draw n times from each quantity's own posterior, (n, *shape); not a joint draw."""
        return super().draws(rng, n).reshape(n, *self.shape)

    def __getitem__(self, label: Any) -> Mixture:
        """Return the posterior of one group's coefficients, by label or position."""
        groups = len(self.labels) if self.labels is not None else self.shape[0]
        at = self.labels.get_loc(label) if self.labels is not None else label
        width = self.size // groups
        first = range(groups)[at] * width
        return Mixture(
            self.weights,
            lambda part: self.kernel(slice(first + part.start, first + part.stop)),
            width,
            exists=self.exists,
        )
