"""Full Bayes: the hyperparameters integrated out, not estimated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from hbtutor.inference.alike import RepeatedMixture
from hbtutor.inference.family import Array, Kernel, Target, family_of
from hbtutor.inference.grid import Grid
from hbtutor.inference.labels import labelled
from hbtutor.inference.marginal import Marginal, draw_coordinates
from hbtutor.inference.mixture import Mixture
from hbtutor.inference.mode import find_bulk
from hbtutor.inference.posterior import Existence
from hbtutor.inference.quadrature import integrate
from hbtutor.inference.tails import Tails
from hbtutor.inference.watched import Watched
from hbtutor.validation import generator

_NEGLIGIBLE = 1e-22


class Draws(NamedTuple):
    """Joint draws: hyper maps each name to (n,), theta is (n, J), a DataFrame if labelled."""

    hyper: Mapping[str, Array]
    theta: Any


@dataclass(frozen=True, eq=False, repr=False)
class FullBayes:
    """The posterior of everything that is unknown.

    hyper: the hyperparameters by name; theta: the groups.  Each answers .mean, .sd, .quantile(p),
    .interval(p), .density(x), .cdf(x) and .draws(rng, n).
    grid: the nodes of the integration; error: the bound on its error, in posterior sds.

    >>> import numpy as np
    >>> from hbtutor import NormalNormal, full_bayes
    >>> y, se = [28.0, 8, -3, 7, -1, 1, 18, 12], np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
    >>> post = full_bayes(NormalNormal, y, sigma2=se**2)
    >>> round(post.hyper["tau"].mean, 4), round(post.theta[0].sd, 4)
    (6.5755, 8.3414)
    >>> low, high = post.hyper["mu"].interval(0.95)
    >>> round(low, 3), round(high, 3)
    (-2.09, 18.218)
    >>> post.draws(np.random.default_rng(1), 100).theta.shape
    (100, 8)
    """

    target: Target
    grid: Grid
    tails: Tails
    watched: Watched

    def __repr__(self) -> str:
        found = ", ".join(
            f"{name} {one.mean:.4g} ({one.sd:.3g})" for name, one in self.hyper.items()
        )
        return (
            f"<{type(self).__name__}: {self.target.groups} groups; posterior mean (sd) {found}; "
            f"{self.nodes} nodes, error {self.error:.1g}>"
        )

    @property
    def error(self) -> float:
        """Bound on the error of means (in posterior sds) and of sds (relative)."""
        return self.grid.error

    @property
    def probability_error(self) -> float:
        """Bound on the error of probabilities, and so of quantiles, of the groups."""
        return self.grid.probability_error

    @property
    def nodes(self) -> int:
        """Number of nodes of the integration rule."""
        return self.grid.log_p.size

    @property
    def labels(self) -> Any:
        """The labels of the groups, or None."""
        return self.target.labels

    @cached_property
    def _active(self) -> tuple[Array, Array]:
        """The nodes that carry weight, (d, K), and their weights."""
        u, weights = self.grid.u, self.grid.weights
        if len(u) == 1:
            return u, weights
        # The corners of a plane or a space carry nothing, and a mixture pays for every node.
        keep = weights > _NEGLIGIBLE * np.max(weights)
        return u[:, keep], weights[keep] / weights[keep].sum()

    @cached_property
    def _fine(self) -> Grid:
        return self.grid.halved(self.target.log_density)

    @cached_property
    def hyper(self) -> Mapping[str, Any]:
        """Posterior of each hyperparameter, by name."""
        u, weights = self._active
        at_nodes = self.target.hyper(u)
        answer: dict[str, Any] = {}
        for name in self.target.names:
            law = at_nodes[name]
            exists = Existence.of(self.tails.exists[name], name, signed=_signed(law))
            if isinstance(law, np.ndarray):
                answer[name] = Marginal(
                    name, self.grid, lambda: self._fine, _value(self.target, name), exists
                )
            else:
                answer[name] = Mixture(weights, _always(law), 1, single=True, exists=exists)
        return answer

    @cached_property
    def theta(self) -> Mixture:
        """Posterior of the groups, in the order of the data."""
        u, weights = self._active
        return RepeatedMixture(
            weights,
            lambda part: self.target.theta(u, part),
            self.target.groups,
            alike=getattr(self.target, "alike", None),
            labels=self.target.labels,
            exists=Existence.of(
                self.tails.exists[None],
                "theta",
                signed=_signed(self.target.theta(u, slice(0, 1))),
            ),
        )

    @cached_property
    def new_theta(self) -> Mixture:
        """Posterior of the parameter of a group not yet seen."""
        return self._single(self.target.new_theta, "a new group")

    def predictive(self, **known: Any) -> Mixture:
        """Return the distribution of a new observation in each group.

        known: the design of the new observation, such as sigma2=, trials= or exposure=; what is
        not given is as in the data.
        """
        u, weights = self._active
        return Mixture(
            weights,
            lambda part: self.target.predictive(u, part, **known),
            self.target.groups,
            labels=self.target.labels,
            exists=self._existence(
                lambda v: self.target.predictive(v, slice(0, 1), **known), "a new observation"
            ),
        )

    def draws(self, rng: Any, n: int) -> Draws:
        """Draw n times from the joint posterior of hyperparameters and groups, independently."""
        u = draw_coordinates(generator(rng), self.grid, n)
        hyper, theta = self.target.draw(rng, u)
        return Draws(hyper, labelled(theta, self.target.labels))

    def summary(self, p: float = 0.95) -> Any:
        """Return a DataFrame with mean, sd and interval of every hyperparameter."""
        import pandas as pd

        rows = {name: [one.mean, one.sd, *one.interval(p)] for name, one in self.hyper.items()}
        return pd.DataFrame.from_dict(rows, orient="index", columns=["mean", "sd", "low", "high"])

    def to_arviz(self, rng: Any, n: int = 4000, chains: int = 4) -> Any:
        """Return n joint draws, predictions and pointwise log likelihood for ArviZ.

        The draws are independent, so the chains only follow ArviZ's custom.  Needs arviz-base or
        arviz; see `hbtutor.inference.arviz`.
        """
        from hbtutor.inference.arviz import to_arviz

        return to_arviz(self, rng, n=n, chains=chains)

    def _single(self, law: Callable[[Array], Kernel], name: str) -> Mixture:
        u, weights = self._active
        return Mixture(weights, _always(law(u)), 1, single=True, exists=self._existence(law, name))

    def _existence(self, law: Callable[[Array], Kernel], name: str) -> Existence:
        signed = _signed(law(self.grid.bulk.mode[:, None]))
        return Existence.of(self.tails.moments(law), name, signed=signed)


def _signed(quantity: Array | Kernel) -> bool:
    if isinstance(quantity, np.ndarray):
        return bool(np.min(quantity) < 0)
    return quantity.support[0] < 0


def _always(law: Kernel) -> Callable[[slice], Kernel]:
    return lambda part: law


def _value(target: Target, name: str) -> Callable[[Array], Array]:
    if hasattr(target, "value"):
        return lambda u: target.value(u, name)
    return lambda u: target.hyper(u)[name]


def full_bayes(family: Any, *data: Any, prior: Any = None, **known: Any) -> FullBayes:
    """Integrate a family's hyperparameters and return the posterior of everything.

    family: a model class, such as NormalNormal; data and known: what the model's `posterior`
    takes; prior: a dict from names of hyperparameters to priors, for example
    {"mu": Flat(), "tau": HalfCauchy(25)}; what is left out has the family's default prior:
    NormalNormal "mu" Flat(), "tau" Flat() (or "tau2", "log_tau"); BetaBinomial ("alpha", "beta")
    SumPower() (or "alpha", "beta", "mean", "size"); for the others see the function `target` or
    `full` of their module in hbtutor.inference.  A prior is a density on the scale it names.
    Raises ValueError, with the reason, for data that the model refuses and for priors under which
    the posterior is improper.

    Source: book, "Unknown hyperparameters"; Gelman et al., Bayesian Data Analysis, chapter 5.

    >>> from hbtutor import NormalNormal
    >>> y, sigma2 = [3.0, 9.0, 14.0, 6.0, 9.0], [4.0, 9.0, 1.0, 2.0, 5.0]
    >>> post = full_bayes(NormalNormal, y, sigma2=sigma2)
    >>> round(post.hyper["mu"].mean, 6), round(post.hyper["tau"].mean, 6)
    (8.292156, 6.502317)
    >>> post.error < 1e-9
    True
    """
    module = family_of(family)
    if hasattr(module, "full"):
        return module.full(*data, prior=prior, **known)
    return integrated(module.target(*data, prior=prior, **known))


def integrated(target: Target) -> FullBayes:
    """Integrate a target: find its bulk, judge its tails, refine a grid until it has settled."""
    bulk = getattr(target, "bulk", None)
    if bulk is None:
        bulk = find_bulk(target.log_density, target.start, target.improper)
    tails = Tails.of(target, bulk)
    watched = Watched(target, tails)
    grid = integrate(target.log_density, bulk, tails.ends, watched)
    return FullBayes(target, grid, tails, watched)
