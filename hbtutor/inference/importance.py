"""Importance sampling that looks before it leaps: a t proposal adapted to what it has found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from hbtutor.inference.family import Array
from hbtutor.inference.pareto import GOOD_ENOUGH, pareto_smooth

_DF, _WIDE_DF, _WIDE = 5.0, 3.0, 2.5
_DEFENCE = 0.2  # share of the wide component, which keeps the weights of the tails bounded
_ROUNDS = 4
_FLOOR = -1e12
LogDensity = Callable[[Array], Array]


@dataclass(frozen=True, eq=False)
class Sample:
    """Weighted points u, (n, d): weights sum to one; k_hat judges them; ess counts them."""

    u: Array
    weights: Array
    k_hat: float

    @property
    def ess(self) -> float:
        """Effective number of independent draws, 1 / sum of squared weights."""
        return float(1 / (self.weights**2).sum())


def importance_sample(
    log_density: LogDensity, start: Array, rng: np.random.Generator, draws: int
) -> Sample:
    """Return a weighted sample of the density, or refuse with the reason.

    log_density: from (n, d) to (n,), up to a constant; start: (d,).  The proposal is a
    multivariate t with a wider one mixed in, first at the mode with the curvature there, then with
    the mean and covariance of each round's weighted sample; the draws are those of the last.
    Raises ValueError where k-hat exceeds 0.7: such weights have no useful variance.
    """
    mean, cov = _laplace(log_density, start)
    for _ in range(_ROUNDS):
        trial = _weighted(log_density, mean, cov, rng, max(1000, draws // 4))
        mean, cov = _moments(trial, mean, cov)
    sample = _weighted(log_density, mean, cov, rng, draws)
    if not sample.k_hat <= GOOD_ENOUGH:
        raise ValueError(
            f"importance sampling failed: the Pareto k-hat of its weights is {sample.k_hat:.2f}, "
            f"above {GOOD_ENOUGH}, so a few draws carry the answer. The posterior of Sigma and "
            "sigma2 is too wide or too skew for so few groups: use more informative priors such "
            "as HalfNormal on tau, let fewer coefficients vary, or raise draws."
        )
    keep = sample.weights > 1e-20 * sample.weights.max()
    weights = sample.weights[keep]
    return Sample(sample.u[keep], weights / weights.sum(), sample.k_hat)


def _weighted(
    log_density: LogDensity, mean: Array, cov: Array, rng: np.random.Generator, n: int
) -> Sample:
    d = len(mean)
    root = np.linalg.cholesky(cov)
    wide = rng.random(n) < _DEFENCE
    df, scale = np.where(wide, _WIDE_DF, _DF), np.where(wide, _WIDE, 1.0)
    z = rng.standard_normal((n, d)) * (scale * np.sqrt(df / rng.chisquare(df)))[:, None]
    square = (z**2).sum(axis=1)
    log_proposal = np.logaddexp(
        np.log1p(-_DEFENCE) + _log_t(square, d, _DF, 1.0),
        np.log(_DEFENCE) + _log_t(square, d, _WIDE_DF, _WIDE),
    )
    u = mean + z @ root.T
    smoothed = pareto_smooth(log_density(u) - log_proposal)
    return Sample(u, smoothed.weights, smoothed.k_hat)


def _log_t(square: Array, d: int, df: float, scale: float) -> Array:
    """Log density of the spherical t in d dimensions where the squared distance is this."""
    norm = special.gammaln((df + d) / 2) - special.gammaln(df / 2) - 0.5 * d * np.log(df * np.pi)
    return norm - d * np.log(scale) - 0.5 * (df + d) * np.log1p(square / (df * scale**2))


def _moments(sample: Sample, mean: Array, cov: Array) -> tuple[Array, Array]:
    """Return the weighted mean and covariance, mixed with the old where draws are few."""
    trust = sample.ess / (sample.ess + 20 * len(mean))
    new_mean = sample.weights @ sample.u
    deviation = sample.u - new_mean
    new_cov = (deviation * sample.weights[:, None]).T @ deviation
    # The t law with this scale has covariance 5/3 of it: wider than the target, as it should be.
    return trust * new_mean + (1 - trust) * mean, trust * new_cov + (1 - trust) * cov


def _laplace(log_density: LogDensity, start: Array) -> tuple[Array, Array]:
    """Return the mode and the inverse of the curvature there, by differences."""
    d = len(start)

    def negative(u: Array) -> tuple[float, Array]:
        steps = 1e-4 * np.eye(d)
        # Far from the start the density may be zero: a floor keeps the differences finite.
        values = np.maximum(log_density(np.vstack([u, u + steps, u - steps])), _FLOOR)
        return -float(values[0]), -(values[1 : d + 1] - values[d + 1 :]) / 2e-4

    found = optimize.minimize(negative, start, jac=True, method="BFGS", options={"gtol": 1e-3})
    mode, steps = found.x, 1e-3 * np.eye(d)
    hessian = np.array([(negative(mode + e)[1] - negative(mode - e)[1]) / 2e-3 for e in steps])
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    return mode, (vectors / np.maximum(values, 0.05)) @ vectors.T
