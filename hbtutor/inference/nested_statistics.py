"""What the three-level model needs of the data: sums over classrooms, formed in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.models.groups import Groups, group_by, group_within, matrix, observations
from hbtutor.validation import positive, shape


@dataclass(frozen=True, eq=False)
class NestedStatistics:
    """Sufficient statistics of the three-level model.

    With known sigma2 every observation weighs unit / sigma2_i, else 1; unit is the variance that
    omega2 and tau2 are measured in.  X (a column of ones and any covariates) is orthonormal in
    these weights and y is its least-squares residual, as in LinearStatistics.

    size: (J,), the sum of weights of each classroom; mean: (J, p + 1), its average of the columns
    of X and of y; within: (p + 1, p + 1), their products within classrooms.
    schools: the school of each classroom; classrooms: of each observation.
    log_weights: the sum of log(1 / sigma2_i), 0 where sigma2 is unknown.
    """

    size: Array
    mean: Array
    within: Array
    n: int
    x_root: Array
    b_ols: Array
    unit: float
    known: bool
    log_weights: float
    schools: Groups
    classrooms: Groups

    @property
    def p(self) -> int:
        return len(self.b_ols)

    def coefficients(self, b: Array) -> Array:
        """Return psi and the covariates' coefficients from those of the orthonormal X."""
        return self.b_ols + np.linalg.solve(self.x_root, b)

    def coefficient_cov(self, cov: Array) -> Array:
        """Return the covariance of psi and the covariates' coefficients."""
        inverse = np.linalg.inv(self.x_root)
        return inverse @ cov @ inverse.T


def nested_statistics(
    y: Any, *, classroom: Any, school: Any, X: Any = None, sigma2: Any = None
) -> NestedStatistics:
    """Check the data at the door and return their sufficient statistics.

    y, classroom, school: shape (n,); X: None or covariates, (n, k), without a column of ones;
    sigma2: None (unknown), one number, or one known variance for each observation.
    Raises ValueError where omega2, tau2 and sigma2 cannot be told apart.
    """
    companions = {"classroom": classroom, "school": school}
    if X is not None:
        companions["X"] = X
    if shape(sigma2):
        companions["sigma2"] = sigma2
    y = observations("y", y, **companions)
    schools = group_by("school", school)
    classrooms, parent = group_within(group_by("classroom", classroom), schools)
    of_school = Groups(codes=parent, labels=schools.labels, labelled=schools.labelled)
    known = sigma2 is not None
    _check_levels(len(y), len(classrooms), len(schools), known)
    variances = np.ones(len(y)) * (np.asarray(positive("sigma2", sigma2)) if known else 1.0)
    unit = len(y) / float((1 / variances).sum())
    weights = unit / variances
    root = np.sqrt(weights)[:, None]
    covariates = np.empty((len(y), 0)) if X is None else matrix("X", X)
    design = np.column_stack([np.ones(len(y)), covariates])
    Q, x_root = np.linalg.qr(root * design)
    _check_columns(root * design, x_root)
    b_ols = np.linalg.solve(x_root, Q.T @ (root[:, 0] * y))
    both = np.column_stack([Q / root, y - design @ b_ols])
    size = classrooms.sum(weights)
    mean = classrooms.sum(weights[:, None] * both) / size[:, None]
    deviation = root * (both - mean[classrooms.codes])
    within = deviation.T @ deviation
    if not known and within[-1, -1] <= 1e-20 * float(y @ y):
        raise ValueError(
            "sigma2 cannot be estimated: no observation differs from its classroom's average."
        )
    return NestedStatistics(
        size=size,
        mean=mean,
        within=within,
        n=len(y),
        x_root=x_root,
        b_ols=b_ols,
        unit=unit,
        known=known,
        log_weights=-float(np.log(variances).sum()),
        schools=of_school,
        classrooms=classrooms,
    )


def _check_levels(n: int, classrooms: int, schools: int, known: bool) -> None:
    if schools < 2:
        raise ValueError("school must name at least 2 schools: one shows no variation of schools.")
    if classrooms == schools:
        raise ValueError(
            "tau2 cannot be told from omega2: every school has a single classroom. At least one "
            "school must have two; otherwise use the two-level model."
        )
    if classrooms == n and not known:
        raise ValueError(
            "sigma2 cannot be told from tau2: every classroom has a single observation. Give the "
            "known sigma2=, or use the two-level model."
        )


def _check_columns(design: Array, root: Array) -> None:
    small = np.abs(np.diag(root)) <= 1e-11 * np.linalg.norm(design, axis=0)
    if small.any():
        raise ValueError(
            f"X must not repeat itself or the intercept; column {int(np.argmax(small)) - 1} is a "
            "combination of the intercept and the columns before it."
        )
