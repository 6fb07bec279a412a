"""The laws of normal groups given mu and tau, shared by both ways of integrating."""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.kernels import NormalKernel
from hbtutor.inference.normal_data import NormalData
from hbtutor.validation import positive


def group_law(data: NormalData, part: slice, tau2: Array, mean: Array, var: Array) -> NormalKernel:
    """Law of theta_j when mu ~ Normal(mean, var), each (K,): normal, with B_j^2 var added."""
    v, y, tau2 = data.v[part], data.y[part], tau2[:, None]
    B = v / (v + tau2)
    return NormalKernel(y + B * (mean[:, None] - y), B * (tau2 + B * var[:, None]))


def observation_variance(data: NormalData, part: slice, sigma2: Any) -> Array:
    """Return the variance of one new observation in each group of the part."""
    if sigma2 is None:
        return data.sigma2[part]
    given = np.asarray(positive("sigma2", sigma2), dtype=float)
    if given.ndim and given.shape != data.y.shape:
        raise ValueError(
            f"sigma2 must be one number or one for each group, {data.y.shape}; got {given.shape}."
        )
    return np.broadcast_to(given, data.y.shape)[part]


def draw_groups(
    rng: np.random.Generator, data: NormalData, tau: Array, mu: Array
) -> tuple[dict[str, Array], Array]:
    """Draw theta given mu and tau, each (n,); returns the hyperparameters and theta, (n, J)."""
    law = group_law(data, slice(None), tau**2, mu, np.zeros_like(mu))
    return {"mu": mu, "tau": tau, "tau2": tau**2}, law.sample(rng)


def log_likelihood(data: NormalData, theta: Array) -> Array:
    """Log density of y_j given theta, (n, J)."""
    return -0.5 * (np.log(2 * np.pi * data.v) + (data.y - theta) ** 2 / data.v)


def replicate(rng: np.random.Generator, data: NormalData, theta: Array) -> Array:
    """Draw new group means y_j with the observed variances, (n, J)."""
    return rng.normal(theta, np.sqrt(data.v))
