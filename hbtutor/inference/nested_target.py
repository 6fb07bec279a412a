"""Full Bayes for the three-level model: classrooms, schools and psi eliminated exactly.

With the default priors sigma is eliminated as well: the two ratios t = tau / sigma and
o = omega / sigma remain, and given them everything is Student's t.  With other priors, or with
known sigma2, the spreads themselves are integrated, and given them everything is normal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from hbtutor.inference.family import Array, Kernel
from hbtutor.inference.inverse_chi import InverseChiKernel
from hbtutor.inference.kernels import NormalKernel, StudentKernel
from hbtutor.inference.nested_prior import NestedPrior, log_prior
from hbtutor.inference.nested_sums import NestedSums
from hbtutor.validation import positive


class Given(NamedTuple):
    """What follows from the nodes, (K,) each.

    sigma2, tau2, omega2: the variances (relative to sigma2 where sigma is eliminated); psi, var:
    law of psi; spread: 1, or the scale of sigma2 where it is eliminated.
    """

    log_density: Array
    sigma2: Array
    tau2: Array
    omega2: Array
    psi: Array
    var: Array
    spread: Array


@dataclass(frozen=True, eq=False)
class NestedTarget:
    """The posterior of the spreads.  known: sigma2's unit where it is known, else None."""

    sums: NestedSums
    prior: NestedPrior
    known: float | None
    start: Array
    labels: Any
    school_labels: Any
    observed_variance: Any
    improper: str = (
        "the posterior of the spreads is improper: with so few schools or classrooms its tail does "
        "not fall fast enough. Use proper priors such as HalfCauchy on omega and tau."
    )
    _latest: list[Any] = field(default_factory=lambda: [None, None], init=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        return ("psi", "omega", "tau") if self.known else ("psi", "omega", "tau", "sigma")

    @property
    def groups(self) -> int:
        return self.sums.z.size

    @property
    def schools(self) -> int:
        """The number of schools."""
        return self.sums.number.shape[0]

    @property
    def df(self) -> Array:
        """Degrees of freedom where sigma is eliminated: n, less psi, tau and omega."""
        return np.array(self.sums.n - 3.0)

    def given(self, u: Array) -> Given:
        """Everything that follows from the nodes; kept for the latest array of nodes."""
        if self._latest[0] is not u:
            with np.errstate(over="ignore", under="ignore"):
                self._latest[:] = [u, self._given(u)]
        return self._latest[1]

    def _given(self, u: Array) -> Given:
        one = np.ones(u.shape[1])
        log_p = np.zeros(u.shape[1])
        # Where sigma is eliminated it is the unit, and tau and omega are ratios to it.
        values = {"sigma": one * np.sqrt(self.known or 1.0)}
        rows = ("tau", "omega") if self.known or self.prior.free else ("sigma", "tau", "omega")
        for name, row in zip(rows, u, strict=True):
            values[name], log_one = log_prior(self.prior.spreads[name], row)
            log_p += log_one
        tau, omega, sigma = values["tau"], values["omega"], values["sigma"]
        tau2, omega2, sigma2 = tau**2, omega**2, sigma**2
        left = self.sums.eliminate(sigma2, tau2, omega2)
        location = self.prior.location - self.sums.centre
        precision = left.M + self.prior.precision
        weighted = left.m + self.prior.precision * location
        psi = weighted / precision
        square = left.square + self.prior.precision * location**2 - psi * weighted
        log_p -= 0.5 * (left.logdet + np.log(precision))
        spread = one
        if self.prior.free:
            rest = self.sums.within + np.maximum(square, 0.0)
            spread = rest / self.df
            log_p -= 0.5 * self.df * np.log(rest)
        else:
            log_p -= 0.5 * (self.sums.n * np.log(sigma2) + self.sums.within / sigma2 + square)
        log_p = np.where(np.isnan(log_p), -np.inf, log_p)
        return Given(log_p, sigma2, tau2, omega2, psi, 1 / precision, spread)

    def log_density(self, u: Array) -> Array:
        return self.given(u).log_density

    def _law(self, given: Given, mean: Array, var: Array) -> Kernel:
        """The law with this mean (about the centre) and variance, each (K, g)."""
        if self.prior.free:
            scale2 = var * given.spread[:, None]
            return StudentKernel(mean + self.sums.centre, scale2, self.df)
        return NormalKernel(mean + self.sums.centre, var)

    def hyper(self, u: Array) -> Mapping[str, Array | Kernel]:
        g = self.given(u)
        spreads: dict[str, Any] = {"omega": g.omega2, "tau": g.tau2, "sigma": g.sigma2}
        if self.prior.free:
            spreads = {
                name: InverseChiKernel((value * g.spread)[:, None], self.df)
                for name, value in spreads.items()
            }
        else:
            spreads = {name: np.sqrt(value) for name, value in spreads.items()}
        psi = self._law(g, g.psi[:, None], g.var[:, None])
        return {name: {"psi": psi, **spreads}[name] for name in self.names}

    def log_scale(self, u: Array, name: str) -> Array:
        """Log of the scale of tau or omega where sigma is eliminated, (K,)."""
        g = self.given(u)
        with np.errstate(divide="ignore"):
            return 0.5 * np.log(g.spread * {"tau": g.tau2, "omega": g.omega2}[name])

    def school_moments(self, g: Given, schools: Any) -> tuple[Array, Array]:
        """Mean and (relative) variance of the schools' means, (K, schools)."""
        H, A = self.sums.by_school(g.sigma2, g.tau2, schools)
        left = 1 / (1 + g.omega2[:, None] * H)
        mean = (g.psi[:, None] + g.omega2[:, None] * A) * left
        return mean, g.omega2[:, None] * left + g.var[:, None] * left**2

    def room_moments(self, g: Given, part: slice) -> tuple[Array, Array]:
        """Mean and (relative) variance of the classrooms' means, (K, classrooms of the part)."""
        schools, at = np.unique(self.sums.school[part], return_inverse=True)
        sizes, sized = np.unique(self.sums.size[part], return_inverse=True)
        m, school_var = self.school_moments(g, schools)
        v = g.sigma2[:, None] / sizes
        B = v / (g.tau2[:, None] + v)
        z = self.sums.z[part]
        if len(sizes) == 1:  # one B for all: nothing is repeated for every classroom
            var = g.tau2[:, None] * B + B**2 * school_var
            return z * (1 - B) + (B * m)[:, at], var[:, at]
        B = B[:, sized]
        return z + B * (m[:, at] - z), g.tau2[:, None] * B + B**2 * school_var[:, at]

    def school(self, u: Array, part: slice) -> Kernel:
        """The law of each school's mean, (K, g)."""
        g = self.given(u)
        return self._law(g, *self.school_moments(g, np.arange(self.schools)[part]))

    def theta(self, u: Array, part: slice) -> Kernel:
        g = self.given(u)
        return self._law(g, *self.room_moments(g, part))

    def new_theta(self, u: Array) -> Kernel:
        g = self.given(u)
        return self._law(g, g.psi[:, None], (g.var + g.omega2 + g.tau2)[:, None])

    def predictive(self, u: Array, part: slice, *, sigma2: Any = None, n: Any = 1) -> Kernel:
        """The law of the average of n new observations in each classroom of the part."""
        if not self.known and sigma2 is not None:
            raise ValueError("sigma2 is unknown in this fit and cannot be given for new data.")
        g, law = self.given(u), self.theta(u, part)
        noise = g.sigma2[:, None] / positive("n", n)
        if self.known:
            value = self.observed_variance if sigma2 is None else sigma2
            if np.ndim(value):
                raise ValueError("sigma2 must be given, one number, for a new observation.")
            noise = np.full((1, 1), float(positive("sigma2", value)) / n)
        if isinstance(law, StudentKernel):
            return StudentKernel(law.location, law.scale2 + noise * g.spread[:, None], law.df)
        return NormalKernel(law.mean, law.var + noise)

    def draw(self, rng: np.random.Generator, u: Array) -> tuple[dict[str, Array], Array]:
        g = self.given(u)
        scale = np.ones(u.shape[1])
        if self.prior.free:
            scale = self.df * g.spread / rng.chisquare(self.df, u.shape[1])
        sigma2, tau2, omega2 = g.sigma2 * scale, g.tau2 * scale, g.omega2 * scale
        psi = rng.normal(g.psi, np.sqrt(g.var * scale))
        fixed = g._replace(sigma2=sigma2, tau2=tau2, omega2=omega2, psi=psi, var=np.zeros_like(psi))
        m, var = self.school_moments(fixed, np.arange(self.schools))
        mu = rng.normal(m, np.sqrt(var))[:, self.sums.school]
        v = sigma2[:, None] / self.sums.size
        B = v / (tau2[:, None] + v)
        theta = rng.normal(self.sums.z + B * (mu - self.sums.z), np.sqrt(tau2[:, None] * B))
        spreads = {"omega": omega2, "tau": tau2, "sigma": sigma2}
        hyper = {"psi": psi + self.sums.centre}
        hyper |= {name: np.sqrt(spreads[name]) for name in self.names[1:]}
        return hyper, theta + self.sums.centre
