"""What every posterior answers: mean, sd, quantiles, intervals, density, draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hbtutor.inference.family import Array


@dataclass(frozen=True)
class Existence:
    """Whether a posterior has a mean and a variance, and if not, why not.

    signed: the quantity takes both signs, so that without a mean it has nan, not inf, for one.
    """

    mean: bool = True
    var: bool = True
    signed: bool = False
    reason: str | None = None

    @classmethod
    def of(cls, moments: tuple[bool, bool], name: str, *, signed: bool = False) -> Existence:
        """Put the verdict of the tails into words."""
        first, second = moments
        if second:
            return cls()
        lost = "standard deviation" if first else "mean"
        fate = "does not exist" if signed and not first else "is infinite"
        return cls(
            first,
            second,
            signed,
            f"The posterior {lost} of {name} {fate}: the tail falls too slowly under this prior "
            "with these data, so that every finite number computed for it would come from where "
            "the integration stopped. The quantiles exist; report the median and an interval.",
        )


def checked_probability(p: Any) -> Array:
    """Return p as an array of numbers strictly between 0 and 1, or refuse."""
    if isinstance(p, float) and 0 < p < 1:
        return np.array(p)
    levels = np.asarray(p, dtype=float)
    if levels.ndim > 1 or not np.all((levels > 0) & (levels < 1)):
        raise ValueError(f"p must be strictly between 0 and 1; got {p!r}.")
    return levels


class Summaries:
    """The answers that follow from `_moments`, `_quantile` and `_cdf` of a subclass."""

    exists: Existence

    def _moments(self) -> tuple[Array, Array]:
        raise NotImplementedError

    def _quantile(self, p: Array) -> Array:
        raise NotImplementedError

    def _shaped(self, values: Array) -> Any:
        raise NotImplementedError

    @cached_property
    def _both(self) -> tuple[Array, Array]:
        return self._moments()

    @property
    def reason(self) -> str | None:
        """Why a moment is infinite or undefined; None if mean and sd are finite."""
        return self.exists.reason

    @property
    def mean(self) -> Any:
        """Posterior mean; inf or nan, with a `reason`, where it does not exist."""
        mean = self._both[0]
        if not self.exists.mean:
            mean = np.full_like(mean, np.nan if self.exists.signed else np.inf)
        return self._shaped(mean)

    @property
    def var(self) -> Any:
        """Posterior variance; inf (nan if there is no mean) where it does not exist."""
        var = self._both[1]
        if not self.exists.mean:
            var = np.full_like(var, np.nan)
        elif not self.exists.var:
            var = np.full_like(var, np.inf)
        return self._shaped(var)

    @property
    def sd(self) -> Any:
        """Posterior standard deviation; inf or nan as `var`."""
        return self.var**0.5

    def quantile(self, p: Any) -> Any:
        """Return the quantile(s); for p of shape (P,) one row for each level.

        With labels the rows of the DataFrame are named by their levels.
        """
        levels = checked_probability(p)
        values = self._quantile(np.atleast_1d(levels))
        answer = self._shaped(values if levels.ndim else values[0])
        return answer.set_axis(levels, axis=0) if hasattr(answer, "columns") else answer

    @property
    def median(self) -> Any:
        """Posterior median."""
        return self.quantile(0.5)

    def interval(self, p: float = 0.95) -> tuple[Any, Any]:
        """Return the equal-tailed interval of posterior probability p as (low, high)."""
        checked_probability(p)
        low, high = self._quantile(np.array([(1 - p) / 2, (1 + p) / 2]))
        return self._shaped(low), self._shaped(high)

    def in_words(self) -> str:
        """Return mean, sd and 95 % interval of a single quantity as a phrase."""
        low, high = self.interval(0.95)
        return f"mean {self.mean:.4g}, sd {self.sd:.4g}, 95% interval {low:.4g} to {high:.4g}"
