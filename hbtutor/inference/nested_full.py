"""Full Bayes for the three-level nested normal model: the entry that `full_bayes` calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hbtutor.inference.covariance_maximum import maximise
from hbtutor.inference.full import FullBayes, integrated
from hbtutor.inference.mixture import Mixture
from hbtutor.inference.nested_deviance import nested_profile
from hbtutor.inference.nested_drawn import NestedDrawn
from hbtutor.inference.nested_prior import nested_prior
from hbtutor.inference.nested_statistics import NestedStatistics, nested_statistics
from hbtutor.inference.nested_sums import NestedSums
from hbtutor.inference.nested_target import NestedTarget
from hbtutor.inference.product_marginal import ProductMarginal


@dataclass(frozen=True, eq=False)
class NestedFullBayes(FullBayes):
    """The posterior of a three-level model.

    hyper: psi, omega, tau and (unless it is known) sigma; theta or classroom: the classrooms'
    means; school: the schools' means; each as in FullBayes, in first-seen order.
    """

    @cached_property
    def hyper(self) -> Mapping[str, Any]:
        """Posterior of each hyperparameter, by name."""
        answer = dict(super().hyper)
        target: Any = self.target
        if target.prior.free:
            for axis, name in enumerate(("tau", "omega")):
                answer[name] = ProductMarginal.of(
                    self._fine,
                    axis,
                    lambda u, name=name: target.log_scale(u, name),
                    float(target.df),
                    mixture=answer[name],
                    sampler=lambda rng, n, name=name: self.draws(rng, n).hyper[name],
                )
        return answer

    @property
    def classroom(self) -> Mixture:
        """Posterior of the classrooms' means: the same as theta."""
        return self.theta

    @property
    def school(self) -> Mixture:
        """Posterior of the schools' means."""
        u, weights = self._active
        target: Any = self.target
        return Mixture(
            weights,
            lambda part: target.school(u, part),
            target.schools,
            labels=target.school_labels,
            exists=self._existence(lambda v: target.school(v, slice(0, 1)), "school"),
        )

    def to_arviz(self, rng: Any, n: int = 4000, chains: int = 4) -> Any:
        """Return n joint draws for ArviZ; y are the classrooms' averages.

        Needs arviz-base or arviz; see `hbtutor.inference.arviz`.
        """
        from hbtutor.inference.arviz import to_arviz

        return to_arviz(NestedDrawn(self), rng, n=n, chains=chains)  # type: ignore[arg-type]


def full(
    y: Any, *, classroom: Any, school: Any, sigma2: Any = None, prior: Any = None
) -> NestedFullBayes:
    """Integrate the spreads of the three-level model.

    y: shape (n,); classroom, school: shape (n,), labels; sigma2: None, or the known variance(s).
    prior: for "psi" (flat, or a Normal), and for each of "omega", "tau" and "sigma" on one scale:
    itself, its square ("tau2") or its logarithm ("log_tau").  Defaults: flat on psi, omega, tau
    and log_sigma; then sigma is eliminated exactly and two dimensions are integrated.

    >>> y = [5.0, 6.0, 9.0, 8.0, 1.0, 2.0, 3.0, 3.5, 4.0, 6.0, 7.0, 7.5, 2.0, 3.0, 3.0, 5.0]
    >>> rooms, schools = list("aabb" * 4), list("WWWWXXXXYYYYZZZZ")
    >>> post = full(y, classroom=rooms, school=schools)
    >>> post.error < 1e-8
    True
    """
    statistics = nested_statistics(y, classroom=classroom, school=school, sigma2=sigma2)
    known = statistics.unit if statistics.known else None
    chosen = nested_prior(prior, schools=len(statistics.schools), known=statistics.known)
    typical = _typical(statistics, chosen.free)
    chosen = chosen.in_units_of(typical)
    rooms, schools = statistics.classrooms, statistics.schools
    target = NestedTarget(
        sums=NestedSums.of(statistics),
        prior=chosen,
        known=known,
        start=chosen.line(typical),
        labels=rooms.labels if rooms.labelled else None,
        school_labels=schools.labels if schools.labelled else None,
        observed_variance=sigma2,
    )
    base = integrated(_FewWatched(target))
    return NestedFullBayes(target, base.grid, base.tails, base.watched)  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class _FewWatched:
    """The target as the engine sees it: four classrooms stand for all when it watches for errors.

    Their laws are smooth in the same coordinates as all others', and three dimensions have many
    nodes.
    """

    target: NestedTarget

    def __getattr__(self, name: str) -> Any:
        return getattr(self.target, name)

    def theta(self, u: Any, part: slice) -> Any:
        return self.target.theta(u, slice(0, 4))


def _typical(statistics: NestedStatistics, free: bool) -> dict[str, float]:
    """The REML estimates of the spreads to be integrated, kept off the boundary."""
    best = maximise(lambda F: nested_profile(statistics, F, reml=True), 2, correlated=False)
    floor = 0.3 / np.sqrt(statistics.size.mean())
    tau, omega = (float(x) for x in np.maximum(np.diag(best.F), floor))
    sigma = float(np.sqrt(best.profile.sigma2))
    if free:
        return {"tau": tau, "omega": omega}
    sized = {"tau": tau * sigma, "omega": omega * sigma}
    return sized if statistics.known else {"sigma": sigma, **sized}
