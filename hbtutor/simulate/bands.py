"""Simultaneous bands for the empirical distribution of ranks, computed exactly.

Under calibration the number C_i of R ranks at or below r_i is binomial, and the C_i together are
the counts of a Poisson process, given that R points fell in all.  So the probability that every
C_i stays between its bounds is a chain of convolutions with Poisson probabilities: no simulation.

Source: Säilynoja, Bürkner & Vehtari (2022), Statistics and Computing 32:32 (the bands); Steck
(1971), Annals of Mathematical Statistics 42:1-11 (the conditioning).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import stats


def coverage(replicates: int, points: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """Return P(low_i <= C_i <= high_i for all i), C_i = #{u <= points_i} of uniform u.

    points: increasing, strictly between 0 and 1; low, high: whole numbers.

    >>> two = np.array([0.5])
    >>> round(coverage(2, two, np.array([1]), np.array([1])), 12)
    0.5
    """
    inside = np.array([1.0])  # probabilities of the counts from `first` up
    first = 0
    steps = np.diff(np.concatenate([[0.0], points, [1.0]]))
    low, high = np.append(low, replicates), np.append(high, replicates)
    for step, bottom, top in zip(steps, low, high, strict=True):
        if max(bottom, first) > top:
            return 0.0
        jumps = stats.poisson.pmf(np.arange(top - first + 1), replicates * step)
        spread = np.convolve(inside, jumps)[: top - first + 1]
        inside = np.concatenate(
            [np.zeros(max(first - bottom, 0)), spread[max(bottom - first, 0) :]]
        )
        first = int(bottom)
    return float(inside[-1] / stats.poisson.pmf(replicates, replicates))


def bounds(replicates: int, points: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the pointwise bounds of the counts that leave at most `tail` / 2 on each side."""
    low = stats.binom.ppf(tail / 2, replicates, points).astype(int)
    return low, stats.binom.isf(tail / 2, replicates, points).astype(int)


@lru_cache(maxsize=64)
def simultaneous(
    replicates: int, points: tuple[float, ...], p: float
) -> tuple[tuple[int, ...], ...]:
    """Return the narrowest bounds of this kind that all counts keep with probability p or more.

    >>> low, high = simultaneous(100, (0.25, 0.5, 0.75), 0.95)
    >>> low, high
    ((15, 39, 65), (35, 61, 85))
    """
    if not 0 < p < 1:
        raise ValueError(f"p must be strictly between 0 and 1; got {p!r}.")
    at = np.array(points)
    small, large = np.log((1 - p) / (2 * len(points))), np.log(1 - p)
    for _ in range(40):  # bisection: the wider the tails left out, the smaller the coverage
        middle = (small + large) / 2
        if coverage(replicates, at, *bounds(replicates, at, float(np.exp(middle)))) >= p:
            small = middle
        else:
            large = middle
    low, high = bounds(replicates, at, float(np.exp(small)))
    return tuple(low.tolist()), tuple(high.tolist())


def p_value(replicates: int, points: np.ndarray, counts: np.ndarray) -> float:
    """Return the probability of counts at least as far out somewhere as these are.

    Below 1e-12, where rounding would decide, the upper bound of Bonferroni is returned.

    >>> p_value(100, np.array([0.5]), np.array([50]))
    1.0
    """
    below = stats.binom.cdf(counts, replicates, points)
    above = stats.binom.sf(counts - 1, replicates, points)
    worst = 2 * float(np.minimum(below, above).min())
    if worst >= 1:
        return 1.0
    if worst * len(points) < 1e-12:
        return worst * len(points)
    # Strictly less extreme: a hair more than the tail that was seen.
    return max(
        0.0, 1 - coverage(replicates, points, *bounds(replicates, points, worst * (1 + 1e-9)))
    )
