"""The bridge to ArviZ: exact independent draws in the shape that its tools expect.

ArviZ 0.x returns InferenceData, ArviZ 1.x and arviz-base return an xarray DataTree; whichever is
installed is used.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from hbtutor.validation import generator

if TYPE_CHECKING:
    from hbtutor.inference.full import FullBayes


def to_arviz(posterior: FullBayes, rng: Any, *, n: int, chains: int) -> Any:
    """Return groups posterior, posterior_predictive, log_likelihood and observed_data.

    n: draws in all, split evenly over the chains.  theta, y and the log likelihood have the
    dimension "group" with the labels of the data (0, 1, ... without labels).
    """
    rng, shaped = generator(rng), chained(n, chains)
    target = posterior.target
    drawn = posterior.draws(rng, n)
    theta = np.asarray(drawn.theta)
    groups = np.arange(target.groups) if target.labels is None else list(target.labels)

    content = {
        "posterior": {
            **{name: shaped(value) for name, value in drawn.hyper.items()},
            "theta": shaped(theta),
        },
        "posterior_predictive": {"y": shaped(target.replicate(rng, theta))},
        "log_likelihood": {"y": shaped(target.log_likelihood(theta))},
        "observed_data": {"y": target.observed()},
    }
    return packed(content, {"group": groups}, {"theta": ["group"], "y": ["group"]})


def chained(n: int, chains: int) -> Callable[[Any], Any]:
    """Return the function that lays n draws out as chains, (chains, n / chains, ...)."""
    if chains < 1 or n < chains or n % chains:
        raise ValueError(f"n must be a multiple of chains={chains}; got {n}.")
    return lambda values: np.reshape(values, (chains, n // chains, *np.shape(values)[1:]))


def packed(content: dict[str, Any], coords: dict[str, Any], dims: dict[str, list[str]]) -> Any:
    """Return the groups of arrays as the installed ArviZ's own object."""
    shape = {"coords": coords, "dims": dims}
    if find_spec("arviz_base") is not None:
        return import_module("arviz_base").from_dict(content, **shape)
    if find_spec("arviz") is not None:
        return import_module("arviz").from_dict(**content, **shape)
    raise ImportError("to_arviz needs arviz-base or arviz: pip install 'hbtutor[arviz]'.")
