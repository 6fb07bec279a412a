"""The three-level model given its variances, at many values of them at once.

Classrooms are eliminated first (precision h = 1 / (tau2 + v) about their school's mean), then
schools (H = sum h, A = sum h z), then psi.  Everything the posterior needs are these sums.
Classrooms of the same size share one h, so the sums run over the distinct sizes of each school.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from hbtutor.inference.family import Array
from hbtutor.inference.nested_statistics import NestedStatistics

_CHUNK = 2_000_000


class Eliminated(NamedTuple):
    """Sums at K values of (sigma2, tau2, omega2), each (K,).

    logdet: log |V| without the n log sigma2; square: weighted squares of the averages about 0;
    M, m: precision of psi and its weighted sum, so that psi has the estimate m / M.
    """

    logdet: Array
    square: Array
    M: Array
    m: Array


@dataclass(frozen=True, eq=False)
class NestedSums:
    """The classrooms' averages, collected by school and by size.

    z: (C,), averages about `centre`; size: (C,), so that v = sigma2 / size; school: (C,).
    sizes: (U,), the distinct ones; number, total: sparse (S, U), how many classrooms of this size
    a school has and what their z add up to; square: (U,), the sum of z^2 of each size.
    within: squares within classrooms; n: observations.
    """

    z: Array
    size: Array
    school: Any
    sizes: Array
    number: Any
    total: Any
    square: Array
    within: float
    n: int
    centre: float

    @classmethod
    def of(cls, s: NestedStatistics) -> NestedSums:
        """Collect the sums from the sufficient statistics."""
        z = s.mean[:, -1]
        sizes, which = np.unique(s.size, return_inverse=True)
        shape = (len(s.schools), len(sizes))
        place = (s.schools.codes, which)
        return cls(
            z=z,
            size=s.size,
            school=s.schools.codes,
            sizes=sizes,
            number=sparse.coo_array((np.ones_like(z), place), shape).tocsr(),
            total=sparse.coo_array((z, place), shape).tocsr(),
            square=np.bincount(which, weights=z**2),
            within=float(s.within[-1, -1]),
            n=s.n,
            centre=float(s.b_ols[0]),
        )

    def by_school(self, sigma2: Array, tau2: Array, schools: Any) -> tuple[Array, Array]:
        """Return H and A of the schools, each (K, schools)."""
        number = self.number[schools]
        used = np.unique(number.indices)
        h = _precision(sigma2, tau2, self.sizes[used])
        return (number[:, used] @ h).T, (self.total[schools][:, used] @ h).T

    def eliminate(self, sigma2: Array, tau2: Array, omega2: Array) -> Eliminated:
        """Return the sums that are left when classrooms and schools are integrated out."""
        width = max(1, _CHUNK // self.number.nnz)
        parts = [slice(k, k + width) for k in range(0, tau2.size, width)]
        done = [self._eliminate(sigma2[p], tau2[p], omega2[p]) for p in parts]
        return Eliminated(*(np.concatenate(column) for column in zip(*done, strict=True)))

    def _eliminate(self, sigma2: Array, tau2: Array, omega2: Array) -> Eliminated:
        h = _precision(sigma2, tau2, self.sizes)
        H, A = self.number @ h, self.total @ h
        left = 1 / (1 + omega2 * H)
        rooms = self.number.sum(axis=0) @ np.log1p(tau2 / sigma2 * self.sizes[:, None])
        # About each school's own average first: what is subtracted is then never large.
        rest = np.maximum(self.square @ h - (A**2 / H).sum(axis=0), 0.0)
        return Eliminated(
            logdet=rooms - np.log(left).sum(axis=0),
            square=rest + (A**2 / H * left).sum(axis=0),
            M=(H * left).sum(axis=0),
            m=(A * left).sum(axis=0),
        )


def _precision(sigma2: Array, tau2: Array, sizes: Array) -> Array:
    """Return h = 1 / (tau2 + sigma2 / size), (U, K)."""
    return 1 / (tau2 + sigma2 / sizes[:, None])
