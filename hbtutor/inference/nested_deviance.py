"""The likelihood of the three-level model: classrooms eliminated first, then schools.

Given its school, a classroom's average has variance tau2 + 1/size and so precision h; given psi,
a school's average over its classrooms has precision H = sum h, and the school's own variance
takes omega2 / (1 + omega2 H) of the information away.  Nothing of the size of the data is inverted.

Source: Gelman et al., Bayesian Data Analysis, 3rd ed., eq. 5.18, applied twice; book, "More than
two levels".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.nested_statistics import NestedStatistics


@dataclass(frozen=True, eq=False)
class NestedProfile:
    """The deviance at F = diag(tau, omega), both in units of sqrt(unit) or of sigma.

    slope: its derivatives with respect to tau^2 and omega^2 on the diagonal.
    b, precision: the best coefficients and X'V^-1 X; sigma2: the profiled variance, or the unit
    where sigma2 is known.
    """

    deviance: float
    slope: Array
    b: Array
    sigma2: float
    precision: Array


def nested_profile(statistics: NestedStatistics, F: Array, *, reml: bool) -> NestedProfile:
    """Return the deviance (-2 log likelihood), profiled over coefficients and unknown sigma2."""
    s = statistics
    tau2, omega2 = float(F[0] @ F[0]), float(F[1] @ F[1])
    h = s.size / (1 + tau2 * s.size)
    H = s.schools.sum(h)
    average = s.schools.sum(h[:, None] * s.mean) / H[:, None]
    own = s.mean - average[s.schools.codes]
    left = 1 / (1 + omega2 * H)
    # Within schools and between them: two sums of squares, and nothing subtracted.
    M = s.within + (own * h[:, None]).T @ own + (average * (H * left)[:, None]).T @ average
    precision, b = M[:-1, :-1], np.linalg.solve(M[:-1, :-1], M[:-1, -1])
    rest = float(M[-1, -1] - b @ M[:-1, -1])
    df = s.n - s.p if reml else s.n
    sigma2 = s.unit if s.known else rest / df
    logdet = float(np.log1p(tau2 * s.size).sum() + np.log1p(omega2 * H).sum())
    deviance = df * np.log(2 * np.pi * sigma2) + rest / sigma2 + logdet
    if s.known:
        deviance -= s.log_weights + s.n * np.log(s.unit)
    # The classrooms' totals of V^-1 (columns of X and y), from which every derivative follows.
    score = h[:, None] * (own + (average * left[:, None])[s.schools.codes])
    upper = average * (H * left)[:, None]
    contrast = np.append(-b, 1.0)
    slope = np.array(
        [
            h.sum()
            - (h**2 * (omega2 * left)[s.schools.codes]).sum()
            - ((score @ contrast) ** 2).sum() / sigma2,
            (H * left).sum() - ((upper @ contrast) ** 2).sum() / sigma2,
        ]
    )
    if reml:
        deviance += float(np.linalg.slogdet(precision)[1])
        deviance += 2 * float(np.log(np.abs(np.diag(s.x_root))).sum())
        root = np.linalg.cholesky(precision)
        for k, part in enumerate((score, upper)):
            slope[k] -= (np.linalg.solve(root, part[:, :-1].T) ** 2).sum()
    return NestedProfile(float(deviance), np.diag(slope), b, sigma2, precision)
