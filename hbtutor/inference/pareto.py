"""Pareto-smoothed importance sampling: can these weights be trusted?

The largest weights of an importance sample are fitted with a generalised Pareto law.  Its shape
k-hat says whether they have a variance: below 0.5 all is well, above 0.7 the answer is noise.

Source: Vehtari, Simpson, Gelman, Yao and Gabry (2024), JMLR 25(72); Zhang and Stephens (2009),
Technometrics 51:316-325, for the fit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hbtutor.inference.family import Array

GOOD_ENOUGH = 0.7


class Smoothed(NamedTuple):
    """Weights that sum to one, and the shape k-hat of their tail."""

    weights: Array
    k_hat: float


def pareto_smooth(log_weights: Array) -> Smoothed:
    """Replace the largest weights by the quantiles of the law fitted to them.

    log_weights: shape (n,), n at least 25, up to a constant.

    >>> smoothed = pareto_smooth(np.zeros(1000))
    >>> float(smoothed.k_hat), float(smoothed.weights.sum().round(12))
    (-inf, 1.0)
    """
    n = len(log_weights)
    if n < 25:
        raise ValueError(f"log_weights must hold at least 25 weights; got {n}.")
    weights = np.exp(log_weights - np.max(log_weights))
    size = int(np.ceil(min(0.2 * n, 3 * np.sqrt(n))))
    order = np.argsort(weights)
    tail, cutoff = order[-size:], weights[order[-size - 1]]
    excess = weights[tail] - cutoff
    if excess[-1] <= 1e-12 * max(cutoff, 1e-300):
        return Smoothed(weights / weights.sum(), -np.inf)
    k, sigma = fit_pareto(excess)
    p = (np.arange(size) + 0.5) / size
    shape = k if abs(k) > 1e-10 else 1e-10
    quantiles = sigma * np.expm1(-shape * np.log1p(-p)) / shape
    weights[tail] = np.minimum(cutoff + quantiles, 1.0)
    return Smoothed(weights / weights.sum(), float(k))


def fit_pareto(excess: Array) -> tuple[float, float]:
    """Return shape k and scale of the generalised Pareto law of these excesses, in rising order.

    Zhang and Stephens's profile posterior mean, with k drawn weakly to 0.5 as in the JMLR paper.

    >>> u = (np.arange(1000) + 0.5) / 1000
    >>> k, scale = fit_pareto(2.0 * ((1 - u) ** -0.4 - 1) / 0.4)
    >>> round(k, 1), round(scale, 1)
    (0.4, 2.0)
    """
    n = len(excess)
    count = 30 + int(np.sqrt(n))
    quartile = max(excess[int(n / 4 + 0.5) - 1], 1e-300)
    b = 1 - np.sqrt(count / (np.arange(1, count + 1) - 0.5))
    b = b / (3 * quartile) + 1 / excess[-1]
    k = np.log1p(-b[:, None] * excess).mean(axis=1)
    profile = n * (np.log(-b / k) - k - 1)
    weight = np.exp(profile - profile.max())
    mean_b = float(weight @ b / weight.sum())
    shape = float(np.log1p(-mean_b * excess).mean())
    return (shape * n + 0.5 * 10) / (n + 10), -shape / mean_b
