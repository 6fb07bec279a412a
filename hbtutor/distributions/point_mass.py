"""All the probability on one value: what a posterior becomes when groups do not differ at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions.base import Distribution
from hbtutor.validation import finite, generator


@dataclass(frozen=True, eq=False)
class PointMass(Distribution):
    """The distribution of a quantity that is known: its variance is zero.

    value: the number, or one entry for each group.

    >>> known = PointMass([0.1, 0.3])
    >>> known.sd.tolist(), known.quantile(0.5).tolist()
    ([0.0, 0.0], [0.1, 0.3])
    """

    value: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", finite("value", self.value))

    @property
    def mean(self) -> Any:
        """Mean: the value."""
        return self.value

    @property
    def var(self) -> Any:
        """Variance: zero."""
        return 0 * self.value

    def logpmf(self, x: Any) -> Any:
        """Return 0 where x is the value and minus infinity elsewhere."""
        import numpy as np

        return np.where(np.asarray(x) == self.value, 0.0, -np.inf)[()]

    def cdf(self, x: Any) -> Any:
        """Return P(value <= x): a step from 0 to 1 at the value."""
        import numpy as np

        return np.where(np.asarray(x) >= self.value, 1.0, 0.0)[()]

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Return the value, in the shape of a draw: ``shape``, or (size, *shape)."""
        import numpy as np

        generator(rng)
        full = self.shape if size is None else (size, *self.shape)
        return np.broadcast_to(self.value, full).copy()[()]

    def _inverse_cdf(self, p: Any) -> Any:
        return self.value + 0 * p
