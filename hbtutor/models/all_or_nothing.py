"""Proportions that are 0 or 1 and nothing between: the Beta-Binomial model as alpha + beta -> 0."""

from __future__ import annotations

from typing import Any

from hbtutor.distributions import AllOrNothingCount
from hbtutor.models.beta_binomial import BetaBinomial, check_successes
from hbtutor.validation import counts, probability


class AllOrNothing(BetaBinomial):
    """Every group's proportion is 1 or 0; made by BetaBinomial.all_or_nothing(mean=...).

    mean: the probability of 1.  alpha, beta and the prior sample size are zero, so B = 0: one
    trial settles a group.  Data with both successes and failures in one group are impossible.

    >>> model = BetaBinomial.all_or_nothing(mean=0.25)
    >>> model.posterior([0, 4], trials=[3, 4]).mean
    array([0., 1.])
    """

    def __init__(self, *, mean: Any) -> None:
        object.__setattr__(self, "alpha", 0.0)
        object.__setattr__(self, "beta", 0.0)
        object.__setattr__(self, "_mean", probability("mean", mean))

    def __repr__(self) -> str:
        return f"BetaBinomial.all_or_nothing(mean={self.mean!r})"

    @property
    def mean(self) -> Any:
        """The probability that a group's proportion is 1."""
        return self._mean  # type: ignore[attr-defined]

    def shrinkage(self, *, trials: Any) -> Any:
        """Return B_j = 0 for every group that has trials, and 1 for the others."""
        return (counts("trials", trials) == 0) * 1.0

    def posterior(  # type: ignore[override]
        self, successes: Any, *, trials: Any
    ) -> AllOrNothingCount:
        """Return the law of theta_j on {0, 1}: known for every group that has trials."""
        import numpy as np

        k, n = (np.asarray(value) for value in check_successes(successes, trials))
        mixed = (k > 0) & (k < n)
        if mixed.any():
            position = int(np.argmax(mixed))
            raise ValueError(
                f"successes must be 0 or equal to trials where proportions are all or nothing; "
                f"got {k.flat[position]:g} at position {position}."
            )
        return AllOrNothingCount(1, np.where(n > 0, (k > 0) * 1.0, self.mean)[()])

    def marginal(self, *, trials: Any) -> AllOrNothingCount:  # type: ignore[override]
        """Return the law of k_j: n_j with probability `mean`, else 0."""
        return AllOrNothingCount(trials, self.mean)

    def predictive(  # type: ignore[override]
        self, successes: Any, *, trials: Any, new_trials: Any = 1
    ) -> AllOrNothingCount:
        """Return the law of the successes in new trials of each group: all or none."""
        return AllOrNothingCount(new_trials, self.posterior(successes, trials=trials).p)

    def _draw(self, rng: Any, size: tuple[int, ...]) -> Any:
        return AllOrNothingCount(1, self.mean).sample(rng, size[0]).astype(float)
