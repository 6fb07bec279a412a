"""Normal data with known variance, normal groups: the model in which shrinkage is seen purest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions import Normal
from hbtutor.models.simulated import Simulated, groups_shape
from hbtutor.validation import finite, generator, positive, same_shape


@dataclass(frozen=True, eq=False)
class NormalNormal:
    """The Normal-Normal model with known hyperparameters.

    theta_j ~ Normal(mu, tau2), and y_j | theta_j ~ Normal(theta_j, sigma2_j / n_j), where y_j is
    the mean of n_j observations of variance sigma2_j each (n_j = 1: y_j is one observation, or an
    estimate whose squared standard error is sigma2_j).

    mu: mean of the groups, in the units of y: a number, a symbol, or one entry for each group.
    tau2: variance between the groups, in squared units of y, positive.

    Everything is plain arithmetic on numbers, fractions, arrays, pandas Series or SymPy symbols.
    Wrong shapes, variances that are not positive, missing values and labels that do not match
    raise a ValueError that names the argument.

    Source: Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.4; book, "The mechanism of
    shrinkage".

    >>> model = NormalNormal(mu=50, tau2=25)
    >>> posterior = model.posterior(60, sigma2=100, n=4)
    >>> posterior.mean, posterior.var
    (55.0, 12.5)
    """

    mu: Any
    tau2: Any

    def __init__(self, *, mu: Any, tau2: Any) -> None:
        if isinstance(tau2, int | float) and tau2 == 0:
            raise ValueError(
                "tau2 must be positive; got 0. For groups that do not differ at all, use "
                "NormalNormal.complete_pooling(mu=...)."
            )
        self._set(finite("mu", mu), positive("tau2", tau2))

    @classmethod
    def complete_pooling(cls, *, mu: Any) -> NormalNormal:
        """Return the limit tau2 -> 0: every group has the mean mu, and B = 1.

        >>> NormalNormal.complete_pooling(mu=7.7).shrinkage(sigma2=225)
        1.0
        """
        model = object.__new__(cls)
        model._set(finite("mu", mu), 0.0)
        return model

    def _set(self, mu: Any, tau2: Any) -> None:
        same_shape(mu=mu, tau2=tau2)
        object.__setattr__(self, "mu", mu)
        object.__setattr__(self, "tau2", tau2)

    def shrinkage(self, *, sigma2: Any, n: Any = 1) -> Any:
        """Return B_j = (sigma2_j / n_j) / (sigma2_j / n_j + tau2), the weight on the prior mean.

        sigma2: variance of one observation; n: observations in each group.
        Shape: that of the arguments; between 0 (no pooling) and 1 (complete pooling).

        >>> NormalNormal(mu=50, tau2=25).shrinkage(sigma2=100, n=4)
        0.5
        """
        sigma2, n = self._checked(sigma2=sigma2, n=n)
        return sigma2 / (sigma2 + n * self.tau2)

    def posterior(self, y: Any, *, sigma2: Any, n: Any = 1) -> Normal:
        """Return the posterior of theta_j: Normal((1 - B_j) y_j + B_j mu, (1 - B_j) sigma2_j/n_j).

        y: the groups' means; sigma2: variance of one observation; n: observations in each group.

        >>> NormalNormal(mu=50, tau2=25).posterior([60, 40], sigma2=100, n=[4, 1]).mean
        array([55., 48.])
        """
        y = finite("y", y)
        sigma2, n = self._checked(y=y, sigma2=sigma2, n=n)
        # 1 - B and (1 - B) sigma2 / n are written without the subtraction, which would lose
        # digits where B is close to 1.
        total = sigma2 + n * self.tau2
        mean = self.mu + (n * self.tau2 / total) * (y - self.mu)
        return self._normal(mean, sigma2 / total * self.tau2)

    def marginal(self, *, sigma2: Any, n: Any = 1) -> Normal:
        """Return the distribution of y_j with theta_j integrated out: Normal(mu, tau2 + sigma2/n).

        >>> NormalNormal(mu=50, tau2=25).marginal(sigma2=100, n=4).var
        50.0
        """
        sigma2, n = self._checked(sigma2=sigma2, n=n)
        var = self.tau2 + sigma2 / n
        return Normal(self.mu + 0 * var, var)

    def predictive(self, y: Any, *, sigma2: Any, n: Any = 1) -> Normal:
        """Return the distribution of one new observation from each group, given its mean y_j.

        Its variance is that of theta_j plus sigma2, the variance of a single observation: to
        forget the second part is to take the mean's uncertainty for an observation's.

        >>> NormalNormal(mu=50, tau2=25).predictive(60, sigma2=100, n=4).var
        112.5
        """
        posterior = self.posterior(y, sigma2=sigma2, n=n)
        return Normal(posterior.mean, posterior.var + positive("sigma2", sigma2))

    def simulate(
        self, rng: Any, *, sigma2: Any, n: Any = 1, groups: int | None = None
    ) -> Simulated:
        """Draw the groups' means theta_j and their data y_j.

        rng: a numpy.random.Generator; groups: their number, needed when sigma2, n, mu and tau2
        are all single numbers.  Returns Simulated(theta, y), each of shape (J,).

        >>> import numpy as np
        >>> model, rng = NormalNormal(mu=50, tau2=25), np.random.default_rng(1)
        >>> drawn = model.simulate(rng, sigma2=100, groups=3)
        >>> drawn.theta.shape, drawn.y.shape
        ((3,), (3,))
        """
        sigma2, n = self._checked(sigma2=sigma2, n=n)
        size = groups_shape(groups, sigma2, n, self.mu, self.tau2)
        theta = generator(rng).normal(self.mu, self.tau2**0.5, size)
        return Simulated(theta=theta, y=rng.normal(theta, (sigma2 / n) ** 0.5))

    def _checked(self, *, sigma2: Any, n: Any, **data: Any) -> tuple[Any, Any]:
        sigma2, n = positive("sigma2", sigma2), positive("n", n)
        same_shape(**data, sigma2=sigma2, n=n, mu=self.mu, tau2=self.tau2)
        return sigma2, n

    def _normal(self, mean: Any, var: Any) -> Normal:
        if isinstance(self.tau2, float) and self.tau2 == 0:
            return Normal.point_mass(mean)
        return Normal(mean, var)
