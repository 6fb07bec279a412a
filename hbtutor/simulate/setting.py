"""What one replicate of a study is: draw the truth, draw data, form the posterior."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from hbtutor.inference.full import full_bayes


@dataclass(frozen=True)
class Setting:
    """Where a study's replicates come from.

    model: a model (known hyperparameters), a function from a Generator to a model (hyperparameters
        drawn anew each time), or a model class, with prior.
    posterior: from (y, **design) to the posterior that is studied; None: the drawn model's own or,
        for a class, full_bayes under the prior.  If it has a parameter rng it is given the
        replicate's generator.
    prior: for a model class: name to a proper prior with ``sample``, such as HalfNormal(5).
    design: what the model's ``simulate`` takes: sigma2=, trials=, X=, groups= and so on.
    """

    model: Any
    posterior: Callable[..., Any] | None
    prior: Mapping[str, Any] | None
    design: Mapping[str, Any]

    def __post_init__(self) -> None:
        if isinstance(self.model, type) != (self.prior is not None):
            raise ValueError(
                "prior must be given with a model class, and only with one, as in calibration("
                "NormalNormal, prior={'mu': Normal(0, 25), 'tau': HalfNormal(5)}, ...); "
                f"got model={self.model!r} and prior={self.prior!r}."
            )
        if not callable(self.model) and not hasattr(self.model, "simulate"):
            raise ValueError(
                f"model must be a model, a model class or a function; got {self.model!r}."
            )

    def draw(self, rng: Any) -> tuple[Any, Any, dict[str, Any]]:
        """Return (model, simulated, the design as the posterior takes it) of one replicate."""
        model = self._model(rng)
        simulated = model.simulate(rng, **self.design)
        takes = inspect.signature(model.posterior).parameters
        return model, simulated, {k: v for k, v in self.design.items() if k in takes}

    def fit(self, model: Any, y: Any, known: dict[str, Any], rng: Any) -> Any:
        """Return the posterior that is studied."""
        if self.posterior is not None:
            drawn = {"rng": rng} if "rng" in inspect.signature(self.posterior).parameters else {}
            return self.posterior(y, **drawn, **known)
        if isinstance(self.model, type):
            return full_bayes(self.model, y, prior=self.prior, **known)
        return model.posterior(y, **known)

    def _model(self, rng: Any) -> Any:
        if isinstance(self.model, type):
            return self.model(**_from_prior(self.model, self.prior or {}, rng))
        return self.model if hasattr(self.model, "simulate") else self.model(rng)


def _from_prior(family: type, prior: Mapping[str, Any], rng: Any) -> dict[str, Any]:
    """Draw a model's hyperparameters; a prior for tau or log_tau gives tau2."""
    drawn = {}
    for name, law in prior.items():
        if not hasattr(law, "sample"):
            raise ValueError(
                f"prior[{name!r}] must be a proper prior that can be drawn from (with .sample), "
                f"such as HalfNormal(5); got {law!r}."
            )
        drawn[name] = float(law.sample(rng))
    chosen = {}
    for field in fields(family):
        root = field.name.removesuffix("2")
        if field.name in drawn:
            chosen[field.name] = drawn[field.name]
        elif root in drawn:
            chosen[field.name] = drawn[root] ** 2
        elif f"log_{root}" in drawn:
            chosen[field.name] = math.exp(2 * drawn[f"log_{root}"])
        else:
            raise ValueError(f"prior must name {field.name}; it names {', '.join(prior)}.")
    return chosen


def truths(model: Any, simulated: Any, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Return the true values of those of the names that the simulation knows.

    A variance whose standard deviation is among the names is left out: it says the same again.
    """
    known = {}
    for name in names:
        if name.removesuffix("2") in names and name.endswith("2"):
            continue
        value = getattr(simulated, name, getattr(model, name, None))
        if value is None and hasattr(model, f"{name}2"):
            value = np.sqrt(getattr(model, f"{name}2"))
        if value is None and name == "tau" and hasattr(model, "Sigma"):
            value = np.sqrt(np.diag(model.Sigma))
        if value is not None:
            known[name] = np.atleast_1d(np.asarray(value, dtype=float))
    return known


def records(posterior: Any) -> dict[str, Any]:
    """Return the parts of a posterior by name, each with ``quantile``."""
    if hasattr(posterior, "hyper"):
        school = {"school": posterior.school} if hasattr(posterior, "school") else {}
        return {"theta": posterior.theta, **school, **posterior.hyper}
    if hasattr(posterior, "quantile"):
        return {"theta": posterior}
    # Several levels: the groups are called theta, or by what they are.
    parts = (("theta", "theta"), ("theta", "classroom"), ("school", "school"), ("mu", "mu"))
    return {name: getattr(posterior, own) for name, own in parts if hasattr(posterior, own)}


def draws(posterior: Any, rng: Any, n: int) -> dict[str, np.ndarray]:
    """Return n draws of every part of a posterior, each of shape (n, groups, ...)."""
    if hasattr(posterior, "hyper"):
        joint = posterior.draws(rng, n)
        found = {"theta": joint.theta, **joint.hyper}
        if hasattr(posterior, "school"):
            found["school"] = posterior.school.draws(rng, n)
    else:
        found = {name: part.sample(rng, n) for name, part in records(posterior).items()}
    arrays = {name: np.asarray(values) for name, values in found.items()}
    return {name: a[:, None] if a.ndim == 1 else a for name, a in arrays.items()}
