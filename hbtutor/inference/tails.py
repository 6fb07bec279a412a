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
_POWERS = np.array([[0.0], [1.0], [2.0]])


@dataclass(frozen=True, eq=False)
class Tails:
    """The posterior probed at its mode, far out, and along rays in the 2 d directions.

    far: (d, 4 d + 2 R) the nodes far out; log_far: the log density there; exists: for each
    hyperparameter, whether its mean and its variance exist; reference: its value at the mode, or
    the mean of its law there; ends: how far each axis must go, left and right, in units of the
    bulk's scale, so that the density and every moment that exists are covered.
    """

    bulk: Bulk
    far: Array
    log_far: Array
    exists: Mapping[str, tuple[bool, bool]]
    reference: Mapping[str, float]
    ends: list[tuple[float, float]]

    @classmethod
    def of(cls, target: Target, bulk: Bulk) -> Tails:
        """Probe; raises ValueError with the target's reason if the posterior is improper."""
        d = bulk.mode.size
        columns = bulk.factor / np.diag(bulk.factor)
        directions = np.stack([columns, -columns], axis=2).reshape(d, 2 * d)
        scale = np.repeat(np.diag(bulk.factor), 2)
        lengths = np.minimum(_REACH * scale[:, None], _LIMIT)
        distances = np.concatenate([np.tile(_FAR, 2 * d), lengths.ravel()])
        ways = (
            np.repeat(directions, [2] * (2 * d), axis=1),
            np.repeat(directions, [_REACH.size] * (2 * d), axis=1),
        )
        offsets = np.concatenate(ways, axis=1) * distances
        u = bulk.mode[:, None] + np.concatenate([np.zeros((d, 1)), offsets], axis=1)
        nodes = np.concatenate([u, _corners(target)], axis=1)
        log_all, rays = target.log_density(nodes), slice(0, u.shape[1])
        far = np.r_[1 : 1 + 4 * d, u.shape[1] : nodes.shape[1]]
        if not _falls(log_all[far]):
            raise ValueError(target.improper)
        hyper = target.hyper(nodes)
        sizes = {name: log_size(hyper[name]) for name in target.names}
        exists = {name: _moments(log_all[far], sizes[name][far]) for name in target.names}
        log_p, weighted = log_all[rays], (log_all + _largest(sizes, exists))[rays]
        inside = _matters(log_p, 2 * d) | _matters(weighted, 2 * d)
        ends = lengths[np.arange(2 * d), _last(inside)] / scale
        return cls(
            bulk,
            nodes[:, far],
            log_all[far],
            exists,
            {name: float(_centre(hyper[name])[0]) for name in target.names},
            [(float(left), float(right)) for right, left in ends.reshape(d, 2)],
        )

    def moments(self, law: Callable[[Array], Kernel]) -> tuple[bool, bool]:
        """Tell whether a quantity with this law at given nodes has a mean, and a variance."""
        return _moments(self.log_far, log_size(law(self.far)))


def log_size(quantity: Array | Kernel) -> Array:
    """Return the log of the root mean square of a value or a law at the nodes, (K,)."""
    with np.errstate(over="ignore", divide="ignore"):
        if isinstance(quantity, np.ndarray):
            return np.log(np.abs(quantity))
        return 0.5 * np.log(quantity.mean**2 + quantity.var)[:, 0]


def _corners(target: Target) -> Array:
    """Return the nodes between the axes, (d, 2 R), that a family wants judged as the axes are.

    Two for each way out, one at distance 30 and one at 60 along it.
    """
    corners = getattr(target, "corners", None)
    return np.empty((target.start.size, 0)) if corners is None else corners()


def _centre(quantity: Array | Kernel) -> Array:
    return quantity if isinstance(quantity, np.ndarray) else quantity.mean[:, 0]


def _falls(log_values: Array) -> Array:
    """Tell whether functions with these logs at the far nodes, (..., 4 d), have an integral.

    Between 30 and 60 units any exponential fall beats the factor 2 by which the distance grew.
    """
    near, far = log_values[..., 0::2], log_values[..., 1::2]
    with np.errstate(invalid="ignore"):  # -inf at both is nan here, and true on the right
        return np.all((near - far > np.log(2)) | (far == -np.inf), axis=-1)


def _moments(log_far: Array, log_sizes: Array) -> tuple[bool, bool]:
    with np.errstate(invalid="ignore"):
        powers = log_far + _POWERS * log_sizes
    _, first, second = _falls(powers)
    return bool(first), bool(first and second)


def _largest(log_sizes: Mapping[str, Array], exists: Mapping[str, tuple[bool, bool]]) -> Array:
    """Return the log of the largest factor by which a moment weights the density, (K,)."""
    powers = {name: float(first) + float(second) for name, (first, second) in exists.items()}
    ratios = [powers[name] * (sizes - sizes[0]) for name, sizes in log_sizes.items()]
    return np.maximum(np.max(ratios, axis=0), 0.0)


def _matters(log_values: Array, rays: int) -> Array:
    """Tell which nodes of the rays, (rays, 20), are not negligible beside the largest value."""
    along = log_values[1 + 2 * rays :].reshape(rays, -1)
    return along > max(log_values[0], float(np.max(along))) - _DROP


def _last(inside: Array) -> Array:
    """Return, for each ray, the first node beyond all that matter, or the last there is."""
    n = inside.shape[1]
    last = np.where(inside.any(axis=1), n - 1 - np.argmax(inside[:, ::-1], axis=1), 0)
    return np.clip(last + 1, 2, n - 1)
