"""Moment estimators of the variance between groups, as meta-analysis uses them.

Each takes NormalData and returns tau2, truncated at zero.  They differ in the weights with which
they compare the spread of the groups to what their errors explain.  Source: Viechtbauer (2005),
Journal of Educational and Behavioral Statistics 30:261-293; the R package metafor.
"""

from __future__ import annotations

import numpy as np
from scipy import optimize

from hbtutor.inference.normal_data import NormalData


def hedges(data: NormalData) -> float:
    """Unweighted: the variance of the y_j less the mean of their error variances.

    Source: Hedges and Olkin (1985), Statistical Methods for Meta-Analysis, section 9.3.
    """
    return max(0.0, float(np.var(data.y, ddof=1) - np.mean(data.v)))


def dersimonian_laird(data: NormalData) -> float:
    """From Cochran's Q, the weighted spread with weights 1 / v_j.

    Source: DerSimonian and Laird (1986), Controlled Clinical Trials 7:177-188.
    """
    w = 1 / data.v
    spread = cochran_q(data, 0.0) - (data.groups - 1)
    return max(0.0, float(spread / (w.sum() - (w @ w) / w.sum())))


def sidik_jonkman(data: NormalData) -> float:
    """A crude estimate corrected once by its own weights; positive unless all y_j are equal.

    Source: Sidik and Jonkman (2005), Applied Statistics 54:367-384.
    """
    crude = float(np.var(data.y))
    return crude * cochran_q(data, crude) / (data.groups - 1)


def paule_mandel(data: NormalData) -> float:
    """The tau2 at which Cochran's Q, with weights 1 / (v_j + tau2), is what it should be: J - 1.

    Source: Paule and Mandel (1982), J. Research of the National Bureau of Standards 87:377-385.
    """

    def excess(tau2: float) -> float:
        return cochran_q(data, tau2) - (data.groups - 1)

    if excess(0.0) <= 0:
        return 0.0
    upper = float(np.var(data.y, ddof=1))
    while excess(upper) > 0:
        upper *= 2
    return float(optimize.brentq(excess, 0.0, upper, xtol=1e-300, rtol=1e-15))


def cochran_q(data: NormalData, tau2: float) -> float:
    """The sum of w_j (y_j - weighted mean)^2 with w_j = 1 / (v_j + tau2)."""
    sums = data.sums(np.array([tau2]), log=False)
    return max(0.0, float(sums.wrr[0] - sums.wr[0] ** 2 / sums.w[0]))


ESTIMATORS = {
    "dersimonian-laird": dersimonian_laird,
    "paule-mandel": paule_mandel,
    "sidik-jonkman": sidik_jonkman,
    "hedges": hedges,
}
