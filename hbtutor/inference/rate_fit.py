"""Maximum likelihood for the Gamma-Poisson family, with its boundaries.

The profile of the likelihood in rho = 1/alpha is scanned from nearly Poisson (rho = 0) to widely
spread, since it can have more than one hill when the exposures differ; the highest is then
climbed in (log mean, log rho).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.inference.empirical import EmpiricalBayes, check_method
from hbtutor.inference.family import Array
from hbtutor.inference.newton import Maximum, maximise
from hbtutor.inference.rate_data import RateData
from hbtutor.models.gamma_poisson import GammaPoisson

_METHOD = "ml"


def fit(counts: Any, *, exposure: Any = 1, method: str = "ml") -> EmpiricalBayes:
    """Maximise the negative binomial likelihood over alpha and beta.

    standard_error: of alpha, beta, log_mean (of log(alpha / beta)) and log_alpha, from the
    observed information.
    """
    check_method(method, (_METHOD,))
    data = RateData.checked(counts, exposure=exposure)
    y, t = data.total
    if y == 0:
        return _boundary(
            data,
            0.0,
            0.0,
            "Every count is zero: the likelihood is largest, 1, in the limit where all rates are "
            "0, and says nothing about how groups differ.",
            {},
        )
    poisson = float(y * np.log(y / t) - y)
    found = _interior(data)
    if found is None or found.value <= poisson:
        return _boundary(
            data,
            y / t,
            poisson + data.log_constant,
            "The counts do not vary more than Poisson chance allows: the likelihood has no finite "
            "maximum and grows as alpha and beta tend to infinity together. The limit is complete "
            f"pooling, the Poisson model with one common rate {y / t:.6g} for all groups.",
            {"log_mean": y**-0.5},
        )
    alpha = float(np.exp(-found.point[1]))
    beta = alpha / float(np.exp(found.point[0]))
    return EmpiricalBayes(
        GammaPoisson(alpha=alpha, beta=beta),
        _METHOD,
        found.converged,
        found.value + data.log_constant,
        standard_error=_standard_errors(found, alpha, beta),
        labels=data.labels,
    )


def _boundary(
    data: RateData, rate: float, loglik: float, sentence: str, errors: dict[str, float]
) -> EmpiricalBayes:
    model = GammaPoisson.complete_pooling(mean=rate)
    return EmpiricalBayes(model, _METHOD, True, loglik, sentence, errors, labels=data.labels)


def _interior(data: RateData) -> Maximum | None:
    """Return the highest maximum with finite alpha, or None if the Poisson limit beats it."""
    y, t = data.total
    counts, exposure = data.count_points, data.exposure_points
    expected = exposure.at * (y / t)
    parts = [
        float(counts.total(counts.at)),
        float(exposure.weight[0] @ expected**2) / 2,
        -float(exposure.weight[1] @ expected),
    ]
    rises = sum(parts) > 1e-12 * abs(parts[2])  # as rho leaves 0: more spread than Poisson
    largest = max(float(data.counts.max()), float(expected.max()), 1.0)
    rho: Array = 2.0 ** np.arange(np.log2(1e-4 / largest), np.log2(1e3 * data.groups))
    log_mean, height = _profile(data, rho)
    best = int(np.argmax(height))
    poisson = y * np.log(y / t) - y
    if not rises and height[best] <= poisson + 1e-10 * (1 + abs(poisson)):
        return None
    return maximise(lambda x: _derivatives(data, x), np.array([log_mean[best], np.log(rho[best])]))


def _profile(data: RateData, rho: Array) -> tuple[Array, Array]:
    """Best log mean for each rho, (R,), roughly, and the log likelihood there."""
    y, t = data.total
    counts, exposure = data.count_points, data.exposure_points
    log_mean = np.full(rho.shape, np.log(y / t))
    weight = exposure.weight[0] / rho[:, None] + exposure.weight[1]
    for _ in range(8):
        q = (rho * np.exp(log_mean))[:, None] * exposure.at
        slope = y - (weight * (q / (1 + q))).sum(axis=1)
        curvature = (weight * (q / (1 + q) ** 2)).sum(axis=1)
        log_mean = log_mean + np.clip(slope / curvature, -2, 2)
    q = (rho * np.exp(log_mean))[:, None] * exposure.at
    rising = counts.total(np.log1p(rho[:, None] * counts.at))
    return log_mean, rising + y * log_mean - (weight * np.log1p(q)).sum(axis=1)


def _derivatives(data: RateData, point: Array) -> tuple[float, Array, Array]:
    """Log likelihood but for its constant, its gradient and Hessian in (log mean, log rho)."""
    log_mean, rho = point[0], float(np.exp(point[1]))
    counts, exposure = data.count_points, data.exposure_points
    plain, weighted = exposure.weight
    i = rho * counts.at
    q = rho * np.exp(log_mean) * exposure.at
    share = q / (1 + q)
    events = data.total[0]
    rising = counts.total(np.log1p(i))
    value = rising + events * log_mean - (plain / rho + weighted) @ np.log1p(q)
    excess = plain @ _log_excess(share) / rho  # the derivative of log1p(q) / rho in -log rho
    gradient = [
        events - (plain / rho + weighted) @ share,
        counts.total(i / (1 + i)) + excess - weighted @ share,
    ]
    flat = weighted @ (share * (1 - share))
    square = plain @ share**2 / rho
    hessian = [
        [-(plain / rho) @ (share * (1 - share)) - flat, square - flat],
        [square - flat, counts.total(i / (1 + i) ** 2) - excess + square - flat],
    ]
    return float(value), np.array(gradient), np.array(hessian)


def _log_excess(share: Array) -> Array:
    """Return log(1 + q) - q / (1 + q) at share = q / (1 + q), without cancellation.

    It is -log(1 - share) - share: the series share^2/2 + share^3/3 + ... where share is small.
    """
    near = np.minimum(share, 0.1)
    series = np.zeros_like(near)
    for k in range(18, 1, -1):
        series = near * series + 1 / k
    return np.where(share < 0.1, near * near * series, -np.log1p(-share) - share)


def _standard_errors(found: Maximum, alpha: float, beta: float) -> dict[str, float]:
    covariance = np.linalg.inv(-found.hessian)
    slopes = {
        "alpha": alpha * np.array([0.0, -1.0]),
        "beta": beta * np.array([-1.0, -1.0]),
        "log_mean": np.array([1.0, 0.0]),
        "log_alpha": np.array([0.0, -1.0]),
    }
    return {name: float((d @ covariance @ d) ** 0.5) for name, d in slopes.items()}
