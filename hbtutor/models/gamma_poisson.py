"""Poisson counts with exposure, Gamma groups: rates that borrow strength from one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions import Gamma, NegativeBinomial
from hbtutor.models.pairs import pairs
from hbtutor.models.simulated import Simulated, groups_shape
from hbtutor.validation import counts, generator, is_symbolic, nonnegative, positive, same_shape


@dataclass(frozen=True, eq=False)
class GammaPoisson:
    """The Gamma-Poisson model with known hyperparameters.

    theta_j ~ Gamma(alpha, beta), shape and RATE, and y_j | theta_j ~ Poisson(t_j theta_j).

    alpha: positive: prior events.  beta: positive, in the units of the exposure: prior exposure.
    The exposure t_j (time, distance, population) is what a group's count is counted over; several
    counts of one group go in as their sum, with the sum of their exposures.

    Everything is plain arithmetic on numbers, fractions, arrays, pandas Series or SymPy symbols.
    Counts that are not whole numbers, negative exposures, events in no exposure, missing values
    and wrong shapes raise a ValueError that names the argument.

    Source: Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6.

    >>> from fractions import Fraction
    >>> model = GammaPoisson(alpha=Fraction(6), beta=Fraction(3))
    >>> model.posterior(1, exposure=1).mean, model.shrinkage(exposure=1)
    (Fraction(7, 4), Fraction(3, 4))
    """

    alpha: Any
    beta: Any

    def __init__(self, *, alpha: Any, beta: Any) -> None:
        alpha, beta = positive("alpha", alpha), positive("beta", beta)
        same_shape(alpha=alpha, beta=beta)
        object.__setattr__(self, "alpha", alpha)
        object.__setattr__(self, "beta", beta)

    @staticmethod
    def complete_pooling(*, mean: Any) -> GammaPoisson:
        """Return the limit alpha, beta -> infinity with alpha / beta = mean: the Poisson model.

        >>> GammaPoisson.complete_pooling(mean=2.5).marginal(exposure=4).var
        10.0
        """
        from hbtutor.models.common_rate import CommonRate

        return CommonRate(mean=mean)

    @property
    def mean(self) -> Any:
        """Prior mean of the rates, alpha / beta, in events per unit of exposure."""
        return self.alpha / self.beta

    def shrinkage(self, *, exposure: Any = 1) -> Any:
        """Return B_j = beta / (beta + t_j), the weight on the prior mean.

        exposure: t_j, zero or positive; without exposure the prior mean has all the weight.

        >>> GammaPoisson(alpha=6, beta=3).shrinkage(exposure=[0.0, 3.0, 27.0])
        array([1. , 0.5, 0.1])
        """
        return self.beta / (self.beta + self._exposure(exposure))

    def posterior(self, counts: Any, *, exposure: Any = 1) -> Gamma:
        """Return the posterior of theta_j: Gamma(alpha + y_j, beta + t_j).

        Its mean is (1 - B_j) y_j/t_j + B_j alpha/beta.
        counts: y_j, whole numbers; exposure: t_j, in the units of beta.

        >>> GammaPoisson(alpha=6, beta=3).posterior([1, 30], exposure=[1.0, 27.0]).mean
        array([1.75, 1.2 ])
        """
        counts, exposure = check_counts(counts, exposure)
        same_shape(counts=counts, exposure=exposure, alpha=self.alpha, beta=self.beta)
        return Gamma(self.alpha + counts, self.beta + exposure)

    def marginal(self, *, exposure: Any = 1) -> NegativeBinomial:
        """Return the law of y_j with theta_j integrated out: negative binomial.

        r = alpha, p = beta / (beta + t_j); its variance is mean + mean^2 / alpha, more than the
        Poisson's (overdispersion).

        >>> marginal = GammaPoisson(alpha=6, beta=3).marginal(exposure=2)
        >>> marginal.p, marginal.mean, round(marginal.var, 6)
        (0.6, 4.0, 6.666667)
        """
        return NegativeBinomial.from_gamma(self.alpha, self.beta, self._exposure(exposure))

    def predictive(
        self, counts: Any, *, exposure: Any = 1, new_exposure: Any = 1
    ) -> NegativeBinomial:
        """Return the law of the events of each group in a new exposure, given its data.

        >>> GammaPoisson(alpha=6, beta=3).predictive(1, exposure=1, new_exposure=4).mean
        7.0
        """
        posterior = self.posterior(counts, exposure=exposure)
        new_exposure = nonnegative("new_exposure", new_exposure)
        same_shape(counts=posterior.alpha, new_exposure=new_exposure)
        return NegativeBinomial.from_gamma(posterior.alpha, posterior.beta, new_exposure)

    def simulate(self, rng: Any, *, exposure: Any = 1, groups: int | None = None) -> Simulated:
        """Draw the groups' rates theta_j and their counts y_j.

        rng: a numpy.random.Generator; groups: their number, needed when exposure, alpha and beta
        are all single numbers.  Returns Simulated(theta, y), each of shape (J,).

        >>> import numpy as np
        >>> drawn = GammaPoisson(alpha=6, beta=3).simulate(np.random.default_rng(1), groups=5)
        >>> drawn.theta.shape, drawn.y.shape
        ((5,), (5,))
        """
        exposure = self._exposure(exposure)
        theta = self._draw(generator(rng), groups_shape(groups, exposure, self.alpha, self.beta))
        return Simulated(theta=theta, y=rng.poisson(theta * exposure))

    def _draw(self, rng: Any, size: tuple[int, ...]) -> Any:
        return rng.gamma(self.alpha, 1 / self.beta, size)

    def _exposure(self, exposure: Any) -> Any:
        exposure = nonnegative("exposure", exposure)
        same_shape(exposure=exposure, alpha=self.alpha, beta=self.beta)
        return exposure


def check_counts(events: Any, exposure: Any) -> tuple[Any, Any]:
    """Return whole numbers of events and their exposures, with no events in no exposure.

    >>> check_counts([3, 2], [1.5, 0.0])
    Traceback (most recent call last):
    ...
    ValueError: exposure must be positive where counts are; got count 2 in exposure 0 at position 1.
    """
    events, exposure = counts("counts", events), nonnegative("exposure", exposure)
    same_shape(counts=events, exposure=exposure)
    if not is_symbolic(events, exposure):
        for position, y, _ in pairs(events, exposure, lambda y, t: (y > 0) & (t == 0)):
            raise ValueError(
                f"exposure must be positive where counts are; got count {y:g} in "
                f"exposure 0{position}."
            )
    return events, exposure
