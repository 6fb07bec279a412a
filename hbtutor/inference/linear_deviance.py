"""The profiled deviance of the linear model and its gradient, in closed form.

With V_j = I + Z_j S Z_j' everything follows from G_j = Z_j'V_j^-1 Z_j: what a group says about the
others' coefficients is e_j'G_j e_j, e_j its own least-squares coefficients.  G_j is one small
matrix for each group, R_j'(I + R_j S R_j')^-1 R_j, and nothing large is subtracted on the way.

Source: Bates, Maechler, Bolker and Walker (2015), Journal of Statistical Software 67(1), eqs. 34
and 42, for the criteria; Harville (1977), JASA 72:320-338, for the derivative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.linear_statistics import LinearStatistics


@dataclass(frozen=True, eq=False)
class Profile:
    """The deviance at one relative covariance S = F F', and what was profiled out.

    deviance: -2 log likelihood (restricted, for REML) at the best b and sigma2.
    slope: its derivative with respect to the symmetric matrix S, (q, q).
    b, sigma2: the best coefficients and variance; precision: X'V^-1 X.
    """

    deviance: float
    slope: Array
    b: Array
    sigma2: float
    precision: Array


def profile(statistics: LinearStatistics, F: Array, *, reml: bool) -> Profile:
    """Return the deviance, profiled over the coefficients and sigma2, at S = F F', F (q, r)."""
    s = statistics
    # Groups run along the last axis, (q, q, J): a sum over a small matrix then costs a few passes
    # over long vectors, several times less than a product of 100,000 small matrices.
    R, own = s.groups_last
    T = np.einsum("abj,br->arj", R, F)
    inverse, logdet = _of_identity_plus_square(T)
    G = np.einsum("baj,bcj->acj", R, np.einsum("abj,bcj->acj", inverse, R))
    score = np.einsum("abj,bcj->acj", G, own)
    M = s.within + sum(e @ g.T for e, g in zip(own, score, strict=True))
    precision = M[:-1, :-1]
    b = np.linalg.solve(precision, M[:-1, -1])
    df = s.n - s.p if reml else s.n
    sigma2 = float(M[-1, -1] - b @ M[:-1, -1]) / df
    h = np.einsum("qaj,a->qj", score, np.append(-b, 1.0))
    deviance = df * (np.log(2 * np.pi * sigma2) + 1) + float(logdet.sum())
    slope = G.sum(axis=2) - h @ h.T / sigma2
    if reml:
        # det(X'V^-1 X) for the X that was given, not for the orthonormal one.
        root = 2 * float(np.log(np.abs(np.diag(s.x_root))).sum())
        deviance += float(np.linalg.slogdet(precision)[1]) + root
        # Whitened first: X'V^-1 X may have entries of very different size that cancel.
        K = np.linalg.solve(np.linalg.cholesky(precision), score[:, :-1])
        slope -= np.array([[(one * two).sum() for two in K] for one in K])
    return Profile(deviance, (slope + slope.T) / 2, b, sigma2, precision)


def _of_identity_plus_square(T: Array) -> tuple[Array, Array]:
    """Return inverse, (q, q, J), and log determinant of I + T T' for T of shape (q, r, J)."""
    q, r, _ = T.shape
    square = np.einsum("arj,brj->abj", T, T)
    if q == 1:
        return 1 / (1 + square), np.log1p(square[0, 0])
    if q == 2 and r > 0:
        # det(I + T T') = 1 + trace + det(T)^2 keeps the digits that a d - b^2 would lose where
        # T is large and nearly of rank one.
        det = 1 + square[0, 0] + square[1, 1]
        if r == 2:
            det = det + (T[0, 0] * T[1, 1] - T[0, 1] * T[1, 0]) ** 2
        adjugate = [[1 + square[1, 1], -square[0, 1]], [-square[0, 1], 1 + square[0, 0]]]
        return np.array(adjugate) / det, np.log(det)
    inverse, logdet = inverse_and_logdet(np.moveaxis(square, 2, 0) + np.eye(q))
    return np.moveaxis(inverse, 0, 2), logdet


def inverse_and_logdet(A: Array) -> tuple[Array, Array]:
    """Return the inverse and log determinant of each positive definite A_j, shape (J, r, r).

    >>> inverse_and_logdet(np.array([[[2.0]]]))
    (array([[[0.5]]]), array([0.69314718]))
    """
    r = A.shape[-1]
    if r == 0:
        return A, np.zeros(len(A))
    if r == 1:
        return 1 / A, np.log(A[:, 0, 0])
    if r == 2:  # written out: many times faster than LAPACK on 100,000 matrices
        a, b, d = A[:, 0, 0], (A[:, 0, 1] + A[:, 1, 0]) / 2, A[:, 1, 1]
        det = a * d - b * b
        inverse = np.array([[d, -b], [-b, a]]) / det
        return np.moveaxis(inverse, 2, 0), np.log(det)
    return np.linalg.inv(A), np.linalg.slogdet(A)[1]
