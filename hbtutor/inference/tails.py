"""What the tails of a posterior decide: whether it is proper, which moments it has, how far to go.

The coordinates are such that every density of interest falls at least exponentially in them, and
a power of a scale becomes a slope: a posterior with density tau^-a has slope 1 - a in log tau.
So the slopes, measured far out along each axis in both directions, decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from hbtutor.inference.family import Array, Kernel, Target
from hbtutor.inference.mode import Bulk

_FAR = np.array([30.0, 60.0])
_LIMIT = 300.0
_DROP = 40.0  # exp(-40) = 4e-18: what lies farther out does not change the last digit
_REACH = np.array([1.5 * 1.4**k for k in range(20)])
_POWERS = np.array([1.0, 2.0])[:, None, None]
_LOG_TWO = np.log(2)
_BOTH_WAYS = np.array([1.0, -1.0])
WATCHED_GROUPS = 8


@dataclass(frozen=True, eq=False)
class Tails:
    """The posterior probed at its mode, far out, and along rays in the 2 d directions.

    far: (d, R) nodes, in pairs near and far, on every way out; log_far: the log density there;
    exists: for each hyperparameter, and for the groups under the name None, whether mean and
    variance exist; reference: each hyperparameter's value at the mode, or the mean of its law
    there; theta, theta_sd: the same for the first 8 groups; ends: how far each axis must go, left
    and right, in units of the bulk's scale, so that the density and every moment that exists are
    covered.
    """

    bulk: Bulk
    far: Array
    log_far: Array
    exists: Mapping[str | None, tuple[bool, bool]]
    reference: Mapping[str, float]
    theta: Array
    theta_sd: Array
    ends: list[tuple[float, float]]

    @classmethod
    def of(cls, target: Target, bulk: Bulk) -> Tails:
        """Probe; raises ValueError with the target's reason if the posterior is improper."""
        d = bulk.mode.size
        # No coordinate moves farther than the distance, however the axes lean.
        scale = np.abs(bulk.factor).max(axis=0)
        directions = ((bulk.factor / scale)[:, :, None] * _BOTH_WAYS).reshape(d, 2 * d, 1)
        scale = scale.repeat(2)
        lengths = np.minimum(_REACH * scale[:, None], _LIMIT)
        mode = bulk.mode[:, None]
        corners = getattr(target, "corners", None)
        far = mode + (directions * _FAR).reshape(d, -1) if corners is None else corners()
        rays = mode + (directions * lengths).reshape(d, -1)
        nodes = np.concatenate([mode, far, rays], axis=1)
        R = far.shape[1]
        log_p = target.log_density(nodes)
        log_far = log_p[1 : 1 + R]
        if not _falls(log_far):
            raise ValueError(target.improper)
        hyper, groups = target.hyper(nodes), target.theta(nodes, slice(0, WATCHED_GROUPS))
        sizes = np.array([*(log_size(hyper[name]) for name in target.names), log_size(groups)])
        first, second = _moments(log_far, sizes[:, 1 : 1 + R])
        verdicts = [(bool(a), bool(a and b)) for a, b in zip(first, second, strict=True)]
        powers = np.array([a + b for a, b in verdicts], dtype=float)[:-1, None]
        growth = np.maximum(np.max(powers * (sizes[:-1] - sizes[:-1, :1]), axis=0), 0.0)
        inside = _matters(log_p, R, 2 * d) | _matters(log_p + growth, R, 2 * d)
        ends = lengths[np.arange(2 * d), _last(inside)] / scale
        return cls(
            bulk,
            far,
            log_far,
            dict(zip((*target.names, None), verdicts, strict=True)),
            {name: _centre(hyper[name]) for name in target.names},
            groups.mean[0],
            np.sqrt(groups.var[0]),
            [(float(left), float(right)) for right, left in ends.reshape(d, 2)],
        )

    def moments(self, law: Callable[[Array], Kernel]) -> tuple[bool, bool]:
        """Tell whether a quantity with this law at given nodes has a mean, and a variance."""
        first, second = _moments(self.log_far, log_size(law(self.far))[None, :])
        return bool(first[0]), bool(first[0] and second[0])


def log_size(quantity: Array | Kernel) -> Array:
    """Return the log of the root mean square of a value or a (first) law at the nodes, (K,)."""
    with np.errstate(over="ignore", divide="ignore"):
        if isinstance(quantity, np.ndarray):
            return np.log(np.abs(quantity))
        return 0.5 * np.log(quantity.mean[:, 0] ** 2 + quantity.var[:, 0])


def _centre(quantity: Array | Kernel) -> float:
    return float(quantity[0] if isinstance(quantity, np.ndarray) else quantity.mean[0, 0])


def _falls(log_values: Array) -> Array:
    """Tell whether functions with these logs at the far nodes, (..., R), have an integral.

    Between 30 and 60 units any exponential fall beats the factor 2 by which the distance grew.
    """
    near, far = log_values[..., 0::2], log_values[..., 1::2]
    with np.errstate(invalid="ignore"):  # -inf at both is nan here, and true on the right
        return np.all((near - far > _LOG_TWO) | (far == -np.inf), axis=-1)


def _moments(log_far: Array, log_sizes: Array) -> Array:
    """Tell which of m quantities with these log sizes, (m, R), have a mean, a variance: (2, m)."""
    with np.errstate(invalid="ignore"):
        return _falls(log_far + _POWERS * log_sizes)


def _matters(log_values: Array, far: int, rays: int) -> Array:
    """Tell which nodes of the rays, (rays, 20), are not negligible beside the largest value."""
    along = log_values[1 + far :].reshape(rays, -1)
    return along > max(log_values[0], float(np.max(along))) - _DROP


def _last(inside: Array) -> Array:
    """Return, for each ray, the first node beyond all that matter, or the last there is."""
    n = inside.shape[1]
    last = np.where(inside.any(axis=1), n - 1 - np.argmax(inside[:, ::-1], axis=1), 0)
    return np.minimum(np.maximum(last + 1, 2), n - 1)
