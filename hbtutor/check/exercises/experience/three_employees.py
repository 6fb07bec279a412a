"""The tasks on the department with three employees: its matrices and its coefficients."""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.check.given.experience import Experience
from hbtutor.check.mistakes import hierarchical_linear as mistakes
from hbtutor.check.tasks import Misconception, Number, Tolerance

THREE_DECIMALS = Tolerance(relative=0, absolute=5.01e-4)

XTX = Number(
    name="XtX",
    asks="the matrix X'X of the small department, of shape (2, 2)",
    given=lambda data: (data.rows(data.small)[0],),
    formula=lambda X: X.T @ X,
    misconceptions=(
        Misconception(
            "the other product",
            "This is XX', with a row and a column for each employee; asked is the matrix with a "
            "row and a column for each coefficient.",
            lambda X: X @ X.T,
        ),
        Misconception(
            "off-diagonal forgotten",
            "Only the diagonal is right: what do the sums of products of two columns give?",
            lambda X: np.diag((X**2).sum(0)),
        ),
        Misconception(
            "divided by n",
            "It looks as if sums were turned into means.",
            lambda X: X.T @ X / len(X),
        ),
        Misconception(
            "inverted",
            "This is the inverse of the matrix that was asked for.",
            lambda X: np.linalg.inv(X.T @ X),
        ),
        Misconception(
            "columns in the other order",
            "It looks as if the slope's column came first; the column of ones, for the intercept, "
            "comes first here.",
            lambda X: X[:, ::-1].T @ X[:, ::-1],
        ),
    ),
)


def _own(X: Any, y: Any) -> Any:
    return np.linalg.solve(X.T @ X, X.T @ y)


OWN_LINE = Number(
    name="own_line",
    asks="intercept and slope of the small department's own least-squares line",
    given=lambda data: data.rows(data.small),
    formula=_own,
    tolerance=THREE_DECIMALS,
    misconceptions=(
        Misconception(
            "slope first",
            "It looks as if the slope came first; the intercept does here.",
            lambda X, y: _own(X, y)[::-1],
        ),
        Misconception(
            "X'y",
            "This is X'y; it has still to be multiplied by an inverse.",
            lambda X, y: X.T @ y,
        ),
        Misconception(
            "elementwise inverse",
            "It looks as if every entry of X'X was inverted by itself.",
            lambda X, y: (1 / (X.T @ X)) @ (X.T @ y),
        ),
        Misconception(
            "elementwise division",
            "It looks as if X'y was divided by the diagonal of X'X, as if the two columns had "
            "nothing to do with each other.",
            lambda X, y: X.T @ y / np.diag(X.T @ X),
        ),
        Misconception(
            "inverse forgotten",
            "It looks as if X'X multiplies where its inverse should.",
            lambda X, y: X.T @ X @ (X.T @ y),
        ),
    ),
)


def _weighed(data: Experience) -> tuple[Any, ...]:
    X, _ = data.rows(data.small)
    return X.T @ X, data.Sigma, data.sigma2


B_SMALL = Number(
    name="B_small",
    asks="the matrix weight on mu for the small department, of shape (2, 2)",
    given=_weighed,
    formula=mistakes.weight,
    tolerance=THREE_DECIMALS,
    misconceptions=mistakes.WEIGHT,
)


def _coefficients(data: Experience) -> tuple[Any, ...]:
    X, y = data.rows(data.small)
    return X.T @ X, _own(X, y), data.mu, data.Sigma, data.sigma2


COEFFICIENTS = Number(
    name="coefficients",
    asks="the posterior means of the small department's intercept and slope",
    given=_coefficients,
    formula=lambda gram, own, mu, Sigma, sigma2: mistakes.mean(
        mistakes.weight(gram, Sigma, sigma2), own, mu
    ),
    tolerance=THREE_DECIMALS,
    misconceptions=mistakes.MEAN,
)


def covariance(gram: Any, Sigma: Any, sigma2: Any) -> Any:
    """Return the posterior covariance of a department's coefficients."""
    return mistakes.weight(gram, Sigma, sigma2) @ Sigma


COVARIANCE = Number(
    name="covariance",
    asks="the posterior covariance matrix of the small department's coefficients",
    given=_weighed,
    formula=covariance,
    tolerance=THREE_DECIMALS,
    misconceptions=(
        Misconception(
            "precision for covariance",
            "This is the posterior precision; asked is the covariance.",
            lambda gram, Sigma, sigma2: gram / sigma2 + np.linalg.inv(Sigma),
        ),
        Misconception(
            "Sigma not inverted",
            "It looks as if Sigma was added to a precision.",
            lambda gram, Sigma, sigma2: np.linalg.inv(gram / sigma2 + Sigma),
        ),
        Misconception(
            "elementwise product",
            "It looks as if two matrices were multiplied entry by entry; NumPy's * does that.",
            lambda gram, Sigma, sigma2: mistakes.weight(gram, Sigma, sigma2) * Sigma,
        ),
        Misconception(
            "no pooling",
            "This is the covariance of the department's own line, as if the other departments told "
            "nothing.",
            lambda gram, Sigma, sigma2: sigma2 * np.linalg.inv(gram),
        ),
        Misconception(
            "weights swapped",
            "It looks as if B and I - B have changed places: this is how much of Sigma the data "
            "have removed.",
            lambda gram, Sigma, sigma2: Sigma - covariance(gram, Sigma, sigma2),
        ),
        Misconception(
            "covariances added",
            "This is how own lines vary about the company's before one is seen; two sources of "
            "information must leave less doubt than either.",
            lambda gram, Sigma, sigma2: Sigma + sigma2 * np.linalg.inv(gram),
        ),
        Misconception(
            "sigma2 forgotten",
            "It looks as if sigma2 was left out.",
            lambda gram, Sigma, sigma2: covariance(gram, Sigma, 1),
        ),
    ),
)
