"""Beta and Gamma distributions among the answers: the records, SciPy's, or their two parameters."""

from __future__ import annotations

import sys
from typing import Any, TypeVar

import numpy as np

from hbtutor.check.failure import NotPlainError
from hbtutor.check.plain import describe, numbers
from hbtutor.distributions import Beta, Gamma

R = TypeVar("R", bound=Beta | Gamma)
_SCIPY: dict[type, tuple[str, tuple[str, ...]]] = {
    Beta: ("beta", ("a", "b", "loc", "scale")),
    Gamma: ("gamma", ("a", "loc", "scale")),
}


def shaped(value: Any, record: type[R]) -> R:
    """Return a Beta or Gamma distribution as the record that was asked for.

    value: that record, a frozen scipy.stats.beta or gamma (whose scale is one over the rate), a
    pair (alpha, beta), or a dict with these keys.  Anything else raises NotPlainError.

    >>> shaped((2, 6.5), Beta)
    Beta(alpha=2.0, beta=6.5)
    """
    alpha, beta = (numbers(parameter) for parameter in _parameters(value, record))
    if np.shape(alpha) != np.shape(beta):
        raise NotPlainError(
            f"has an alpha of shape {np.shape(alpha)} and a beta of shape {np.shape(beta)}."
        )
    if np.any(np.asarray(alpha) <= 0) or np.any(np.asarray(beta) <= 0):
        raise NotPlainError("has a parameter that is not positive.")
    return record(alpha, beta)


def stacked(value: Any) -> Any:
    """Return alpha and beta of a Beta or Gamma as one array; anything else as it is.

    So that a wrong formula may spoil one of the two or both.

    >>> stacked(Beta(2.0, 6.5)), stacked(0.25)
    (array([2. , 6.5]), 0.25)
    """
    if isinstance(value, Beta | Gamma):
        return np.stack(np.broadcast_arrays(value.alpha, value.beta)).astype(float)
    return value


def _parameters(value: Any, record: type[R]) -> tuple[Any, Any]:
    if type(value) is record:
        return value.alpha, value.beta
    if type(value) in {list, tuple} and len(value) == 2:
        return value[0], value[1]
    if type(value) is np.ndarray and value.shape == (2,):
        return value[0], value[1]
    if type(value) is dict and set(value) == {"alpha", "beta"}:
        return value["alpha"], value["beta"]
    frozen = _frozen(value, record)
    if frozen is not None:
        return frozen
    name = record.__name__
    raise NotPlainError(
        f"is {describe(value)}, where a distribution was asked for: {name}(alpha, beta), a frozen "
        f"scipy.stats.{name.lower()}, or the pair (alpha, beta)."
    )


def _frozen(value: Any, record: type[R]) -> tuple[Any, Any] | None:
    stats = sys.modules.get("scipy.stats")
    if stats is None or type(value) is not type(stats.norm()):
        return None
    name, names = _SCIPY[record]
    if type(value.dist) is not type(getattr(stats, name)):
        raise NotPlainError(f"is a distribution, but not a {record.__name__}.")
    # Built anew from its own parameters: nothing stored on the student's object is called.
    given = {"loc": 0.0, "scale": 1.0} | dict(zip(names, value.args, strict=False)) | value.kwds
    scale = numbers(given["scale"])
    if np.any(np.asarray(numbers(given["loc"])) != 0):
        raise NotPlainError(f"is a {record.__name__} that was moved (loc is not 0).")
    if record is Gamma:
        return given["a"], 1 / scale
    if np.any(np.asarray(scale) != 1):
        raise NotPlainError("is a Beta that was stretched (scale is not 1).")
    return given["a"], given["b"]
