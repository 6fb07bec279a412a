"""Knowing nothing about mu: the flat prior p(mu) ∝ 1, and its proper posterior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions import Normal
from hbtutor.models.groups import observations
from hbtutor.models.three_layer import ThreeLayerPosterior
from hbtutor.validation import is_symbolic, positive, same_shape, shape


@dataclass(frozen=True, eq=False)
class FlatPriorNormal:
    """Normal groups about a mean mu of which nothing is known: p(mu) ∝ 1, tau2 known.

    theta_j | mu ~ Normal(mu, tau2), y_j | theta_j ~ Normal(theta_j, sigma2_j).  The prior is no
    distribution, but the posterior of mu is one from the first observation on.

    tau2: variance between the groups, positive, a single number or symbol.

    It is the limit gamma2 -> infinity of ``ThreeLayerNormal`` (whatever its mu0), and where tau2
    is unknown too, ``full_bayes`` integrates it out.

    Source: Gelman et al., Bayesian Data Analysis, 3rd ed., eqs. 5.17 to 5.20; book, "Unknown
    hyperparameters".

    >>> model = FlatPriorNormal(tau2=4.0)
    >>> posterior = model.posterior([10.0, 2.0], sigma2=[12.0, 4.0])
    >>> round(posterior.mu.mean, 4), round(posterior.mu.var, 4)
    (4.6667, 5.3333)
    """

    tau2: Any

    def __init__(self, *, tau2: Any) -> None:
        if shape(tau2) != ():
            raise ValueError(f"tau2 must be a single number; got shape {shape(tau2)}.")
        object.__setattr__(self, "tau2", positive("tau2", tau2))

    def posterior(self, y: Any, *, sigma2: Any) -> ThreeLayerPosterior:
        """Return the posterior of mu, and of every theta_j with mu integrated out.

        y: shape (J,); sigma2: their variances, positive, a number or shape (J,).

        mu is Normal with precision sum 1 / (tau2 + sigma2_j) and the precision-weighted mean of
        the y_j; as J grows its variance falls like 1 / J, while that of theta_j does not.

        >>> FlatPriorNormal(tau2=4.0).posterior([10.0, 2.0], sigma2=12.0).mu.var
        8.0
        """
        y = observations("y", y)
        sigma2 = positive("sigma2", sigma2)
        same_shape(y=y, sigma2=sigma2)
        marginal_var = self.tau2 + sigma2 + 0 * y
        mean, var = sum(y / marginal_var) / sum(1 / marginal_var), 1 / sum(1 / marginal_var)
        mu = Normal(mean, var) if is_symbolic(mean, var) else Normal(float(mean), float(var))
        B = sigma2 / (self.tau2 + sigma2)
        known = self.tau2 * B
        theta_mean = B * mu.mean + (1 - B) * y
        theta = Normal(theta_mean, known + B**2 * mu.var + 0 * theta_mean)
        return ThreeLayerPosterior(mu=mu, theta=theta, theta_given_mu_var=known, B=B)

    def predictive(self, y: Any, *, sigma2: Any, new_sigma2: Any) -> Normal:
        """Return the distribution of an observation, of variance new_sigma2, from a new group.

        >>> FlatPriorNormal(tau2=4.0).predictive([10.0, 2.0], sigma2=12.0, new_sigma2=3.0).var
        15.0
        """
        mu = self.posterior(y, sigma2=sigma2).mu
        return Normal(mu.mean, mu.var + self.tau2 + positive("new_sigma2", new_sigma2))
