"""Farms around a global effect that is itself uncertain: the normal structure with three layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions import MultivariateNormal, Normal
from hbtutor.models.groups import observations
from hbtutor.models.simulated import Simulated
from hbtutor.validation import finite, generator, is_symbolic, positive, shape


@dataclass(frozen=True, eq=False)
class ThreeLayerPosterior:
    """Posterior of the global effect and of every farm's effect.

    mu: Normal of the global effect.
    theta: Normal of each theta_i with mu integrated out, shape (N,).
    theta_given_mu_var: what the variance of theta_i would be if mu were known.
    B: the weight of theta_i on mu.  theta.var = theta_given_mu_var + B^2 mu.var.
    """

    mu: Normal
    theta: Normal
    theta_given_mu_var: Any
    B: Any


@dataclass(frozen=True, eq=False)
class ThreeLayerSimulated(Simulated):
    """A simulated set of farms: theta and y of shape (N,), and the global effect mu."""

    mu: Any


@dataclass(frozen=True, eq=False)
class ThreeLayerNormal:
    """The normal structure with three layers and known variances.

    mu ~ Normal(mu0, gamma2), theta_i | mu ~ Normal(mu, tau2) and y_i | theta_i ~
    Normal(theta_i, sigma2) for farms i = 1 ... N; y_i is farm i's yield increase.

    mu0: prior mean of the global effect, in the units of y.
    gamma2, tau2, sigma2: variances of the global effect, between farms and within a farm, positive
        single numbers or symbols, in squared units of y.

    Raises ValueError, naming the argument, for variances that are not positive and for missing
    values.  The limit gamma2 -> infinity is ``FlatPriorNormal``.

    Source: Lindley and Smith (1972), Bayes estimates for the linear model, JRSS B 34:1-41; book,
    "The structure of a hierarchical model".

    >>> model = ThreeLayerNormal(mu0=2.0, gamma2=8.0, tau2=4.0, sigma2=12.0)
    >>> posterior = model.posterior([10.0, 2.0, 6.0])
    >>> posterior.mu.mean, posterior.theta.mean
    (4.4, array([5.8, 3.8, 4.8]))
    """

    mu0: Any
    gamma2: Any
    tau2: Any
    sigma2: Any

    def __init__(self, *, mu0: Any, gamma2: Any, tau2: Any, sigma2: Any) -> None:
        variances = {"gamma2": gamma2, "tau2": tau2, "sigma2": sigma2}
        for name, value in {"mu0": mu0, **variances}.items():
            if shape(value) != ():
                raise ValueError(f"{name} must be a single number; got shape {shape(value)}.")
        object.__setattr__(self, "mu0", finite("mu0", mu0))
        for name, value in variances.items():
            object.__setattr__(self, name, positive(name, value))

    @property
    def shrinkage(self) -> Any:
        """B = sigma2 / (sigma2 + tau2), the weight of theta_i on mu where mu is known."""
        return self.sigma2 / (self.sigma2 + self.tau2)

    def joint(self, *, farms: int) -> MultivariateNormal:
        """Return the joint distribution of (mu, theta_1 ... theta_N, y_1 ... y_N).

        Mean of shape (2N + 1,), all mu0; covariance of shape (2N + 1, 2N + 1): gamma2 everywhere,
        plus tau2 where both entries belong to farm i, plus sigma2 for y_i itself.

        >>> ThreeLayerNormal(mu0=2, gamma2=8, tau2=4, sigma2=12).joint(farms=1).cov
        array([[ 8.,  8.,  8.],
               [ 8., 12., 12.],
               [ 8., 12., 24.]])
        """
        import numpy as np

        farms = _number_of_farms(farms)
        same_farm = np.eye(farms, dtype=int)
        tau2 = np.block([[same_farm, same_farm], [same_farm, same_farm]]) * self.tau2
        sigma2 = np.kron(np.array([[0, 0], [0, 1]]), same_farm) * self.sigma2
        cov = self.gamma2 + np.pad(tau2 + sigma2, ((1, 0), (1, 0)))
        return MultivariateNormal([self.mu0] * (2 * farms + 1), cov)

    def marginal_theta(self, *, farms: int) -> MultivariateNormal:
        """Return the prior of all theta with mu integrated out: correlated, through mu.

        >>> ThreeLayerNormal(mu0=2, gamma2=8, tau2=4, sigma2=12).marginal_theta(farms=2).cov
        array([[12.,  8.],
               [ 8., 12.]])
        """
        return self._exchangeable(self.tau2, farms)

    def marginal(self, *, farms: int) -> MultivariateNormal:
        """Return the distribution of the data with theta and mu integrated out.

        >>> ThreeLayerNormal(mu0=2, gamma2=8, tau2=4, sigma2=12).marginal(farms=2).cov
        array([[24.,  8.],
               [ 8., 24.]])
        """
        return self._exchangeable(self.tau2 + self.sigma2, farms)

    def theta_given_mu(self, mu: Any) -> Normal:
        """Return the distribution of a farm's effect given the global one, before its data."""
        return Normal(finite("mu", mu) + 0 * self.tau2, self.tau2 + 0 * mu)

    def y_given_theta(self, theta: Any) -> Normal:
        """Return the distribution of the yield increases given the farms' effects."""
        theta = finite("theta", theta)
        return Normal(theta, self.sigma2 + 0 * theta)

    def y_given_mu(self, mu: Any) -> Normal:
        """Return the distribution of a yield increase given mu: variance tau2 + sigma2.

        >>> ThreeLayerNormal(mu0=2, gamma2=8, tau2=4, sigma2=12).y_given_mu(5.0).var
        16
        """
        return Normal(finite("mu", mu), self.tau2 + self.sigma2)

    def theta_given_mu_y(self, y: Any, *, mu: Any) -> Normal:
        """Return the distribution of the farms' effects given mu and their data.

        >>> model = ThreeLayerNormal(mu0=2, gamma2=8, tau2=4, sigma2=12)
        >>> model.theta_given_mu_y([10.0, 2.0], mu=6.0).mean
        array([7., 5.])
        """
        y, mu, B = finite("y", y), finite("mu", mu), self.shrinkage
        mean = B * mu + (1 - B) * y
        return Normal(mean, self.tau2 * B + 0 * mean)

    def mu_given_theta(self, theta: Any) -> Normal:
        """Return the distribution of mu given the farms' effects: their data add nothing more.

        >>> ThreeLayerNormal(mu0=2, gamma2=8, tau2=4, sigma2=12).mu_given_theta([1.0, 5.0]).var
        1.6
        """
        return self._mu_given(observations("theta", theta), self.tau2)

    def posterior(self, y: Any) -> ThreeLayerPosterior:
        """Return the posterior of mu, and of every theta_i with mu integrated out.

        y: shape (N,), one yield increase for each farm.

        mu has precision 1 / gamma2 + N / (tau2 + sigma2).  theta_i leans on mu with weight B, so
        mu's variance adds B^2 Var(mu | y) to the variance it would have if mu were known: by the
        law of total variance, and the reason why plugging in an estimate of mu is overconfident.

        >>> model = ThreeLayerNormal(mu0=2.0, gamma2=8.0, tau2=4.0, sigma2=12.0)
        >>> posterior = model.posterior([10.0, 2.0, 6.0])
        >>> posterior.theta_given_mu_var, posterior.theta.var
        (3.0, array([4.8, 4.8, 4.8]))
        """
        y = observations("y", y)
        mu, B = self._mu_given(y, self.tau2 + self.sigma2), self.shrinkage
        known = self.tau2 * B
        mean = B * mu.mean + (1 - B) * y
        theta = Normal(mean, known + B**2 * mu.var + 0 * mean)
        return ThreeLayerPosterior(mu=mu, theta=theta, theta_given_mu_var=known, B=B)

    def posterior_theta(self, y: Any) -> MultivariateNormal:
        """Return the joint posterior of all theta: the shared mu correlates them.

        >>> model = ThreeLayerNormal(mu0=2.0, gamma2=8.0, tau2=4.0, sigma2=12.0)
        >>> model.posterior_theta([10.0, 2.0, 6.0]).cov[0].round(6)
        array([4.8, 1.8, 1.8])
        """
        import numpy as np

        posterior = self.posterior(y)
        shared = posterior.B**2 * posterior.mu.var
        own = np.eye(len(posterior.theta.mean), dtype=int) * posterior.theta_given_mu_var
        return MultivariateNormal(posterior.theta.mean, shared + own)

    def new_farm(self, y: Any) -> Normal:
        """Return the distribution of the effect of a farm not yet seen.

        >>> model = ThreeLayerNormal(mu0=2.0, gamma2=8.0, tau2=4.0, sigma2=12.0)
        >>> model.new_farm([10.0, 2.0, 6.0]).var
        7.2
        """
        mu = self.posterior(y).mu
        return Normal(mu.mean, mu.var + self.tau2)

    def predictive(self, y: Any) -> Normal:
        """Return the distribution of the yield increase of a farm not yet seen.

        Three uncertainties add: of mu, of the farm about mu, of the yield about the farm.

        >>> model = ThreeLayerNormal(mu0=2.0, gamma2=8.0, tau2=4.0, sigma2=12.0)
        >>> model.predictive([10.0, 2.0, 6.0]).var
        19.2
        """
        effect = self.new_farm(y)
        return Normal(effect.mean, effect.var + self.sigma2)

    def simulate(self, rng: Any, *, farms: int) -> ThreeLayerSimulated:
        """Draw mu, the farms' effects and their yield increases.

        >>> import numpy as np
        >>> model = ThreeLayerNormal(mu0=2.0, gamma2=8.0, tau2=4.0, sigma2=12.0)
        >>> model.simulate(np.random.default_rng(1), farms=5).y.shape
        (5,)
        """
        mu = generator(rng).normal(self.mu0, self.gamma2**0.5)
        theta = rng.normal(mu, self.tau2**0.5, _number_of_farms(farms))
        return ThreeLayerSimulated(theta=theta, y=rng.normal(theta, self.sigma2**0.5), mu=mu)

    def _mu_given(self, values: Any, var: Any) -> Normal:
        # Written without 1 / gamma2: the same expression serves numbers and symbols.
        count = len(values)
        weight = var + count * self.gamma2
        mean = (var * self.mu0 + self.gamma2 * sum(values)) / weight
        mean = mean if is_symbolic(mean) else float(mean)
        return Normal(mean, self.gamma2 * var / weight)

    def _exchangeable(self, own: Any, farms: int) -> MultivariateNormal:
        import numpy as np

        farms = _number_of_farms(farms)
        cov = self.gamma2 + np.eye(farms, dtype=int) * own
        return MultivariateNormal([self.mu0] * farms, cov)


def _number_of_farms(farms: Any) -> int:
    if not isinstance(farms, int) or isinstance(farms, bool) or farms < 1:
        raise ValueError(f"farms must be a whole number, one or more; got {farms!r}.")
    return farms
