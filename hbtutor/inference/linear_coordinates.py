"""Unconstrained coordinates for (Sigma, sigma2): log sds and partial correlations.

u = (log sigma, log tau_1 ... log tau_q, atanh of the canonical partial correlations).  Every u
gives a proper Sigma, and the uniform (LKJ) law of correlation matrices has a product form in it.

Source: Lewandowski, Kurowicka and Joe (2009), Journal of Multivariate Analysis 100:1989-2001.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.validation import positive


@dataclass(frozen=True)
class LKJ:
    """The density of correlation matrices proportional to det^(eta - 1); eta = 1 is uniform.

    >>> LKJ(2).eta
    2
    """

    eta: float

    def __post_init__(self) -> None:
        positive("eta", self.eta)


class Natural(NamedTuple):
    """sigma, (n,); tau, (n, q); root: Cholesky factor of the correlation matrix, (n, q, q);
    partial: the partial correlations, (n, q (q - 1) / 2), row by row.
    """

    sigma: Array
    tau: Array
    root: Array
    partial: Array

    @property
    def factor(self) -> Array:
        """Cholesky factor of Sigma, (n, q, q)."""
        return self.tau[:, :, None] * self.root

    @property
    def correlation(self) -> Array:
        """Correlation matrices, (n, q, q)."""
        return self.root @ np.swapaxes(self.root, 1, 2)


def natural(u: Array, q: int, *, correlated: bool) -> Natural:
    """Return what the coordinates u, (n, d), stand for."""
    sigma, tau = np.exp(u[:, 0]), np.exp(u[:, 1 : q + 1])
    partial = np.tanh(u[:, q + 1 :])
    root = np.zeros((len(u), q, q))
    root[:, 0, 0] = 1
    k = 0
    for i in range(1, q):
        left = np.ones(len(u))
        for j in range(i if correlated else 0):
            root[:, i, j] = partial[:, k] * np.sqrt(left)
            left = left * (1 - partial[:, k] ** 2)
            k += 1
        root[:, i, i] = np.sqrt(left)
    return Natural(sigma, tau, root, partial)


def log_lkj(partial: Array, q: int, eta: float) -> Array:
    """Return the log LKJ density of the coordinates atanh(partial), (n,), up to a constant."""
    total = np.zeros(len(partial))
    k = 0
    for i in range(1, q):
        for j in range(i):
            # A partial correlation given j others is Beta(b, b) on (-1, 1); one more power of
            # 1 - r^2 is the Jacobian of atanh.
            total += (eta + (q - 2 - j) / 2) * np.log1p(-np.minimum(partial[:, k] ** 2, 1 - 1e-15))
            k += 1
    return total


def coordinates(sigma: float, Sigma: Array, *, correlated: bool) -> Array:
    """Return the coordinates u, (d,), of one sigma and one positive definite Sigma, (q, q)."""
    tau = np.sqrt(np.diag(Sigma))
    root = np.linalg.cholesky(Sigma / np.outer(tau, tau))
    partial = []
    for i in range(1, len(tau) if correlated else 0):
        left = 1.0
        for j in range(i):
            r = float(np.clip(root[i, j] / np.sqrt(left), -0.95, 0.95))
            partial.append(np.arctanh(r))
            left *= 1 - r**2
    return np.concatenate([[np.log(sigma)], np.log(tau), partial])
