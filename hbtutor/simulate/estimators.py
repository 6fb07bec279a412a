"""No pooling and complete pooling in every family, and data drawn at given true values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hbtutor.models.groups import Groups, group_by, group_within

Design = Mapping[str, Any]


@dataclass(frozen=True)
class Estimators:
    """What pooling means in one family; y is a data set, design what the model was given.

    none: each group by its own data, (J,) or (J, p); complete: the same for all, () or (p,).
    observe: from (rng, model, theta, design) to data drawn at these true values.
    """

    none: Callable[[Any, Any, Design], Any]
    complete: Callable[[Any, Any, Design], Any]
    observe: Callable[[Any, Any, Any, Design], Any]


def estimators_of(model: Any) -> Estimators:
    """Return the estimators of the model's family, or refuse a family without groups."""
    name = type(model).__name__
    if name not in _FAMILIES:
        raise ValueError(f"model must have groups to pool ({', '.join(_FAMILIES)}); got {name}.")
    return _FAMILIES[name]


def _normal_var(design: Design) -> Any:
    return np.asarray(design["sigma2"], dtype=float) / np.asarray(design.get("n", 1))


def _normal_complete(y: Any, model: Any, design: Design) -> Any:
    return np.average(y, weights=np.broadcast_to(1 / _normal_var(design), np.shape(y)))


def _normal_observe(rng: Any, model: Any, theta: Any, design: Design) -> Any:
    return rng.normal(theta, _normal_var(design) ** 0.5)


def _rate_complete(y: Any, size: Any) -> Any:
    return np.sum(y) / np.sum(np.broadcast_to(size, np.shape(y)))


def _rooms(design: Design) -> Groups:
    schools = group_by("school", design["school"])
    return group_within(group_by("classroom", design["classroom"]), schools)[0]


def _room_means(y: Any, model: Any, design: Design) -> Any:
    codes = _rooms(design).codes
    return np.bincount(codes, weights=y) / np.bincount(codes)


def _nested_observe(rng: Any, model: Any, theta: Any, design: Design) -> Any:
    return rng.normal(theta[_rooms(design).codes], np.asarray(model.sigma2) ** 0.5)


def _least_squares(X: Any, y: Any, label: Any) -> Any:
    found, _, rank, _ = np.linalg.lstsq(X, y)
    if rank < X.shape[1]:
        raise ValueError(
            f"no pooling needs least squares in every group; X of group {label!r} has rank {rank} "
            f"for {X.shape[1]} coefficients."
        )
    return found


def _linear_none(y: Any, model: Any, design: Design) -> Any:
    X, groups = np.asarray(design["X"], dtype=float), group_by("group", design["group"])
    rows = [groups.codes == code for code in range(len(groups))]
    return np.array(
        [_least_squares(X[row], y[row], groups.labels[code]) for code, row in enumerate(rows)]
    )


def _linear_complete(y: Any, model: Any, design: Design) -> Any:
    return _least_squares(np.asarray(design["X"], dtype=float), y, "all")


def _linear_observe(rng: Any, model: Any, theta: Any, design: Design) -> Any:
    codes = group_by("group", design["group"]).codes
    fitted = (np.asarray(design["X"]) * theta[codes]).sum(axis=1)
    return rng.normal(fitted, np.asarray(model.sigma2) ** 0.5)


_FAMILIES = {
    "NormalNormal": Estimators(lambda y, model, design: y, _normal_complete, _normal_observe),
    "BetaBinomial": Estimators(
        lambda y, model, design: y / np.asarray(design["trials"]),
        lambda y, model, design: _rate_complete(y, design["trials"]),
        lambda rng, model, theta, design: rng.binomial(design["trials"], theta),
    ),
    "GammaPoisson": Estimators(
        lambda y, model, design: y / np.asarray(design.get("exposure", 1)),
        lambda y, model, design: _rate_complete(y, design.get("exposure", 1)),
        lambda rng, model, theta, design: rng.poisson(theta * design.get("exposure", 1)),
    ),
    "NestedNormal": Estimators(_room_means, lambda y, model, design: np.mean(y), _nested_observe),
    "HierarchicalLinear": Estimators(_linear_none, _linear_complete, _linear_observe),
}
