"""Maximum likelihood for the Beta-Binomial family, with its boundaries.

The profile of the likelihood in rho = 1/(alpha + beta) is scanned from nearly complete pooling
(rho = 0) to nearly none, since it can have more than one hill when the groups differ in size; the
highest is then climbed in (logit mean, log rho).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special

from hbtutor.inference.empirical import EmpiricalBayes, check_method
from hbtutor.inference.family import Array
from hbtutor.inference.newton import Maximum, maximise
from hbtutor.inference.proportion_data import ProportionData
from hbtutor.models.beta_binomial import BetaBinomial

_METHOD = "ml"


def fit(successes: Any, *, trials: Any, method: str = "ml") -> EmpiricalBayes:
    """Maximise the beta-binomial likelihood over alpha and beta.

    standard_error: of alpha, beta, logit_mean and log_size (of log(alpha + beta)), from the
    observed information.
    """
    check_method(method, (_METHOD,))
    data = ProportionData.checked(successes, trials=trials)
    if data.trials.max() < 2:
        raise ValueError(
            "trials must be 2 or more in some group: from single trials only the mean "
            "alpha / (alpha + beta) can be estimated, not how much the groups differ. Give "
            "alpha + beta, or integrate over it with full_bayes and a proper prior."
        )
    k, n = data.total
    if k in (0.0, n):
        return _all_alike(data, k / n)
    if data.mixed == 0:
        return _all_or_nothing(data)
    pooled = _pooled_log_likelihood(data)
    found = _interior(data)
    if found is None or found.value + data.log_ways <= pooled:
        return _boundary(
            data,
            BetaBinomial.complete_pooling(mean=k / n),
            pooled,
            "The groups do not vary more than binomial chance allows: the likelihood has no "
            "finite maximum and grows as alpha + beta tends to infinity. The limit is complete "
            f"pooling, one common proportion {k / n:.6g} for all groups.",
            {"logit_mean": (n / (k * (n - k))) ** 0.5},
        )
    mean, other, rho = _natural(found.point)
    alpha, beta = mean / rho, other / rho
    return EmpiricalBayes(
        BetaBinomial(alpha=float(alpha), beta=float(beta)),
        _METHOD,
        found.converged,
        found.value + data.log_ways,
        standard_error=_standard_errors(found, float(alpha), float(beta)),
        labels=data.labels,
    )


def _natural(point: Array) -> tuple[float, float, float]:
    """Mean, 1 - mean and rho at (logit mean, log rho)."""
    return special.expit(point[0]), special.expit(-point[0]), float(np.exp(point[1]))


def _boundary(
    data: ProportionData,
    model: Any,
    loglik: float,
    sentence: str,
    standard_error: dict[str, float] | None = None,
) -> EmpiricalBayes:
    return EmpiricalBayes(
        model, _METHOD, True, loglik, sentence, standard_error or {}, labels=data.labels
    )


def _all_alike(data: ProportionData, proportion: float) -> EmpiricalBayes:
    what = "succeeded" if proportion else "failed"
    return _boundary(
        data,
        BetaBinomial.complete_pooling(mean=proportion),
        0.0,
        f"Every trial of every group {what}: the likelihood is largest, 1, in the limit where all "
        f"proportions are {proportion:.0f}, and says nothing about how groups differ.",
    )


def _all_or_nothing(data: ProportionData) -> EmpiricalBayes:
    tried = data.trials > 0
    ones = float(np.sum(data.successes[tried] > 0))
    zeros = float(np.sum(tried)) - ones
    mean = ones / (ones + zeros)
    return _boundary(
        data,
        BetaBinomial.all_or_nothing(mean=mean),
        float(ones * np.log(mean) + zeros * np.log1p(-mean)),
        "In every group either all trials succeeded or none did: the likelihood has no finite "
        "maximum and grows as alpha + beta tends to 0. The limit has proportions that are 0 or 1 "
        f"and nothing between, 1 with probability {mean:.6g}.",
    )


def _pooled_log_likelihood(data: ProportionData) -> float:
    k, n = data.total
    return float(data.log_ways + k * np.log(k / n) + (n - k) * np.log1p(-k / n))


def _interior(data: ProportionData) -> Maximum | None:
    """Return the highest maximum with finite alpha + beta, or None if the pooled limit beats it."""
    k, n = data.total
    m, q = k / n, (n - k) / n
    s, f, t = data.success_points, data.failure_points, data.trial_points
    parts = [s.total(s.at) / m, f.total(f.at) / q, -t.total(t.at)]
    rises = sum(parts) > 1e-12 * abs(parts[2])  # as rho leaves 0: more spread than binomial
    rho: Array = 2.0 ** np.arange(
        np.log2(1e-4 / data.trials.max()), np.log2(1e3 * (data.groups + data.trials.max()))
    )
    logit, height = _profile(data, rho)
    best = int(np.argmax(height))
    pooled = _pooled_log_likelihood(data) - data.log_ways
    if not rises and height[best] <= pooled + 1e-10 * (1 + abs(pooled)):
        return None
    return maximise(lambda x: _derivatives(data, x), np.array([logit[best], np.log(rho[best])]))


def _profile(data: ProportionData, rho: Array) -> tuple[Array, Array]:
    """Best logit mean for each rho, (R,), roughly, and the log likelihood there."""
    k, n = data.total
    logit = np.full(rho.shape, np.log(k / (n - k)))
    s, f, t = data.success_points, data.failure_points, data.trial_points
    for _ in range(8):
        m, q = special.expit(logit)[:, None], special.expit(-logit)[:, None]
        up, down = m + rho[:, None] * s.at, q + rho[:, None] * f.at
        slope = s.total(1 / up) - f.total(1 / down)
        bend = s.total(1 / up**2) + f.total(1 / down**2)  # concave in the mean
        spread = (m * q)[:, 0]
        curvature = spread**2 * bend + np.abs(spread * (1 - 2 * m[:, 0]) * slope)
        logit = logit + np.clip(spread * slope / curvature, -2, 2)
    m, q = special.expit(logit)[:, None], special.expit(-logit)[:, None]
    height = s.total(np.log(m + rho[:, None] * s.at)) + f.total(np.log(q + rho[:, None] * f.at))
    return logit, height - t.total(np.log1p(rho[:, None] * t.at))


def _derivatives(data: ProportionData, point: Array) -> tuple[float, Array, Array]:
    """Log likelihood, its gradient and its Hessian in (logit mean, log rho)."""
    m, q, rho = _natural(point)
    s, f, t = data.success_points, data.failure_points, data.trial_points
    up, down, all_ = m + rho * s.at, q + rho * f.at, 1 + rho * t.at
    value = s.total(np.log(up)) + f.total(np.log(down)) - t.total(np.log(all_))
    slope = s.total(1 / up) - f.total(1 / down)
    bend = -s.total(1 / up**2) - f.total(1 / down**2)
    gradient = [
        m * q * slope,
        rho * (s.total(s.at / up) + f.total(f.at / down) - t.total(t.at / all_)),
    ]
    # d/dlog rho of rho i / (c + rho i) is c rho i / (c + rho i)^2.
    cross = -m * q * rho * (s.total(s.at / up**2) - f.total(f.at / down**2))
    scale = rho * (
        m * s.total(s.at / up**2) + q * f.total(f.at / down**2) - t.total(t.at / all_**2)
    )
    hessian = [[(m * q) ** 2 * bend + m * q * (q - m) * slope, cross], [cross, scale]]
    return float(value), np.array(gradient), np.array(hessian)


def _standard_errors(found: Maximum, alpha: float, beta: float) -> dict[str, float]:
    covariance = np.linalg.inv(-found.hessian)
    share = alpha / (alpha + beta)
    slopes = {
        "alpha": alpha * np.array([1 - share, -1.0]),
        "beta": beta * np.array([-share, -1.0]),
        "logit_mean": np.array([1.0, 0.0]),
        "log_size": np.array([0.0, 1.0]),
    }
    return {name: float((d @ covariance @ d) ** 0.5) for name, d in slopes.items()}
