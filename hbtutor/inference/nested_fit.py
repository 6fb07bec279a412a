"""Empirical Bayes for the three-level nested normal model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hbtutor.inference.covariance_maximum import maximise
from hbtutor.inference.empirical import EmpiricalBayes, check_method
from hbtutor.inference.nested_deviance import nested_profile
from hbtutor.inference.nested_statistics import nested_statistics
from hbtutor.models.nested_normal import NestedNormal

_MEANING = {
    (True, False): (
        "The likelihood is greatest at omega2 = 0: schools differ by no more than their classrooms "
        "explain. In the limiting model every school has the mean psi."
    ),
    (False, True): (
        "The likelihood is greatest at tau2 = 0: classrooms of a school differ by no more than "
        "their students explain. In the limiting model every classroom has its school's mean."
    ),
    (True, True): (
        "The likelihood is greatest at omega2 = 0 and tau2 = 0: neither schools nor classrooms "
        "differ by more than their students explain. In the limiting model all share psi."
    ),
}


@dataclass(frozen=True, eq=False)
class NestedFit(EmpiricalBayes):
    """A fitted three-level model.

    Besides what every fit has: standard_error["psi"], and, where covariates were given,
    coefficients and coefficient_cov of the intercept psi and the covariates, (k + 1,); the model
    is then that of y minus the covariates' part.
    """

    coefficients: Any = None
    coefficient_cov: Any = None


def fit(
    y: Any,
    *,
    classroom: Any,
    school: Any,
    method: str = "ml",
    sigma2: Any = None,
    X: Any = None,
) -> NestedFit:
    """Return the ML or REML fit of psi, omega2, tau2 and sigma2.

    y: shape (n,); classroom, school: shape (n,), labels of any kind.
    sigma2: known variance(s) of the observations, a number or shape (n,), as in a meta-analysis;
    None estimates one.  X: covariates, (n, k), without a column of ones.

    A variance of zero is a result: `boundary` says which, and the model is the limit.
    Raises ValueError where the variances cannot be told apart (one school, one classroom in every
    school, or one observation in every classroom with sigma2 unknown).

    >>> y = [5.0, 6.0, 9.0, 8.0, 1.0, 2.0, 3.0, 3.5, 4.0, 6.0, 7.0, 7.5]
    >>> rooms, schools = list("aabbaabbaabb"), list("XXXXYYYYZZZZ")
    >>> result = fit(y, classroom=rooms, school=schools, method="reml")
    >>> round(result.model.psi, 4), round(result.model.omega2, 4), round(result.model.tau2, 4)
    (5.1667, 4.6094, 2.5417)
    """
    check_method(method, ("ml", "reml"))
    statistics = nested_statistics(y, classroom=classroom, school=school, X=X, sigma2=sigma2)
    maximum = maximise(
        lambda F: nested_profile(statistics, F, reml=method == "reml"), 2, correlated=False
    )
    best = maximum.profile
    tau2, omega2 = (best.sigma2 * np.diag(maximum.F) ** 2).tolist()
    at_zero = (omega2 == 0, tau2 == 0)
    make = NestedNormal.boundary if any(at_zero) else NestedNormal
    coefficients = statistics.coefficients(best.b)
    cov = best.sigma2 * statistics.coefficient_cov(np.linalg.inv(best.precision))
    labels = statistics.classrooms
    return NestedFit(
        model=make(
            psi=float(coefficients[0]),
            omega2=omega2,
            tau2=tau2,
            sigma2=best.sigma2 if sigma2 is None else sigma2,
        ),
        method=method,
        converged=maximum.converged,
        loglik=-best.deviance / 2,
        boundary=_MEANING.get(at_zero),
        standard_error={"psi": float(np.sqrt(cov[0, 0]))},
        labels=labels.labels if labels.labelled else None,
        coefficients=coefficients,
        coefficient_cov=cov,
    )
