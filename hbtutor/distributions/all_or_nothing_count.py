"""All trials succeed or none does: the beta-binomial's limit as alpha + beta -> 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions.base import Discrete
from hbtutor.validation import counts, generator, probability, same_shape


@dataclass(frozen=True, eq=False)
class AllOrNothingCount(Discrete):
    """The number of successes when all trials succeed (probability p) or none does.

    >>> count = AllOrNothingCount(trials=10, p=0.25)
    >>> count.mean, count.var
    (2.5, 18.75)
    """

    trials: Any
    p: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "trials", counts("trials", self.trials))
        object.__setattr__(self, "p", probability("p", self.p))
        same_shape(trials=self.trials, p=self.p)

    @property
    def mean(self) -> Any:
        """Mean trials p."""
        return self.trials * self.p

    @property
    def var(self) -> Any:
        """Variance trials^2 p (1 - p)."""
        return self.trials**2 * self.p * (1 - self.p)

    def cdf(self, x: Any) -> Any:
        """Return P(value <= x), elementwise over x and the parameters."""
        import numpy as np

        x = np.asarray(x, dtype=float)
        return np.where(x >= self.trials, 1.0, np.where(x >= 0, 1 - self.p, 0.0))[()]

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator: shape ``shape``, or (size, *shape)."""
        full = self.shape if size is None else (size, *self.shape)
        return self.trials * generator(rng).binomial(1, self.p, full or None)

    def _inverse_cdf(self, p: Any) -> Any:
        import numpy as np

        return np.where(p <= 1 - self.p, 0.0, self.trials)

    def _largest(self) -> Any:
        return self.trials

    def _log_probability(self, k: Any) -> Any:
        import numpy as np

        none, all_ = (k == 0) * (1.0 - self.p), (k == self.trials) * self.p
        with np.errstate(divide="ignore"):
            return np.log(none + all_)
