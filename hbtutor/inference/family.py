"""What a family of models gives the engine, and where the engine finds it.

A family is a module of this package with two functions:

    fit(*data, method="ml", **known) -> EmpiricalBayes
    target(*data, prior=None, **known) -> Target

`empirical_bayes(Family, ...)` calls the first, `full_bayes(Family, ...)` hands the second to the
integration.  A family whose hyperparameters cannot be integrated on a grid gives `full` in place
of `target`; it then returns the finished record itself.  The models know nothing of this: the
table below joins the two by the name of the model's class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

FAMILIES = {
    "NormalNormal": "normal_normal",
    "BetaBinomial": "beta_binomial",
    "GammaPoisson": "gamma_poisson",
    "BetaNegativeBinomial": "beta_negative_binomial",
    "NestedNormal": "nested_normal",
    "HierarchicalLinear": "hierarchical_linear",
}


class Kernel(Protocol):
    """The law of some quantities at given hyperparameters: K nodes by g quantities.

    `support` is (low, high); `discrete` tells whole-number laws (cdf at whole numbers, `pdf` is
    then the probability).  cdf and pdf take x of any shape that broadcasts against (K, g), for
    example (P, 1, g), and answer in the broadcast shape.
    """

    @property
    def support(self) -> tuple[float, float]: ...
    @property
    def discrete(self) -> bool: ...
    @property
    def mean(self) -> Array: ...
    @property
    def var(self) -> Array: ...
    def cdf(self, x: Array) -> Array: ...
    def pdf(self, x: Array) -> Array: ...
    def sample(self, rng: np.random.Generator) -> Array: ...


class Target(Protocol):
    """The posterior of the hyperparameters for one data set, ready to be integrated.

    u, of shape (d, K), holds K nodes in d unconstrained coordinates, d from 1 to 3.  Give the
    coordinate with the heaviest tail (a scale, a prior sample size) the last place.

    names: the hyperparameters reported, in order.
    start: (d,) a point near the bulk of the posterior; the mode is searched from it.
    groups: the number of groups J.
    labels: None, or the labels of the groups (a pandas Index keeps its name), in order.
    improper: what to say when the posterior turns out to be improper (the reason, in words).

    A family whose posterior may fail to fall between the axes, or whose axes lean, also has
    corners() -> (d, 2 R): for each way out a node at one distance and one at twice the distance,
    to be judged in place of the axes.  One that knows its own mode and scale has `bulk`.  One
    whose `hyper` is costly has value(u, name) -> (K,), for the names that `hyper` gives as values.
    One in which many groups may have the same data has `alike` (see inference/alike.py); its
    theta then takes an array of positions for the part as well.
    """

    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def start(self) -> Array: ...
    @property
    def groups(self) -> int: ...
    @property
    def labels(self) -> Any: ...
    @property
    def improper(self) -> str: ...

    def log_density(self, u: Array) -> Array:
        """Log of marginal likelihood x prior x Jacobian at the nodes, (K,), to full accuracy.

        -inf where the density is zero; never nan; meaningful up to |u| about 60, since the tails
        decide propriety and which moments exist.
        """

    def hyper(self, u: Array) -> Mapping[str, Any]:
        """Every reported hyperparameter: its value at the nodes, (K,), or its law there (K, 1).

        A law where it was eliminated analytically (mu given tau), a value where it is a function
        of the coordinates; a value must be monotone in at least one coordinate.
        """

    def theta(self, u: Array, part: slice) -> Kernel:
        """The law of each theta_j of the part given the nodes, (K, g)."""

    def new_theta(self, u: Array) -> Kernel:
        """The law of the theta of a group not yet seen, (K, 1)."""

    @property
    def predictive(self) -> Callable[..., Kernel]:
        """From (u, part, **known) to the law of a new observation in each group, (K, g).

        known: the design of the new observation (sigma2=, trials=, exposure=); as observed if
        left out.
        """

    def draw(self, rng: np.random.Generator, u: Array) -> tuple[dict[str, Array], Array]:
        """One joint draw for each node: hyperparameters, each (K,), and theta, (K, J)."""

    def replicate(self, rng: np.random.Generator, theta: Array) -> Array:
        """One new data set for each row of theta, with the observed design, (K, J)."""

    def log_likelihood(self, theta: Array) -> Array:
        """Log density of each group's observation given theta, (K, J): what LOO needs."""

    def observed(self) -> Array:
        """The observations, (J,), as the likelihood sees them."""


def family_of(model: Any) -> ModuleType:
    """Return the module that knows how to infer this model's hyperparameters.

    >>> from hbtutor import NormalNormal
    >>> family_of(NormalNormal).__name__
    'hbtutor.inference.normal_normal'
    """
    name = getattr(model, "__name__", None)
    if not isinstance(model, type) or name not in FAMILIES:
        raise ValueError(
            f"the first argument must be one of the model classes {', '.join(FAMILIES)} "
            f"(the class itself, not a fitted model); got {model!r}."
        )
    return import_module(f"hbtutor.inference.{FAMILIES[name]}")
