"""The density of any record of one quantity."""

from __future__ import annotations

from typing import Any

import numpy as np


def density(name: str, record: Any, x: np.ndarray) -> np.ndarray:
    """Return the density of a record at x.

    Distributions have ``logpdf``, posteriors that were integrated ``density``; of weighted draws a
    kernel estimate is returned (Silverman's width).
    Raises ValueError for a record of more than one quantity, or without a density.

    >>> from hbtutor import Normal
    >>> density("prior", Normal(0.0, 4.0), np.array([0.0])).round(4)
    array([0.1995])
    """
    one_value(name, record)
    if hasattr(record, "logpdf"):
        return np.exp(record.logpdf(x))
    if hasattr(record, "density"):
        return np.asarray(record.density(x), dtype=float)
    if hasattr(record, "weights"):
        from scipy.stats import gaussian_kde

        return gaussian_kde(record.values[:, 0], "silverman", record.weights)(x)
    raise ValueError(f"{name} must be a record with a density; got {type(record).__name__}.")


def one_value(name: str, record: Any) -> None:
    """Refuse a record of more than one quantity.

    >>> from hbtutor import Normal
    >>> one_value("prior", Normal([0.0, 1.0], 4.0))
    Traceback (most recent call last):
    ...
    ValueError: prior must be the distribution of a single value; got one for each of 2. Take one.
    """
    if np.shape(record.mean) != ():
        raise ValueError(
            f"{name} must be the distribution of a single value; got one for each of "
            f"{np.size(record.mean)}. Take one."
        )
