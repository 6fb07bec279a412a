"""Complete pooling of rates: the Gamma-Poisson model as it becomes a plain Poisson model."""

from __future__ import annotations

from typing import Any

from hbtutor.distributions import PointMass, Poisson
from hbtutor.models.gamma_poisson import GammaPoisson, check_counts
from hbtutor.validation import nonnegative, same_shape


class CommonRate(GammaPoisson):
    """Every group has the same rate; made by GammaPoisson.complete_pooling(mean=...).

    mean: the common rate, zero or positive, per unit of exposure.  alpha and beta are infinite,
    B = 1, and a group's own data change nothing.

    >>> model = GammaPoisson.complete_pooling(mean=2.5)
    >>> model.posterior(9, exposure=2).mean, model.marginal(exposure=2).var
    (2.5, 5.0)
    """

    def __init__(self, *, mean: Any) -> None:
        object.__setattr__(self, "alpha", float("inf"))
        object.__setattr__(self, "beta", float("inf"))
        object.__setattr__(self, "_mean", nonnegative("mean", mean))

    def __repr__(self) -> str:
        return f"GammaPoisson.complete_pooling(mean={self.mean!r})"

    @property
    def mean(self) -> Any:
        """The common rate."""
        return self._mean  # type: ignore[attr-defined]

    def shrinkage(self, *, exposure: Any = 1) -> Any:
        """Return B_j = 1 for every group."""
        return 1.0 + 0 * self._exposure(exposure)

    def posterior(self, counts: Any, *, exposure: Any = 1) -> PointMass:  # type: ignore[override]
        """Return the common rate, known, for every group."""
        counts, exposure = check_counts(counts, exposure)
        return PointMass(self.mean + 0 * (counts + exposure))

    def marginal(self, *, exposure: Any = 1) -> Poisson:  # type: ignore[override]
        """Return the law of y_j: Poisson(t_j mean)."""
        return Poisson(self._exposure(exposure) * self.mean)

    def predictive(  # type: ignore[override]
        self, counts: Any, *, exposure: Any = 1, new_exposure: Any = 1
    ) -> Poisson:
        """Return the law of the events of each group in a new exposure: Poisson(new mean)."""
        rate = self.posterior(counts, exposure=exposure).value
        new_exposure = nonnegative("new_exposure", new_exposure)
        same_shape(counts=rate, new_exposure=new_exposure)
        return Poisson(new_exposure * rate)

    def _exposure(self, exposure: Any) -> Any:
        exposure = nonnegative("exposure", exposure)
        same_shape(exposure=exposure, mean=self.mean)
        return exposure

    def _draw(self, rng: Any, size: tuple[int, ...]) -> Any:
        return PointMass(self.mean + 0.0).sample(rng, size[0])
