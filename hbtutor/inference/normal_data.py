"""The data of the Normal-Normal family, and the four sums over groups that all inference needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.labels import labels_of
from hbtutor.validation import finite, positive, same_shape, shape

_CHUNK = 100_000


class Sums(NamedTuple):
    """Sums over groups at K values of tau2, each (K,), with w = 1 / (v + tau2), r = y - centre."""

    w: Array
    wr: Array
    wrr: Array
    log_t: Array


@dataclass(frozen=True, eq=False)
class NormalData:
    """Groups' means y, their variances v = sigma2 / n, and a centre that keeps digits.

    y, v, sigma2: (J,); labels: of the groups, or None.
    """

    y: Array
    v: Array
    sigma2: Array
    centre: float
    labels: Any

    @classmethod
    def checked(cls, y: Any, *, sigma2: Any, n: Any = 1) -> NormalData:
        """Check once: one finite mean a group, positive variances and sizes, matching labels."""
        mean, variance, size = finite("y", y), positive("sigma2", sigma2), positive("n", n)
        if len(shape(mean)) != 1:
            raise ValueError(
                f"y must hold one mean for each group, shape (J,); got shape {shape(mean)}."
            )
        same_shape(y=mean, sigma2=variance, n=size)
        labels = labels_of(mean, variance, size)
        mean = np.asarray(mean)
        variance = np.broadcast_to(np.asarray(variance, dtype=float), mean.shape)
        v = variance / np.asarray(size, dtype=float)
        centre = float(np.sum(mean / v) / np.sum(1 / v))
        return cls(mean, v, variance, centre, labels)

    @property
    def groups(self) -> int:
        """The number of groups J."""
        return self.y.size

    @cached_property
    def powers(self) -> Array:
        """1, r and r^2 for the distances r from the centre, (J, 3)."""
        r = self.y - self.centre
        return np.stack([np.ones_like(r), r, r * r], axis=1)

    def sums(self, tau2: Array, *, log: bool = True) -> Sums:
        """Return the sums at each tau2, (K,); log=False leaves the costly last one at zero."""
        width = max(1, _CHUNK // self.groups)
        moments, log_t = np.empty((tau2.size, 3)), np.zeros(tau2.size)
        for first in range(0, tau2.size, width):
            part = slice(first, first + width)
            total = tau2[part, None] + self.v
            moments[part] = (1 / total) @ self.powers
            if log:
                log_t[part] = np.log(total).sum(axis=1)
        return Sums(moments[:, 0], moments[:, 1], moments[:, 2], log_t)
