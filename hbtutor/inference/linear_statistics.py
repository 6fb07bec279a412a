"""What the linear model needs of the data: cross-products for each group, formed in one pass.

y = X b + Z_j (deviation of group j) + noise, where Z holds those columns of X that vary between
groups.  Everything later costs only these sums, whatever the number of observations.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hbtutor.inference.family import Array
from hbtutor.models.groups import Groups

Positions = NDArray[np.int_]


@dataclass(frozen=True, eq=False)
class LinearStatistics:
    """Sufficient statistics in coordinates in which the arithmetic is well-conditioned.

    X is orthonormalised, X = Q x_root; Z = (scaled columns) z_root has mean square one; y is the
    residual of the least-squares line b_ols.  So nothing large is ever subtracted from its like.

    ZZ: Z_j'Z_j of each group, (J, q, q); own: least-squares coefficients on Z_j of the columns of
    X and of y, (J, q, p + 1), the shortest where Z_j'Z_j is singular; within: what these leave of
    the products of X and y, added over groups, (p + 1, p + 1).  n, p: observations, columns of X.
    """

    ZZ: Array
    own: Array
    within: Array
    n: int
    p: int
    x_root: Array
    z_root: Array
    b_ols: Array

    @property
    def groups(self) -> int:
        return len(self.ZZ)

    @cached_property
    def root(self) -> Array:
        """A root of each Z_j'Z_j: R with R'R = Z_j'Z_j, (J, q, q)."""
        values, vectors = np.linalg.eigh(self.ZZ)
        return np.sqrt(np.maximum(values, 0))[:, :, None] * np.swapaxes(vectors, 1, 2)

    @cached_property
    def groups_last(self) -> tuple[Array, Array]:
        """root and own with the groups on the last axis: (q, q, J) and (q, p + 1, J)."""
        last = (np.moveaxis(x, 0, 2) for x in (self.root, self.own))
        root, own = (np.ascontiguousarray(x) for x in last)
        return root, own

    def coefficients(self, b: Array) -> Array:
        """Return coefficients of the original X from those of the orthonormal one."""
        return self.b_ols + np.linalg.solve(self.x_root, b)

    def coefficient_cov(self, cov: Array) -> Array:
        """Return the covariance of the original coefficients."""
        inverse = np.linalg.inv(self.x_root)
        return inverse @ cov @ inverse.T

    def covariance(self, F: Array) -> Array:
        """Return the covariance of the original Z's coefficients from a factor, S = F F'.

        The factor is transformed, not S: the result is positive semi-definite to the last digit.
        """
        factor = np.linalg.solve(self.z_root, F)
        return factor @ factor.T


def linear_statistics(
    y: Array, X: Array, groups: Groups, varying: Positions, *, correlated: bool
) -> LinearStatistics:
    """Return the sufficient statistics of y, shape (n,), and X, shape (n, p).

    varying: the positions of the columns that vary between groups, (q,); correlated: whether
    their variation may be correlated (only then may Z be rotated).
    Raises ValueError where the columns of X are linearly dependent, where no variance within the
    groups can be estimated, or where there is only one group.
    """
    n, p = X.shape
    Q, x_root = _orthonormal(X)
    if len(groups) < 2:
        raise ValueError(
            "group must name at least 2 groups: one shows no variation between groups."
        )
    b_ols = np.linalg.solve(x_root, Q.T @ y)
    residual = y - X @ b_ols
    residual = residual - Q @ (Q.T @ residual)
    z_root = _scale(X[:, varying], correlated)
    Z = np.linalg.solve(z_root.T, X[:, varying].T).T
    q = len(varying)
    both = np.column_stack([Q, residual])
    products = groups.sum(Z[:, :, None] * np.concatenate([Z, both], 1)[:, None, :])
    ZZ = (products[:, :, :q] + np.swapaxes(products[:, :, :q], 1, 2)) / 2
    inverse, rank = _pseudo_inverse(ZZ)
    own = inverse @ products[:, :, q:]
    rest = both - (Z[:, None, :] @ own[groups.codes])[:, 0]
    within = rest.T @ rest
    _check_within(within[-1, -1], residual, y, n - rank)
    return LinearStatistics(
        ZZ=ZZ,
        own=own,
        within=within,
        n=n,
        p=p,
        x_root=x_root,
        z_root=z_root,
        b_ols=b_ols,
    )


def _orthonormal(X: Array) -> tuple[Array, Array]:
    """Return X = Q R, refusing columns that depend on one another."""
    n, p = X.shape
    if n <= p:
        raise ValueError(f"X must have more rows than columns; got shape {X.shape}.")
    Q, R = np.linalg.qr(X)
    own = np.linalg.norm(X, axis=0)
    small = np.abs(np.diag(R)) <= 1e-11 * own
    if small.any():
        k = int(np.argmax(small))
        raise ValueError(
            f"X must have linearly independent columns; column {k} is a combination of the "
            "columns before it (or zero)."
        )
    return Q, R


def _scale(Z: Array, correlated: bool) -> Array:
    """Return the upper triangular root with Z = (columns of mean square one) root."""
    if correlated:
        return np.linalg.qr(Z, mode="r") / np.sqrt(len(Z))
    return np.diag(np.sqrt((Z**2).mean(axis=0)))


def _pseudo_inverse(ZZ: Array) -> tuple[Array, int]:
    """Return the pseudo-inverse of each Z_j'Z_j, and the sum of their ranks."""
    values, vectors = np.linalg.eigh(ZZ)
    used = values > 1e-10 * values[:, -1:]
    inverse = np.where(used, 1 / np.where(used, values, 1.0), 0.0)
    return (vectors * inverse[:, None, :]) @ np.swapaxes(vectors, 1, 2), int(used.sum())


def _check_within(within: float, residual: Array, y: Array, df: int) -> None:
    if df <= 0:
        raise ValueError(
            "sigma2 cannot be estimated: no group has more observations than coefficients of its "
            "own. At least one must."
        )
    if within <= 1e-20 * float(residual @ residual) + 1e-28 * float(y @ y):
        raise ValueError(
            "sigma2 cannot be estimated: every group's observations lie exactly on its own line."
        )


def varying_columns(varying: Any, p: int) -> Positions:
    """Return the positions of the columns of X that vary between groups; None means all.

    >>> varying_columns([0], 2)
    array([0])
    """
    if varying is None:
        return np.arange(p)
    positions = np.asarray(varying)
    if positions.dtype == bool and positions.shape == (p,):
        positions = np.flatnonzero(positions)
    whole = positions.dtype.kind == "i" and positions.ndim == 1 and positions.size > 0
    if not whole or len(set(positions.tolist()) & set(range(p))) != positions.size:
        raise ValueError(
            f"varying must list distinct positions of columns of X, 0 to {p - 1}, at least one; "
            f"got {varying!r}."
        )
    return np.sort(positions)
