"""Empirical Bayes for the Normal-Normal model: ML, REML and the moment estimators of tau2."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import optimize

from hbtutor.inference.empirical import EmpiricalBayes, check_method
from hbtutor.inference.family import Array
from hbtutor.inference.moments import ESTIMATORS
from hbtutor.inference.normal_data import NormalData
from hbtutor.models.normal_normal import NormalNormal

_NOTHING = 1e-17  # of the smallest v: 1 - B is then below the last digit of B
_BOUNDARY = (
    "tau2 = 0: the groups differ no more than their own errors explain, so the estimate of the "
    "variance between groups lies on its boundary, and every group is given the common mean "
    "(complete pooling, B = 1)."
)


def fit(y: Any, *, sigma2: Any, n: Any = 1, method: str = "ml") -> EmpiricalBayes:
    """Estimate mu and tau2; y, sigma2, n as `NormalNormal.posterior` takes them.

    mu is the mean weighted by 1 / (v_j + tau2); its standard error takes tau2 for known.
    All methods but "ml" need two groups.
    """
    check_method(method, ("ml", "reml", *ESTIMATORS))
    data = NormalData.checked(y, sigma2=sigma2, n=n)
    if data.groups < 2 and method != "ml":
        raise ValueError(f"method={method!r} needs at least two groups; y has one.")
    if method in ESTIMATORS:
        tau2 = ESTIMATORS[method](data)
    else:
        tau2 = _maximum(data, restricted=method == "reml")
    if tau2 < _NOTHING * float(data.v.min()):
        tau2 = 0.0
    sums = data.sums(np.array([tau2]))
    mu = data.centre + float(sums.wr[0] / sums.w[0])
    error = {"mu": float(sums.w[0] ** -0.5)}
    if method in ("ml", "reml") and tau2 > 0:
        error["tau2"] = _error_of_tau2(data, tau2, restricted=method == "reml")
    return EmpiricalBayes(
        model=NormalNormal(mu=mu, tau2=tau2) if tau2 else NormalNormal.complete_pooling(mu=mu),
        method=method,
        converged=True,
        loglik=float(log_likelihood(data, np.array([tau2]), restricted=method == "reml")[0]),
        boundary=None if tau2 else _BOUNDARY,
        standard_error=error,
        labels=data.labels,
    )


def log_likelihood(data: NormalData, tau2: Array, *, restricted: bool) -> Array:
    """Log likelihood of tau2, (K,), at the best mu; restricted: of the contrasts alone (REML).

    The constants are metafor's: (J - 1) log 2 pi for REML, and log J from the design.
    """
    sums, J = data.sums(tau2), data.groups
    square = sums.wrr - sums.wr**2 / sums.w
    if not restricted:
        return -0.5 * (J * np.log(2 * np.pi) + sums.log_t + square)
    design = np.log(sums.w) - np.log(J)
    return -0.5 * ((J - 1) * np.log(2 * np.pi) + sums.log_t + design + square)


def _maximum(data: NormalData, *, restricted: bool) -> float:
    """The global maximum: every rise and fall of the score on a grid, polished and compared.

    The profile likelihood can have several maxima, up to one for each cluster of variances.
    """

    def score(tau2: float) -> float:
        return float(_scores(data, np.array([tau2]), restricted)[0])

    # Beyond the squared range every residual is smaller than tau and the likelihood falls; with
    # few groups the restricted one falls a little later.
    top = 4.0 * float(np.ptp(data.y)) ** 2
    if top == 0:
        return 0.0
    count = 400 if data.groups <= 1000 else 32
    low = 1e-4 * min(float(data.v.min()), top)
    grid = np.concatenate([[0.0], np.geomspace(low, top, count)])
    slope = _scores(data, grid, restricted)
    peaks = [0.0] if slope[0] <= 0 else []
    for i in np.flatnonzero((slope[:-1] > 0) & (slope[1:] <= 0)):
        root = optimize.brentq(score, grid[i], grid[i + 1], xtol=1e-300, rtol=1e-14)
        peaks.append(float(root))
    heights = log_likelihood(data, np.array(peaks), restricted=restricted)
    return peaks[int(np.argmax(heights))]


def _scores(data: NormalData, tau2: Array, restricted: bool) -> Array:
    """Twice the derivative of the profile log likelihood at each tau2, (K,)."""
    first, second = np.zeros((tau2.size, 2)), np.zeros((tau2.size, 3))
    width = max(1, 32_768 // tau2.size)
    for start in range(0, data.groups, width):
        powers = data.powers[:, start : start + width].T
        w = 1 / (tau2[:, None] + data.v[start : start + width])
        first += w @ powers[:, :2]
        second += (w * w) @ powers
    (s1, sr), (q1, qr, qrr) = first.T, second.T
    m = sr / s1
    return qrr - m * (2 * qr - m * q1) - s1 + (q1 / s1 if restricted else 0.0)


def _error_of_tau2(data: NormalData, tau2: float, *, restricted: bool) -> float:
    """Standard error of tau2 from the expected information, as metafor gives it."""
    w = 1 / (data.v + tau2)
    s1, s2, s3 = w.sum(), (w**2).sum(), (w**3).sum()
    information = s2 - 2 * s3 / s1 + (s2 / s1) ** 2 if restricted else s2
    return float((2 / information) ** 0.5)
