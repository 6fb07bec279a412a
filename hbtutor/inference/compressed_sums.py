"""Sums of f over thousands of groups by a few points, exact to rounding for every f that matters.

The log marginal likelihoods of counts are made of sums of log(c + x) over the groups' exposures x
or over the numbers x = 0, 1, ... y_j - 1 below each count, for all c > 0.  On an octave
u <= x < 2u the function log(c + x), whatever c, is a polynomial of degree 19 to 16 digits (its
singularity -c is at least three half-widths from the centre, so the Chebyshev coefficients fall
as (3 + sqrt 8)^-q).  A sum over an octave is therefore a weighted sum over 20 Chebyshev points,
with weights that the data fix once: afterwards a likelihood costs the same for 100 groups and for
a million.  Source: Trefethen, Approximation Theory and Approximation Practice, chapters 3 and 8.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hbtutor.inference.family import Array

_DEGREE = 20
_NODES = np.cos(np.pi * (np.arange(_DEGREE) + 0.5) / _DEGREE)
_CACHE = 4096
_FIRST_LARGE = 4096  # from here on sums over whole numbers are integrals with one correction


@dataclass(frozen=True, eq=False)
class Points:
    """sum_j w_j f(x_j) as sum_p weight_p f(at_p).

    at: (P,), zero or positive.  weight: (P,), or (q, P) for q sums over the same x.
    """

    at: Array
    weight: Array

    def total(self, values: Array) -> Array:
        """Return the sum of f, or of each node's f: values is f(at), (P,) or (K, P)."""
        return values @ self.weight


def compress(x: Array, weight: Array) -> Points:
    """Return a few points for sums over x, (n,), zero or positive, with weight (n,) or (q, n).

    >>> exposure = np.linspace(1.0, 30.0, 10_000)
    >>> points = compress(exposure, np.ones(10_000))
    >>> len(points.at), bool(abs(points.total(np.log(points.at)) - np.log(exposure).sum()) < 1e-8)
    (100, True)
    """
    rows = np.atleast_2d(weight)
    mantissa, exponent = np.frexp(x)
    octave = (exponent - exponent.min()).astype(np.int16)
    octave[x == 0] = -1  # zero has no octave
    order = np.argsort(octave, kind="stable")
    starts = np.flatnonzero(np.diff(octave[order], prepend=-2))
    at, weights = [], []
    for first, last in pairwise([*starts.tolist(), x.size]):
        chosen = order[first:last]
        if chosen.size <= _DEGREE or octave[chosen[0]] < 0:
            at.append(x[chosen])
            weights.append(rows[:, chosen])
        else:
            # 4 mantissa - 3 maps the octave onto (-1, 1).
            moments = _moments(4 * mantissa[chosen] - 3, rows[:, chosen])
            at.append(np.ldexp(3 + _NODES, int(exponent[chosen[0]]) - 2))
            weights.append(_weights(moments))
    joined = np.concatenate(weights, axis=1)
    return Points(np.concatenate(at), joined if np.ndim(weight) == 2 else joined[0])


def below(counts: Array) -> Points:
    """Return points for the sum over j of f(0) + f(1) + ... + f(counts_j - 1).

    By tail counts: f(i) occurs once for each count above i.

    >>> points = below(np.array([3.0, 0.0, 1.0]))
    >>> points.at, points.weight
    (array([0., 1., 2.]), array([2., 1., 1.]))
    """
    small = np.minimum(counts, _FIRST_LARGE).astype(np.int64)
    above = len(counts) - np.cumsum(np.bincount(small))[:-1].astype(float)
    start = min(len(above), 32)
    few = Points(np.arange(start, dtype=float), above[:start])
    parts = [few]
    if len(above) > start:
        parts.append(compress(np.arange(start, len(above), dtype=float), above[start:]))
    parts.extend(_large(counts[counts > _FIRST_LARGE]))
    return Points(
        np.concatenate([part.at for part in parts]), np.concatenate([part.weight for part in parts])
    )


def _large(counts: Array) -> Iterator[Points]:
    """Yield points, octave by octave, for the part of the sums from _FIRST_LARGE on.

    The sum of f over u <= i < v is the integral from u - 1/2 to v - 1/2 minus 1/24 of the change
    of f' (Euler and Maclaurin); what is left out is below 1e-13.
    """
    low = float(_FIRST_LARGE)
    while (counts > low).any():
        counts = counts[counts > low]
        half = low / 2
        ends = (np.minimum(counts, 2 * low) - 0.5 - 3 * half) / half
        begin = np.array([(low - 0.5 - 3 * half) / half])
        moments = np.zeros(_DEGREE)
        for q in range(_DEGREE):
            basis = np.polynomial.Chebyshev.basis(q)
            functional = half * basis.integ() - basis.deriv() / (24 * half)
            moments[q] = (functional(ends) - functional(begin)).sum()
        yield Points(half * (3 + _NODES), _weights(moments[:, np.newaxis])[0])
        low *= 2


def _moments(z: Array, rows: Array) -> Array:
    """Return the sums of rows x Chebyshev polynomials at z, (20, q), a cache-full at a time."""
    total = np.zeros((_DEGREE, len(rows)))
    for first in range(0, z.size, _CACHE):
        part = slice(first, first + _CACHE)
        total += _chebyshev(z[part]) @ rows[:, part].T
    return total


def _chebyshev(z: Array) -> Array:
    """Return the Chebyshev polynomials of degree 0 to 19 at z, (20, n)."""
    basis = np.empty((_DEGREE, z.size))
    basis[0], basis[1] = 1, z
    twice = 2 * z
    for k in range(2, _DEGREE):
        np.multiply(twice, basis[k - 1], out=basis[k])
        basis[k] -= basis[k - 2]
    return basis


def _weights(moments: Array) -> Array:
    """Return the weights (q, 20) at the nodes that have these moments (20, q)."""
    scale = np.full(_DEGREE, 2.0 / _DEGREE)
    scale[0] = 1.0 / _DEGREE
    return (moments.T * scale) @ _chebyshev(_NODES)
