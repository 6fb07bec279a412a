"""Binomial data, Beta groups: proportions that borrow strength from one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions import Beta, BetaBinomialCount
from hbtutor.models.pairs import pairs
from hbtutor.models.simulated import Simulated, groups_shape
from hbtutor.validation import counts, generator, is_symbolic, positive, same_shape


@dataclass(frozen=True, eq=False)
class BetaBinomial:
    """The Beta-Binomial model with known hyperparameters.

    theta_j ~ Beta(alpha, beta), and k_j | theta_j ~ Binomial(n_j, theta_j).

    alpha, beta: positive: prior successes and prior failures.  Their sum is the prior sample
    size: the prior counts as much as that many trials.

    Everything is plain arithmetic on numbers, fractions, arrays, pandas Series or SymPy symbols.
    Counts that are not whole numbers, more successes than trials, missing values and wrong shapes
    raise a ValueError that names the argument.

    Source: Gelman et al., Bayesian Data Analysis, 3rd ed., sections 2.4 and 5.3.

    >>> from fractions import Fraction
    >>> model = BetaBinomial(alpha=Fraction(3), beta=Fraction(7))
    >>> model.posterior(1, trials=10).mean, model.shrinkage(trials=10)
    (Fraction(1, 5), Fraction(1, 2))
    """

    alpha: Any
    beta: Any

    def __init__(self, *, alpha: Any, beta: Any) -> None:
        alpha, beta = positive("alpha", alpha), positive("beta", beta)
        same_shape(alpha=alpha, beta=beta)
        object.__setattr__(self, "alpha", alpha)
        object.__setattr__(self, "beta", beta)

    @staticmethod
    def complete_pooling(*, mean: Any) -> BetaBinomial:
        """Return the limit alpha + beta -> infinity: every group has the proportion `mean`.

        >>> BetaBinomial.complete_pooling(mean=0.25).shrinkage(trials=40)
        1.0
        """
        from hbtutor.models.common_proportion import CommonProportion

        return CommonProportion(mean=mean)

    @staticmethod
    def all_or_nothing(*, mean: Any) -> BetaBinomial:
        """Return the limit alpha + beta -> 0: every proportion is 1 (probability mean) or 0.

        >>> BetaBinomial.all_or_nothing(mean=0.25).shrinkage(trials=40)
        0.0
        """
        from hbtutor.models.all_or_nothing import AllOrNothing

        return AllOrNothing(mean=mean)

    @property
    def mean(self) -> Any:
        """Prior mean of the proportions, alpha / (alpha + beta)."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def prior_size(self) -> Any:
        """Prior sample size alpha + beta, in trials."""
        return self.alpha + self.beta

    def shrinkage(self, *, trials: Any) -> Any:
        """Return B_j = (alpha + beta) / (alpha + beta + n_j), the weight on the prior mean.

        trials: n_j, whole numbers; without trials (0) the prior mean has all the weight.

        >>> BetaBinomial(alpha=2, beta=6).shrinkage(trials=[0, 8, 72])
        array([1. , 0.5, 0.1])
        """
        trials = self._trials(trials)
        return self.prior_size / (self.prior_size + trials)

    def posterior(self, successes: Any, *, trials: Any) -> Beta:
        """Return the posterior of theta_j: Beta(alpha + k_j, beta + n_j - k_j).

        Its mean is (1 - B_j) k_j/n_j + B_j alpha/(alpha + beta).
        successes: k_j; trials: n_j, whole numbers with k_j <= n_j.

        >>> BetaBinomial(alpha=2, beta=6).posterior([0, 9], trials=[8, 72]).mean
        array([0.125 , 0.1375])
        """
        successes, trials = check_successes(successes, trials)
        same_shape(successes=successes, trials=trials, alpha=self.alpha, beta=self.beta)
        return Beta(self.alpha + successes, self.beta + (trials - successes))

    def marginal(self, *, trials: Any) -> BetaBinomialCount:
        """Return the law of k_j with theta_j integrated out: beta-binomial.

        >>> BetaBinomial(alpha=2, beta=6).marginal(trials=8).mean
        2.0
        """
        trials = self._trials(trials)
        return BetaBinomialCount(trials, self.alpha, self.beta)

    def predictive(self, successes: Any, *, trials: Any, new_trials: Any = 1) -> BetaBinomialCount:
        """Return the law of the successes in new trials of each group, given its data.

        >>> BetaBinomial(alpha=2, beta=6).predictive(9, trials=72, new_trials=40).mean
        5.5
        """
        posterior = self.posterior(successes, trials=trials)
        return BetaBinomialCount(counts("new_trials", new_trials), posterior.alpha, posterior.beta)

    def simulate(self, rng: Any, *, trials: Any, groups: int | None = None) -> Simulated:
        """Draw the groups' proportions theta_j and their successes k_j.

        rng: a numpy.random.Generator; groups: their number, needed when trials, alpha and beta
        are all single numbers.  Returns Simulated(theta, y), each of shape (J,).

        >>> import numpy as np
        >>> drawn = BetaBinomial(alpha=2, beta=6).simulate(np.random.default_rng(1), trials=[8, 72])
        >>> drawn.theta.shape, drawn.y.shape
        ((2,), (2,))
        """
        import numpy as np

        trials = self._trials(trials)
        size = groups_shape(groups, trials, self.alpha, self.beta)
        theta = self._draw(generator(rng), size)
        return Simulated(theta=theta, y=rng.binomial(np.asarray(trials, dtype=int), theta))

    def _draw(self, rng: Any, size: tuple[int, ...]) -> Any:
        return rng.beta(self.alpha, self.beta, size)

    def _trials(self, trials: Any) -> Any:
        trials = counts("trials", trials)
        same_shape(trials=trials, alpha=self.alpha, beta=self.beta)
        return trials


def check_successes(successes: Any, trials: Any) -> tuple[Any, Any]:
    """Return both as whole numbers, one for each group, with successes <= trials.

    >>> check_successes([3, 9], [5, 8])
    Traceback (most recent call last):
    ...
    ValueError: successes must be at most trials; got 9 successes in 8 trials at position 1.
    """
    successes, trials = counts("successes", successes), counts("trials", trials)
    same_shape(successes=successes, trials=trials)
    if not is_symbolic(successes, trials):
        for position, k, n in pairs(successes, trials, lambda k, n: k > n):
            raise ValueError(
                f"successes must be at most trials; got {k:g} successes in {n:g} trials{position}."
            )
    return successes, trials
