"""What goes wrong with matrix weights: the order of products, inverses, and which way they weigh.

The formulas take gram = X'X, shape (2, 2) or a stack (J, 2, 2), Sigma and sigma2, and return B of
the same shape.  Hints name the slip and not the remedy.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from hbtutor.check.tasks import Misconception

ONE = np.eye(2)


def weight(gram: Any, Sigma: Any, sigma2: Any) -> Any:
    """Return B = (I + Sigma X'X / sigma2)^-1, the weight on mu."""
    return np.linalg.inv(ONE + Sigma @ gram / sigma2)


def turned(matrix: Any) -> Any:
    """Return the transposed matrix, or each of a stack."""
    return np.swapaxes(matrix, -1, -2)


WEIGHT = (
    Misconception(
        "weights swapped",
        "It looks as if B and I - B have changed places: B is the weight on mu. What should it "
        "come close to when the department is very large?",
        lambda gram, Sigma, sigma2: ONE - weight(gram, Sigma, sigma2),
    ),
    Misconception(
        "factors in the other order",
        "The numbers are there, but transposed: for matrices, a product's order matters.",
        lambda gram, Sigma, sigma2: turned(weight(gram, Sigma, sigma2)),
    ),
    Misconception(
        "Sigma not inverted",
        "It looks as if Sigma was added to a precision; which matrix made from Sigma is one?",
        lambda gram, Sigma, sigma2: np.linalg.inv(gram / sigma2 + Sigma) @ np.linalg.inv(Sigma),
    ),
    Misconception(
        "covariance for precision",
        "It looks as if Sigma and its inverse have changed places: Sigma is the covariance of "
        "the coefficients, not their precision.",
        lambda gram, Sigma, sigma2: np.linalg.inv(ONE + np.linalg.inv(Sigma) @ gram / sigma2),
    ),
    Misconception(
        "elementwise product",
        "It looks as if two matrices were multiplied entry by entry; NumPy's * does that.",
        lambda gram, Sigma, sigma2: np.linalg.inv(ONE + Sigma * gram / sigma2),
    ),
    Misconception(
        "elementwise inverse",
        "It looks as if every entry was inverted by itself; that is not the inverse of a matrix.",
        lambda gram, Sigma, sigma2: 1 / (ONE + Sigma @ gram / sigma2),
    ),
    Misconception(
        "covariance forgotten",
        "It looks as if only the diagonal of Sigma was used; intercepts and slopes vary together.",
        lambda gram, Sigma, sigma2: weight(gram, np.diag(np.diag(Sigma)), sigma2),
    ),
    Misconception(
        "sigma2 forgotten",
        "It looks as if sigma2 was left out: should noisy scores not count less?",
        lambda gram, Sigma, sigma2: weight(gram, Sigma, 1),
    ),
    Misconception(
        "sd for variance",
        "It looks as if sigma, a standard deviation, stands where sigma2 belongs.",
        lambda gram, Sigma, sigma2: weight(gram, Sigma, sigma2**0.5),
    ),
)


def mean(B: Any, own: Any, mu: Any) -> Any:
    """Return (I - B) own + B mu."""
    return ((ONE - B) @ own[..., None])[..., 0] + B @ mu


def _mean_with(mistake: Misconception) -> Misconception:
    def wrong(gram: Any, own: Any, mu: Any, Sigma: Any, sigma2: Any) -> Any:
        return mean(mistake.formula(gram, Sigma, sigma2), own, mu)

    return replace(mistake, formula=wrong)


def _each_by_itself(gram: Any, own: Any, mu: Any, Sigma: Any, sigma2: Any) -> Any:
    share = np.diagonal(weight(gram, Sigma, sigma2), axis1=-2, axis2=-1)
    return (1 - share) * own + share * mu


MEAN = (
    *(_mean_with(mistake) for mistake in WEIGHT),
    Misconception(
        "each coefficient by itself",
        "It looks as if each coefficient was shrunk by itself, with the diagonal of B; what the "
        "data say about one tells about the other too.",
        _each_by_itself,
    ),
    Misconception(
        "no pooling",
        "This is the department's own line, as if nothing were known of the others.",
        lambda gram, own, mu, Sigma, sigma2: own,
    ),
    Misconception(
        "complete pooling",
        "This is the line of the whole company, as if this department told nothing.",
        lambda gram, own, mu, Sigma, sigma2: mu + 0 * own,
    ),
)
