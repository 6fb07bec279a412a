"""Empirical Bayes: the hyperparameters that make the data most probable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hbtutor.inference.family import family_of


@dataclass(frozen=True, eq=False)
class EmpiricalBayes:
    """A fitted model, and how it was found.

    model: the model with the estimated hyperparameters; at a boundary, the limiting model.
    method: the method of estimation.
    converged: whether the maximum (or the root, or the closed form) was reached to full accuracy.
    loglik: the log marginal likelihood at the estimate; for method="reml" the restricted one.
    boundary: None, or a sentence that says which limit was reached and what it means.
    standard_error: standard errors of the estimates that have one, by name.
    labels: the labels of the groups if the data carried any, else None.

    >>> from hbtutor import NormalNormal, empirical_bayes
    >>> fit = empirical_bayes(NormalNormal, [3.0, 4.0, 5.0], sigma2=4.0, method="reml")
    >>> fit.model.tau2, round(fit.model.mu, 6), fit.boundary[:8]
    (0.0, 4.0, 'tau2 = 0')
    """

    model: Any
    method: str
    converged: bool
    loglik: float
    boundary: str | None = None
    standard_error: Mapping[str, float] = field(default_factory=dict)
    labels: Any = None


def empirical_bayes(family: Any, *data: Any, method: str = "ml", **known: Any) -> EmpiricalBayes:
    """Estimate a family's hyperparameters from all groups' data together.

    family: a model class, such as NormalNormal; data and known: what the model's `posterior`
    takes.  method: "ml" for every family; "reml" for the normal ones; for NormalNormal also
    "dersimonian-laird", "paule-mandel", "sidik-jonkman" and "hedges".
    Raises ValueError for data that the model refuses or a method that the family does not have.

    Source: book, "Unknown hyperparameters"; Gelman et al., Bayesian Data Analysis, section 5.1.

    >>> from hbtutor import NormalNormal
    >>> fit = empirical_bayes(NormalNormal, [3.0, 9.0, 14.0], sigma2=[4.0, 9.0, 1.0])
    >>> round(fit.model.mu, 4), round(fit.model.tau2, 4)
    (8.9127, 19.2508)
    >>> fit.boundary is None
    True
    """
    return family_of(family).fit(*data, method=method, **known)


def check_method(method: Any, allowed: tuple[str, ...]) -> str:
    """Return the method if the family has it; else a ValueError that lists those it has."""
    if method not in allowed:
        raise ValueError(f"method must be one of {', '.join(allowed)}; got {method!r}.")
    return method
