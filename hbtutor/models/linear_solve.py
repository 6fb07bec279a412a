"""Small linear systems, one for each group, for numbers and for symbols alike."""

from __future__ import annotations

from typing import Any


def solve_each(A: Any, b: Any) -> Any:
    """Solve A_j x_j = b_j for every j: A of shape (J, p, p), b and the result (J, p, q).

    Numbers go to LAPACK.  Symbols, which ``numpy.linalg.solve`` refuses, are eliminated one column
    after the other, with a pivot that is not identically zero.  Raises ValueError for a matrix
    that is singular as a matter of algebra.

    >>> import numpy as np
    >>> solve_each(np.array([[[2.0, 0.0], [1.0, 4.0]]]), np.array([[[2.0], [9.0]]]))
    array([[[1.],
            [2.]]])
    """
    import numpy as np

    A, b = np.asarray(A), np.asarray(b)
    if A.dtype != object and b.dtype != object:
        return np.linalg.solve(A, b)
    b = np.broadcast_to(b, (*A.shape[:-1], b.shape[-1]))
    return np.array([_eliminate(*pair) for pair in zip(A, b, strict=True)], dtype=object)


def _eliminate(A: Any, b: Any) -> Any:
    import numpy as np

    size = len(A)
    rows = np.concatenate([A, b], axis=1).astype(object)
    for k in range(size):
        pivot = next((i for i in range(k, size) if _simplest(rows[i, k]) != 0), None)
        if pivot is None:
            raise ValueError("Sigma, X and sigma2 give a singular system of equations.")
        rows[[k, pivot]] = rows[[pivot, k]]
        rows[k] = rows[k] / rows[k, k]
        for i in range(size):
            if i != k:
                rows[i] = rows[i] - rows[i, k] * rows[k]
    return rows[:, size:]


def _simplest(entry: Any) -> Any:
    return entry.simplify() if hasattr(entry, "simplify") else entry
