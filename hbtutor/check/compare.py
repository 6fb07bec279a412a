"""Whether two plain answers are equal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from hbtutor.check.tasks import Tolerance
from hbtutor.distributions import Normal


def parts(answer: Any) -> Mapping[str, Any]:
    """Split an answer into what is compared: a distribution has a mean and a variance.

    >>> parts(Normal(1.5, 2.0)), parts(1.5)
    ({'mean': 1.5, 'var': 2.0}, {'': 1.5})
    """
    if isinstance(answer, Normal):
        return {"mean": answer.mean, "var": answer.var}
    return {"": answer}


def agree(actual: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Tell whether two plain values are equal: texts exactly, numbers within the tolerance.

    Shapes must be the same, except that one number may stand in an array of its own.

    >>> agree(0.2451, 0.245118, Tolerance(absolute=5e-4)), agree([1, 2], 1, Tolerance())
    (True, False)
    """
    if isinstance(expected, str) or isinstance(actual, str):
        return isinstance(actual, str) and isinstance(expected, str) and actual == expected
    actual, expected = np.asarray(actual, dtype=float), np.asarray(expected, dtype=float)
    if actual.shape != expected.shape and not (actual.size == expected.size == 1):
        return False
    allowed = np.maximum(tolerance.absolute, tolerance.relative * np.abs(expected))
    return bool(np.all(np.abs(actual.reshape(expected.shape) - expected) <= allowed))
