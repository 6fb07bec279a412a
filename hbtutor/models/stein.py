"""Stein's discovery: shrinking beats not shrinking, whatever the true means are.

y ~ Normal(theta, sigma2 I) in k dimensions, squared-error loss summed over the k means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.models.groups import observations
from hbtutor.validation import finite, is_symbolic, positive, shape


@dataclass(frozen=True, eq=False)
class SteinEstimate:
    """An estimate of all means at once.

    theta: the estimate, shape (k,); center: what it was shrunk to; B: the weight on the center;
    S: the squared distance of the data from the center, in units of sigma2.
    """

    theta: Any
    center: Any
    B: Any
    S: Any


@dataclass(frozen=True, eq=False)
class PoolingRisk:
    """Expected total squared error of five estimators at the same true means.

    no_pooling: each mean by itself; complete_pooling: their common average; partial_pooling:
    shrinkage with the best fixed B (which only someone who knows theta could choose);
    james_stein and positive_part: with B estimated from the same data.

    >>> risk_of_pooling([0.0, 4.0, -4.0, 0.0, 0.0], sigma2=4.0).no_pooling
    20.0
    """

    no_pooling: float
    complete_pooling: float
    partial_pooling: float
    james_stein: float
    positive_part: float


def efron_morris_weight(y: Any, *, sigma2: Any, center: Any = None) -> Any:
    """Return the Efron-Morris unbiased estimate of B = sigma2 / (sigma2 + tau2).

    (k - 3) / S with S = sum (y - ybar)^2 / sigma2, or (k - 2) / S where the center is known: since
    S is chi-squared over B, its reciprocal has mean B / (k - 3).  It may exceed 1.

    y: shape (k,), k at least 4 (3 with a known center); sigma2: their common variance.

    Source: Efron and Morris (1973), JASA 68:117-130, section 2; (1975), JASA 70:311-319.

    >>> efron_morris_weight([1.0, -1.0, 3.0, -3.0, 0.0], sigma2=5.0)
    0.5
    """
    return _weigh(y, sigma2, center)[2]


def james_stein(
    y: Any, *, sigma2: Any, center: Any = None, positive_part: bool = True
) -> SteinEstimate:
    """Return the James-Stein estimate: every y_i drawn towards the center by the estimated B.

    center: a value chosen before seeing the data; None takes the average of the y_i and pays for
    it with one dimension.  positive_part: hold B to at most 1, so that no estimate is thrown
    beyond the center; it is better for every theta.

    Raises ValueError for fewer than 4 means (3 with a known center): no B is better there.

    Source: James and Stein (1961), Fourth Berkeley Symposium 1:361-379; Efron and Morris (1975).

    >>> estimate = james_stein([1.0, -1.0, 3.0, -3.0, 0.0], sigma2=5.0)
    >>> estimate.theta, estimate.B
    (array([ 0.5, -0.5,  1.5, -1.5,  0. ]), 0.5)
    """
    y, center, B, S = _weigh(y, sigma2, center)
    if positive_part and not is_symbolic(B):
        B = min(1.0, B)
    return SteinEstimate(theta=center + (1 - B) * (y - center), center=center, B=B, S=S)


def risk_of_pooling(theta: Any, *, sigma2: Any) -> PoolingRisk:
    """Return the risk (expected total squared error) of no, complete and partial pooling.

    theta: shape (k,), k at least 4, the true means; sigma2: common variance of the y_i.  All
    shrink towards the average of the y_i.  Exact: noncentral chi-squared moments as Poisson
    mixtures of central ones, no simulation.

    Source: Efron and Morris (1973), JASA 68:117-130; Lehmann and Casella, Theory of Point
    Estimation, 2nd ed., section 5.5; book, "Why it works".

    >>> risk = risk_of_pooling([0.0, 0.0, 0.0, 0.0, 0.0], sigma2=4.0)
    >>> round(risk.complete_pooling, 9), round(risk.james_stein, 9)
    (4.0, 12.0)
    """
    theta, sigma2 = observations("theta", theta), positive("sigma2", sigma2)
    _require(len(theta), sigma2, None)
    k, spread = len(theta), float(((theta - theta.mean()) ** 2).sum())
    noncentrality = spread / sigma2
    # The average costs sigma2 whatever is done; the other k - 1 dimensions carry the shrinkage.
    fixed = (k - 1) * sigma2 * spread / ((k - 1) * sigma2 + spread)
    plain, truncated = _shrinkage_risks(k - 1, noncentrality)
    return PoolingRisk(
        no_pooling=float(k * sigma2),
        complete_pooling=float(sigma2 + spread),
        partial_pooling=float(sigma2 + fixed),
        james_stein=float(sigma2 * (1 + plain)),
        positive_part=float(sigma2 * (1 + truncated)),
    )


def _weigh(y: Any, sigma2: Any, center: Any) -> tuple[Any, Any, Any, Any]:
    y, sigma2 = observations("y", y), positive("sigma2", sigma2)
    _require(len(y), sigma2, center)
    lost = 3 if center is None else 2
    center = sum(y) / len(y) if center is None else finite("center", center)
    S = sum((y - center) ** 2) / sigma2
    if not is_symbolic(S):
        center, S = float(center), float(S)
        if S == 0:
            raise ValueError("y must not all equal the center: B would be infinite.")
    return y, center, (len(y) - lost) / S, S


def _require(k: int, sigma2: Any, center: Any) -> None:
    least = 4 if center is None else 3
    if k < least:
        known = "" if center is None else " with a known center"
        raise ValueError(f"there must be at least {least} means{known}; got {k}.")
    if shape(sigma2) != ():
        raise ValueError(f"sigma2 must be a single number; got shape {shape(sigma2)}.")


def _shrinkage_risks(dimension: int, noncentrality: float) -> tuple[float, float]:
    """Return the risks, in units of sigma2, of shrinking to 0 by (m - 2) / Q and by its minimum
    with 1, for Q noncentral chi-squared with m = dimension.
    """
    import numpy as np
    from scipy import special, stats

    mean = noncentrality / 2
    reach = 12 * np.sqrt(mean) + 60
    n = np.arange(max(0, int(mean - reach)), int(mean + reach) + 1)
    weight, c = stats.poisson(mean).pmf(n), dimension - 2

    def below(df: Any, power: int) -> Any:
        """E[Q^power; Q < c] for the central chi-squared with df degrees of freedom."""
        half = df / 2
        ratio = {-1: 1 / (2 * (half - 1)), 0: 1.0, 1: 2 * half}[power]
        return ratio * special.gammainc(half + power, c / 2)

    plain = dimension - c**2 * float(weight @ (1 / (dimension - 2 + 2 * n)))
    # Where Q < c the factor a = 1 - c / Q is negative; the positive part puts 0 in its place and
    # saves E[a^2 Q - 2 a theta'Y; Q < c], with E[theta'Y h(Q)] = lambda E[h] at 2 more dimensions.
    df = dimension + 2 * n
    square = below(df, 1) - 2 * c * below(df, 0) + c**2 * below(df, -1)
    cross = noncentrality * (below(df + 2, 0) - c * below(df + 2, -1))
    return plain, plain - float(weight @ (square - 2 * cross))
