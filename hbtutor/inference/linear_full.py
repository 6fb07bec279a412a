"""Full Bayes for the hierarchical linear model, by importance sampling of (Sigma, sigma2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from hbtutor.inference.arviz import chained, packed
from hbtutor.inference.covariance_maximum import maximise
from hbtutor.inference.family import Array
from hbtutor.inference.full import Draws
from hbtutor.inference.importance import Sample, importance_sample
from hbtutor.inference.kernels import NormalKernel
from hbtutor.inference.linear_conditional import LinearConditional
from hbtutor.inference.linear_coordinates import Natural, coordinates, natural
from hbtutor.inference.linear_deviance import profile
from hbtutor.inference.linear_fit import linear_data
from hbtutor.inference.linear_posterior import LinearPosterior
from hbtutor.inference.linear_prior import LinearPrior, linear_prior
from hbtutor.inference.linear_statistics import LinearStatistics, linear_statistics
from hbtutor.inference.mixture import Mixture
from hbtutor.inference.posterior import Existence
from hbtutor.inference.weighted import ShapedMixture, WeightedDraws
from hbtutor.models.groups import Groups, group_by, matrix
from hbtutor.validation import generator

_FEWEST = 1000
_HALF_LOG_TWO_PI = 0.5 * np.log(2 * np.pi)


class LinearData(NamedTuple):
    """The observations as given: y (n,), X (n, p) and their groups."""

    y: Array
    X: Array
    groups: Groups


@dataclass(frozen=True, eq=False)
class LinearFullBayes:
    """The posterior of a hierarchical linear model.

    hyper: "mu", (p,), "tau", (q,), "correlation", (q, q), and "sigma"; theta: the groups'
    coefficients, (J, p), in first-seen order.  Each answers .mean, .sd, .quantile(p),
    .interval(p) and .draws(rng, n).
    sample: the weighted draws of the coordinates; k_hat, ess: how far they can be trusted;
    moments: whether tau and mu have a mean and a variance under this prior.
    groups: the groups in first-seen order; labels: their labels if they came from pandas.
    """

    sample: Sample
    at: Natural
    conditional: LinearConditional
    moments: tuple[bool, bool]
    data: LinearData

    @property
    def groups(self) -> Groups:
        """The groups, in first-seen order."""
        return self.data.groups

    @property
    def labels(self) -> Any:
        """The groups' labels if they came from pandas, else None."""
        return self.groups.labels if self.groups.labelled else None

    @property
    def k_hat(self) -> float:
        """Pareto k-hat of the importance weights: below 0.5 good, above 0.7 refused."""
        return self.sample.k_hat

    @property
    def ess(self) -> float:
        """Effective number of independent draws."""
        return self.sample.ess

    @property
    def error(self) -> float:
        """Monte Carlo standard error of a posterior mean, in posterior sds (at most)."""
        return self.sample.ess**-0.5

    @cached_property
    def hyper(self) -> Mapping[str, Any]:
        """Posterior of each hyperparameter, by name."""
        weights, q = self.sample.weights, self.at.tau.shape[1]
        mean, var = self.conditional.mu
        answer: dict[str, Any] = {
            "mu": Mixture(
                weights,
                lambda part: NormalKernel(mean[:, part], var[:, part]),
                mean.shape[1],
                exists=Existence.of(self.moments, "mu", signed=True),
            ),
            "tau": WeightedDraws(self.at.tau, weights, (q,), Existence.of(self.moments, "tau")),
            "sigma": WeightedDraws(self.at.sigma[:, None], weights),
        }
        if q > 1:
            flat = self.at.correlation.reshape(-1, q * q)
            answer["correlation"] = WeightedDraws(flat, weights, (q, q))
        return answer

    @cached_property
    def theta(self) -> ShapedMixture:
        """Posterior of every group's coefficients, (J, p)."""
        shape = (self.conditional.groups, self.conditional.p)
        return ShapedMixture(
            self.sample.weights,
            self.conditional.theta,
            shape[0] * shape[1],
            labels=self.labels,
            shape=shape,
        )

    def draws(self, rng: Any, n: int) -> Draws:
        """Draw n times from the joint posterior: hyperparameters by name, theta (n, J, p)."""
        rng = generator(rng)
        chosen = rng.choice(len(self.sample.weights), size=n, p=self.sample.weights)
        mu, theta = self.conditional.draw(rng, chosen)
        hyper = {"mu": mu, "tau": self.at.tau[chosen], "sigma": self.at.sigma[chosen]}
        if self.at.tau.shape[1] > 1:
            hyper["correlation"] = self.at.correlation[chosen]
        return Draws(hyper, theta)

    def predictive(self, *, X_new: Any, group_new: Any) -> Mixture:
        """Return the distribution of new observations at the rows X_new, each in its group.

        A label in group_new that the data do not have is a new group.
        """
        rows, new = matrix("X_new", X_new), group_by("group_new", group_new)
        if rows.shape != (len(new.codes), self.conditional.p):
            raise ValueError(
                f"X_new must have one row for each label in group_new and {self.conditional.p} "
                f"columns; got shape {rows.shape} for {len(new.codes)} labels."
            )
        place = {label: j for j, label in enumerate(self.groups.labels)}
        where = [place.get(label) for label in new.labels]

        def kernel(part: slice) -> NormalKernel:
            laws = [
                self.conditional.observation(x, where[code])
                for x, code in zip(rows[part], new.codes[part], strict=True)
            ]
            mean, var = (np.stack(values, axis=1) for values in zip(*laws, strict=True))
            return NormalKernel(mean, var)

        return Mixture(self.sample.weights, kernel, len(rows))

    def to_arviz(self, rng: Any, n: int = 4000, chains: int = 4) -> Any:
        """Return n joint draws, predictions and pointwise log likelihood for ArviZ.

        The draws are independent; y has the dimension "observation", theta "group" and
        "coefficient".  Needs arviz-base or arviz.
        """
        rng, shaped = generator(rng), chained(n, chains)
        drawn, data = self.draws(rng, n), self.data
        fitted = np.einsum("ip,nip->ni", data.X, drawn.theta[:, data.groups.codes])
        sigma = np.asarray(drawn.hyper["sigma"])[:, None]
        likelihood = -0.5 * ((data.y - fitted) / sigma) ** 2 - np.log(sigma) - _HALF_LOG_TWO_PI
        content = {
            "posterior": {
                **{name: shaped(value) for name, value in drawn.hyper.items()},
                "theta": shaped(drawn.theta),
            },
            "posterior_predictive": {"y": shaped(rng.normal(fitted, sigma))},
            "log_likelihood": {"y": shaped(likelihood)},
            "observed_data": {"y": data.y},
        }
        coords = {"group": [str(label) for label in data.groups.labels]}
        dims = {"theta": ["group", "coefficient"], "mu": ["coefficient"], "y": ["observation"]}
        return packed(content, coords, dims)


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
