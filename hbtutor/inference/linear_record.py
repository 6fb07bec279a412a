"""What full Bayes knows of a hierarchical linear model: weighted draws, exact laws given them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from hbtutor.inference.arviz import chained, packed
from hbtutor.inference.family import Array
from hbtutor.inference.full import Draws
from hbtutor.inference.importance import Sample
from hbtutor.inference.kernels import NormalKernel
from hbtutor.inference.linear_conditional import LinearConditional
from hbtutor.inference.linear_coordinates import Natural
from hbtutor.inference.mixture import Mixture
from hbtutor.inference.posterior import Existence
from hbtutor.inference.weighted import ShapedMixture, WeightedDraws
from hbtutor.models.groups import Groups, group_by, matrix
from hbtutor.validation import generator

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

    def summary(self, p: float = 0.95) -> Any:
        """Return a DataFrame with mean, sd and interval of every hyperparameter, one number a row.

        mu[k] and tau[k] belong to column k of X and to the k-th column that varies;
        correlation[i, k] to two of these.
        """
        import pandas as pd

        rows: dict[str, list[float]] = {}
        for name, law in self.hyper.items():
            values = [np.asarray(x) for x in (law.mean, law.sd, *law.interval(p))]
            for at in np.ndindex(values[0].shape):
                if name == "correlation" and at[0] <= at[1]:
                    continue
                label = name + (f"[{', '.join(map(str, at))}]" if at else "")
                rows[label] = [float(x[at]) for x in values]
        return pd.DataFrame.from_dict(rows, orient="index", columns=["mean", "sd", "low", "high"])

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
