"""Groups with the same data have the same posterior: it is computed once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.mixture import Mixture

_MANY = 1000  # groups: below, finding the repetitions costs more than it saves


class Alike(NamedTuple):
    """first: (G,) the position of one group of each kind; kind: (J,) each group's kind."""

    first: Any
    kind: Any


def alike(*columns: Array) -> Alike | None:
    """Return the kinds of groups by the data in the columns, (J,) each, or None if few repeat.

    >>> alike(np.tile([3.0, 5.0], 1000), np.full(2000, 9.0)).first
    array([0, 1])
    """
    if columns[0].size < _MANY:
        return None
    kind = np.zeros(columns[0].size, dtype=np.int64)
    for column in columns:
        if column.min() != column.max():
            _, number = np.unique(column, return_inverse=True)
            kind = kind * (int(number.max()) + 1) + number
    _, first, kind = np.unique(kind, return_index=True, return_inverse=True)
    return Alike(first, kind) if first.size <= kind.size // 2 else None


@dataclass(frozen=True, eq=False, repr=False)
class RepeatedMixture(Mixture):
    """A Mixture whose moments and quantiles are computed for one group of each kind."""

    alike: Alike | None = None

    @cached_property
    def _kinds(self) -> Mixture:
        assert self.alike is not None
        first = self.alike.first
        return Mixture(
            self.weights, lambda part: self.kernel(first[part]), first.size, exists=self.exists
        )

    def _moments(self) -> tuple[Array, Array]:
        if self.alike is None:
            return super()._moments()
        mean, var = self._kinds._moments()
        return mean[self.alike.kind], var[self.alike.kind]

    def _quantile(self, p: Array) -> Array:
        if self.alike is None:
            return super()._quantile(p)
        return self._kinds._quantile(p)[:, self.alike.kind]
