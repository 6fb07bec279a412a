"""Empirical Bayes for the hierarchical linear model: ML and REML of mu, Sigma and sigma2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hbtutor.inference.covariance_maximum import Maximum, maximise
from hbtutor.inference.empirical import EmpiricalBayes, check_method
from hbtutor.inference.family import Array
from hbtutor.inference.linear_deviance import profile
from hbtutor.inference.linear_statistics import (
    LinearStatistics,
    Positions,
    linear_statistics,
    varying_columns,
)
from hbtutor.models.groups import Groups, group_by, matrix, observations
from hbtutor.models.hierarchical_linear import HierarchicalLinear


@dataclass(frozen=True, eq=False)
class LinearFit(EmpiricalBayes):
    """A fitted hierarchical linear model.

    Besides what every fit has: standard_error["mu"], (p,), and mu_cov, (p, p), the covariance of
    the estimate of mu with Sigma and sigma2 taken as known; groups, the labels in their order.
    """

    mu_cov: Any = None
    groups: Any = None


def fit(
    y: Any,
    *,
    X: Any,
    group: Any,
    method: str = "ml",
    varying: Any = None,
    correlated: bool = True,
) -> LinearFit:
    """Return the ML or REML fit, from the groups' X'X, X'y and y'y alone.

    y: shape (n,); X: shape (n, p), with a column of ones if there is an intercept; group: (n,).
    varying: positions of the columns of X whose coefficients vary between groups, all by default
    (the others have a row of zeros in Sigma); correlated: False makes Sigma diagonal.

    Where the maximum lies at a singular Sigma, `boundary` says so and the model is the limit.
    Raises ValueError for one group, for linearly dependent columns and for data from which sigma2
    cannot be estimated.

    >>> y = [5.0, 7.5, 9.0, 1.0, 3.5, 5.0, 8.0, 10.0]
    >>> result = fit(y, X=[[1.0]] * 8, group=list("aaabbbcc"), method="reml")
    >>> result.model.mu.round(4), result.model.Sigma.round(4)
    (array([6.387]), array([[7.4393]]))
    """
    check_method(method, ("ml", "reml"))
    y, X, groups, columns = linear_data(y, X, group, varying)
    statistics = linear_statistics(y, X, groups, columns, correlated=correlated)
    maximum = maximise(
        lambda F: profile(statistics, F, reml=method == "reml"), len(columns), correlated=correlated
    )
    best = maximum.profile
    mu_cov = best.sigma2 * statistics.coefficient_cov(np.linalg.inv(best.precision))
    return LinearFit(
        model=_model(statistics, maximum, columns),
        method=method,
        converged=maximum.converged,
        loglik=-best.deviance / 2,
        boundary=_boundary(statistics, maximum, columns),
        standard_error={"mu": np.sqrt(np.diag(mu_cov))},  # type: ignore[dict-item]
        labels=groups.labels if groups.labelled else None,
        mu_cov=mu_cov,
        groups=groups.labels,
    )


def linear_data(y: Any, X: Any, group: Any, varying: Any) -> tuple[Array, Array, Groups, Positions]:
    """Check the data at the door: y (n,), X (n, p), the groups, the columns that vary."""
    y = observations("y", y, X=X, group=group)
    X = matrix("X", X)
    return y, X, group_by("group", group), varying_columns(varying, X.shape[1])


def embedded(Sigma: Array, columns: Positions, p: int) -> Array:
    """Return the (p, p) matrix that holds Sigma for the columns that vary and zeros elsewhere."""
    full = np.zeros((p, p))
    full[np.ix_(columns, columns)] = Sigma
    return full


def _model(
    statistics: LinearStatistics, maximum: Maximum, columns: Positions
) -> HierarchicalLinear:
    best = maximum.profile
    singular = maximum.rank < statistics.p
    make = HierarchicalLinear.boundary if singular else HierarchicalLinear
    return make(
        mu=statistics.coefficients(best.b),
        Sigma=embedded(best.sigma2 * statistics.covariance(maximum.F), columns, statistics.p),
        sigma2=best.sigma2,
    )


def _boundary(statistics: LinearStatistics, maximum: Maximum, columns: Positions) -> str | None:
    q, rank = len(columns), maximum.rank
    if rank == q:
        return None
    if rank == 0:
        return (
            "The likelihood is greatest at Sigma = 0: the groups differ by no more than the noise "
            "explains. In the limiting model every group has the coefficients mu (complete "
            "pooling); that Sigma is estimated as 0 does not show that it is 0."
        )
    Sigma = statistics.covariance(maximum.F)
    constant = columns[np.diag(Sigma) <= 1e-12 * np.diag(Sigma).max()]
    if len(constant) == q - rank:
        which = "the variance between groups is 0 for the coefficient of column " + ", ".join(
            str(int(k)) for k in constant
        )
    elif q == 2:
        which = f"the correlation of the two coefficients is {np.sign(Sigma[0, 1]):+.0f}"
    else:
        which = f"the coefficients vary in only {rank} of {q} directions"
    return (
        f"The likelihood is greatest at a singular Sigma: {which}. In the limiting model the "
        "remaining directions are pooled completely."
    )
