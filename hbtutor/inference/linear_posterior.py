"""The collapsed posterior of (Sigma, sigma2): all coefficients and mu integrated out exactly.

At many points at once, by matrix products only.  Groups whose Z'Z is the same share one small
inverse, and their other sums are added beforehand: a balanced design costs as much as one group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.linear_deviance import inverse_and_logdet
from hbtutor.inference.linear_statistics import LinearStatistics

_CHUNK = 400_000


class GivenSigma(NamedTuple):
    """What follows from (Sigma, sigma2) at n points: the law of mu in orthonormal coordinates.

    log_likelihood: (n,), with all coefficients integrated out under a flat prior on mu;
    b: (n, p), its mean; cov: (n, p, p), its covariance (times sigma2).
    """

    log_likelihood: Array
    b: Array
    cov: Array


@dataclass(frozen=True, eq=False)
class LinearPosterior:
    """The sums over groups with equal Z'Z.

    roots: (U, q, q), R with R'R = Z'Z, of the distinct ones; count: (U,); products: the sums over
    their groups of (R e)(R e)' for the groups' own coefficients e, (U q q, (p + 1)^2).
    """

    statistics: LinearStatistics
    roots: Array
    count: Array
    products: Array

    @classmethod
    def of(cls, statistics: LinearStatistics) -> LinearPosterior:
        """Find the groups with equal Z'Z, up to rounding, and add up what they share."""
        s = statistics
        keys = np.round(s.ZZ.reshape(s.groups, -1) / np.abs(s.ZZ).max(), 13)
        _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        which = which.ravel()
        roots = s.root[first]
        own = roots[which] @ s.own
        products = np.zeros((len(first), *[own.shape[1]] * 2, *[s.p + 1] * 2))
        np.add.at(products, which, np.einsum("jqa,jrb->jqrab", own, own))
        return cls(
            statistics=s,
            roots=roots,
            count=np.bincount(which).astype(float),
            products=products.reshape(-1, (s.p + 1) ** 2),
        )

    def given(self, sigma: Array, factor: Array) -> GivenSigma:
        """Return what follows from sigma, (n,), and Sigma's Cholesky factor, (n, q, q)."""
        width = max(1, _CHUNK // len(self.roots))
        parts = [slice(k, k + width) for k in range(0, len(sigma), width)]
        done = [self._given(sigma[p], factor[p]) for p in parts]
        return GivenSigma(*(np.concatenate(column) for column in zip(*done, strict=True)))

    def relative(self, sigma: Array, factor: Array) -> Array:
        """Return the factor of Sigma / sigma2 in the coordinates of the statistics."""
        return self.statistics.z_root @ factor / sigma[:, None, None]

    def _given(self, sigma: Array, factor: Array) -> GivenSigma:
        s, F = self.statistics, self.relative(sigma, factor)
        n, U, q = len(sigma), *self.roots.shape[:2]
        # R S R' for all pairs (point, group) as one product with the Kronecker squares of R.
        square = np.einsum("uab,ucd->bduac", self.roots, self.roots).reshape(q * q, -1)
        S = (F @ np.swapaxes(F, 1, 2)).reshape(n, q * q)
        inner = (S @ square).reshape(n * U, q, q) + np.eye(q)
        inverse, logdet = inverse_and_logdet(inner)
        M = (inverse.reshape(n, -1) @ self.products).reshape(n, s.p + 1, s.p + 1) + s.within
        Xy = M[:, :-1, -1]
        cov, log_precision = inverse_and_logdet(M[:, :-1, :-1])
        b = (cov @ Xy[:, :, None])[:, :, 0]
        rest = M[:, -1, -1] - (b * Xy).sum(axis=1)
        log_likelihood = -0.5 * (
            2 * (s.n - s.p) * np.log(sigma)
            + logdet.reshape(n, -1) @ self.count
            + log_precision
            + rest / sigma**2
        )
        return GivenSigma(log_likelihood, b, cov)
