"""Full Bayes for the hierarchical linear model, by importance sampling of (Sigma, sigma2)."""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.inference.covariance_maximum import maximise
from hbtutor.inference.family import Array
from hbtutor.inference.importance import importance_sample
from hbtutor.inference.linear_conditional import LinearConditional
from hbtutor.inference.linear_coordinates import coordinates, natural
from hbtutor.inference.linear_deviance import profile
from hbtutor.inference.linear_fit import linear_data
from hbtutor.inference.linear_posterior import LinearPosterior
from hbtutor.inference.linear_prior import LinearPrior, linear_prior
from hbtutor.inference.linear_record import LinearData, LinearFullBayes
from hbtutor.inference.linear_statistics import LinearStatistics, linear_statistics
from hbtutor.validation import generator

_FEWEST = 1000


def full(
    y: Any,
    *,
    X: Any,
    group: Any,
    rng: Any = None,
    prior: Any = None,
    varying: Any = None,
    correlated: bool = True,
    draws: int = 10_000,
) -> LinearFullBayes:
    """Sample the collapsed posterior of (Sigma, sigma2); everything else is exact given them.

    y, X, group, varying, correlated: as in empirical_bayes.  rng: a numpy.random.Generator,
    required; draws: number of weighted draws.
    prior: "tau", one prior for all or a list, on tau, "tau2" or "log_tau"; "sigma" likewise;
    "correlation", LKJ(eta).  Defaults: flat on mu, tau and log_sigma, LKJ(1).

    Raises ValueError if the Pareto k-hat of the weights exceeds 0.7: then no number is given.

    >>> rng, y = np.random.default_rng(1), [5.0, 7.5, 9.0, 1.0, 3.5, 5.0, 8.0, 10.0, 4.0, 6.5]
    >>> post = full(y, X=np.ones((10, 1)), group=list("aaabbbccdd"), rng=rng)
    >>> post.k_hat < 0.7, post.theta.mean.shape
    (True, (4, 1))
    """
    rng = generator(rng)
    if not isinstance(draws, int) or draws < _FEWEST:
        raise ValueError(f"draws must be a whole number, at least {_FEWEST}; got {draws!r}.")
    y, X, groups, columns = linear_data(y, X, group, varying)
    statistics = linear_statistics(y, X, groups, columns, correlated=correlated)
    q = len(columns)
    chosen = linear_prior(prior, q=q, groups=len(groups), correlated=correlated)
    posterior = LinearPosterior.of(statistics)

    def log_density(u: Array) -> Array:
        with np.errstate(all="ignore"):
            at = natural(u, q, correlated=correlated)
            value = posterior.given(at.sigma, at.factor).log_likelihood
            value = value + chosen.log_density(at, correlated=correlated)
        return np.where(np.isfinite(value), value, -np.inf)

    start = _start(statistics, correlated)
    sample = importance_sample(log_density, start, rng, draws)
    at = natural(sample.u, q, correlated=correlated)
    return LinearFullBayes(
        sample=sample,
        at=at,
        conditional=LinearConditional.of(posterior, at, columns),
        moments=_moments(chosen, len(groups), q),
        data=LinearData(y, X, groups),
    )


def _start(statistics: LinearStatistics, correlated: bool) -> Array:
    """Return the REML estimate, lifted off the boundary."""
    q = statistics.ZZ.shape[1]
    best = maximise(lambda F: profile(statistics, F, reml=True), q, correlated=correlated)
    floor = 0.1 * statistics.groups / statistics.n
    S = best.F @ best.F.T + floor * np.eye(q)
    sigma2 = best.profile.sigma2
    return coordinates(
        float(np.sqrt(sigma2)),
        sigma2 * statistics.covariance(np.linalg.cholesky(S)),
        correlated=correlated,
    )


def _moments(prior: LinearPrior, groups: int, q: int) -> tuple[bool, bool]:
    """Whether tau, and with it mu, has a mean and a variance.

    Under a flat prior on tau its tail falls as tau^-(J - q), and mu is as wide as tau.
    """
    spare = groups - q if any(one.flat for one in prior.tau) else 4
    return spare >= 3, spare >= 4
