"""The data of the Normal-Normal family, and the four sums over groups that all inference needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.labels import labels_of
from hbtutor.validation import finite, positive, same_shape, shape

_CHUNK = 32_768
_BLOCKS = 8


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
        variance = np.asarray(variance, dtype=float)
        if not variance.ndim:
            variance = np.full(mean.shape, variance)
        v = variance / np.asarray(size, dtype=float)
        centre = float((mean / v).sum() / (1 / v).sum())
        return cls(mean, v, variance, centre, labels)

    @property
    def groups(self) -> int:
        """The number of groups J."""
        return self.y.size

    @cached_property
    def powers(self) -> Array:
        """1, r and r^2 for the distances r from the centre, (3, J)."""
        r = self.y - self.centre
        powers = np.empty((3, r.size))
        powers[0], powers[1], powers[2] = 1.0, r, r * r
        return powers

    @cached_property
    def typical(self) -> float:
        """The geometric mean of the variances v."""
        return float(np.exp(np.mean(np.log(self.v))))

    def sums(self, tau2: Array, *, log: bool = True) -> Sums:
        """Return the sums at each tau2, (K,); log=False leaves the costly last one at zero."""
        width = max(1, _CHUNK // tau2.size)
        if width >= self.groups:
            total = tau2[:, None] + self.v
            log_t = self._sum_of_logs(total, tau2) if log else np.zeros(tau2.size)
            w, wr, wrr = self.powers @ (1 / total).T
            return Sums(w, wr, wrr, log_t)
        moments, log_t = np.zeros((3, tau2.size)), np.zeros(tau2.size)
        for first in range(0, self.groups, width):
            part = slice(first, first + width)
            total = tau2[:, None] + self.v[part]
            moments += self.powers[:, part] @ (1 / total).T
            if log:
                log_t += self._sum_of_logs(total, tau2)
        w, wr, wrr = moments
        return Sums(w, wr, wrr, log_t)

    def _sum_of_logs(self, total: Array, tau2: Array) -> Array:
        """Return the row sums of log(total): a product of eight costs one logarithm, not eight."""
        K, g = total.shape
        if g < 16 * _BLOCKS or self._spread > 1e30:
            return np.log(total).sum(axis=1)
        whole = g - g % _BLOCKS
        unit = (tau2 + self.typical)[:, None]
        ratio = (total[:, :whole] / unit).reshape(K, _BLOCKS, -1)
        logs = np.log(np.multiply.reduce(ratio, axis=1)).sum(axis=1)
        logs += whole * np.log(unit[:, 0])
        return logs + np.log(total[:, whole:]).sum(axis=1)

    @cached_property
    def _spread(self) -> float:
        return float(self.v.max() / self.v.min())
