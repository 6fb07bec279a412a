"""Complete pooling of proportions: the Beta-Binomial model as alpha + beta -> infinity."""

from __future__ import annotations

from typing import Any

from hbtutor.distributions import Binomial, PointMass
from hbtutor.models.beta_binomial import BetaBinomial, check_successes
from hbtutor.validation import counts, probability, same_shape


class CommonProportion(BetaBinomial):
    """Every group has the same proportion; made by BetaBinomial.complete_pooling(mean=...).

    mean: the common proportion, from 0 to 1 (both included).  alpha, beta and the prior sample
    size are infinite, B = 1, and a group's own data change nothing.

    >>> model = BetaBinomial.complete_pooling(mean=0.25)
    >>> model.posterior(9, trials=10).mean, model.marginal(trials=10).var
    (0.25, 1.875)
    """

    def __init__(self, *, mean: Any) -> None:
        object.__setattr__(self, "alpha", float("inf"))
        object.__setattr__(self, "beta", float("inf"))
        object.__setattr__(self, "_mean", probability("mean", mean))

    def __repr__(self) -> str:
        return f"BetaBinomial.complete_pooling(mean={self.mean!r})"

    @property
    def mean(self) -> Any:
        """The common proportion."""
        return self._mean  # type: ignore[attr-defined]

    def shrinkage(self, *, trials: Any) -> Any:
        """Return B_j = 1 for every group."""
        return 1.0 + 0 * self._trials(trials)

    def posterior(self, successes: Any, *, trials: Any) -> PointMass:  # type: ignore[override]
        """Return the common proportion, known, for every group."""
        successes, trials = check_successes(successes, trials)
        return PointMass(self.mean + 0 * (successes + trials))

    def marginal(self, *, trials: Any) -> Binomial:  # type: ignore[override]
        """Return the law of k_j: Binomial(n_j, mean)."""
        return Binomial(self._trials(trials), self.mean)

    def predictive(  # type: ignore[override]
        self, successes: Any, *, trials: Any, new_trials: Any = 1
    ) -> Binomial:
        """Return the law of the successes in new trials of each group: Binomial(new, mean)."""
        return Binomial(
            counts("new_trials", new_trials), self.posterior(successes, trials=trials).value
        )

    def _trials(self, trials: Any) -> Any:
        trials = counts("trials", trials)
        same_shape(trials=trials, mean=self.mean)
        return trials

    def _draw(self, rng: Any, size: tuple[int, ...]) -> Any:
        return PointMass(self.mean + 0.0).sample(rng, size[0])
