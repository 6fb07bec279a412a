"""Students in classrooms in schools: the normal model with three levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions import MultivariateNormal, Normal
from hbtutor.models.groups import Groups, group_by, group_within, observations
from hbtutor.models.nested_records import (
    IntraclassCorrelation,
    NestedPosterior,
    NestedPredictive,
    NestedSimulated,
)
from hbtutor.validation import finite, generator, is_symbolic, nonnegative, positive, shape


@dataclass(frozen=True, eq=False)
class NestedNormal:
    """The three-level nested normal model with known hyperparameters.

    mu_k ~ Normal(psi, omega2) for schools, theta_jk | mu_k ~ Normal(mu_k, tau2) for classrooms,
    y_i | theta_jk ~ Normal(theta_jk, sigma2) for students.  Levels of any size, as the labels say.

    psi: mean of all schools, in the units of y.
    omega2, tau2: variance between schools, and between the classrooms of a school.
    sigma2: variance between the students of a classroom; or one known variance for each
        observation, shape (n,), as in a meta-analysis of studies within laboratories.
    All variances are positive, in squared units of y; ``NestedNormal.boundary`` allows zeros.

    Numbers, arrays and SymPy symbols will do.  Wrong shapes, missing values or labels and
    variances that are not positive raise a ValueError that names the argument.

    Source: Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.4 applied twice; Snijders and
    Bosker, Multilevel Analysis, 2nd ed., section 4.9; book, "More than two levels".

    >>> model = NestedNormal(psi=50, omega2=9, tau2=16, sigma2=64)
    >>> y, school = [60.0, 70.0, 52.0, 40.0], ["X", "X", "X", "Y"]
    >>> posterior = model.posterior(y, classroom=["a", "a", "b", "a"], school=school)
    >>> posterior.classrooms
    [('X', 'a'), ('X', 'b'), ('Y', 'a')]
    >>> posterior.school.mean.round(4), posterior.classroom.mean.round(4)
    (array([52.3365, 48.9888]), array([56.5577, 52.2692, 47.191 ]))
    """

    psi: Any
    omega2: Any
    tau2: Any
    sigma2: Any

    def __init__(self, *, psi: Any, omega2: Any, tau2: Any, sigma2: Any) -> None:
        for name, value in (("omega2", omega2), ("tau2", tau2)):
            if isinstance(value, int | float) and value == 0:
                raise ValueError(
                    f"{name} must be positive; got 0. For a level without variation use "
                    "NestedNormal.boundary(...)."
                )
        self._set(psi, positive("omega2", omega2), positive("tau2", tau2), sigma2)

    @classmethod
    def boundary(cls, *, psi: Any, omega2: Any, tau2: Any, sigma2: Any) -> NestedNormal:
        """Return the limit in which schools (omega2 = 0) or classrooms (tau2 = 0) do not differ.

        >>> model = NestedNormal.boundary(psi=50, omega2=0, tau2=16, sigma2=64)
        >>> model.posterior([58.0], classroom=["a"], school=["X"]).classroom.mean
        array([51.6])
        """
        model = object.__new__(cls)
        model._set(psi, nonnegative("omega2", omega2), nonnegative("tau2", tau2), sigma2)
        return model

    def _set(self, psi: Any, omega2: Any, tau2: Any, sigma2: Any) -> None:
        for name, value in (("psi", psi), ("omega2", omega2), ("tau2", tau2)):
            if shape(value) != ():
                raise ValueError(f"{name} must be a single number; got shape {shape(value)}.")
        object.__setattr__(self, "psi", finite("psi", psi))
        object.__setattr__(self, "omega2", omega2)
        object.__setattr__(self, "tau2", tau2)
        object.__setattr__(self, "sigma2", positive("sigma2", sigma2))

    def classroom_mean(self, *, n: Any, school_mean: Any = 0) -> Normal:
        """Return the distribution of the average of n students about their school's mean.

        By the law of total variance, ybar_jk | mu_k ~ Normal(mu_k, tau2 + sigma2 / n): the
        classroom's own deviation and the average of its students' add up.

        n: students in the classroom, a number or one for each classroom; school_mean: mu_k, so
        that the default 0 gives the deviation from it.

        >>> NestedNormal(psi=50, omega2=9, tau2=16, sigma2=64).classroom_mean(n=[1, 4]).var
        array([80., 32.])
        """
        var = self.tau2 + self._one_sigma2("classroom_mean") / positive("n", n)
        return Normal(finite("school_mean", school_mean) + 0 * var, var)

    def shrinkage(self, *, n: Any) -> Any:
        """Return B = (sigma2 / n) / (tau2 + sigma2 / n), a classroom's weight on its school's mean.

        n: students in the classroom, a number or one for each classroom.

        >>> NestedNormal(psi=50, omega2=9, tau2=16, sigma2=64).shrinkage(n=4)
        0.5
        """
        noise = self._one_sigma2("shrinkage") / positive("n", n)
        return noise / (self.tau2 + noise)

    @property
    def intraclass(self) -> IntraclassCorrelation:
        """The intraclass correlations (omega2 + tau2) / total and omega2 / total."""
        total = self.omega2 + self.tau2 + self._one_sigma2("intraclass")
        return IntraclassCorrelation((self.omega2 + self.tau2) / total, self.omega2 / total)

    def posterior(self, y: Any, *, classroom: Any, school: Any) -> NestedPosterior:
        """Return the posterior of every classroom's and school's mean.

        y: shape (n,), the students' scores; classroom, school: shape (n,), their labels.  The same
        classroom label in two schools is two classrooms.

        With V_jk = tau2 + sigma2 / n_jk, the schools' means have precision 1/omega2 + sum 1/V_jk
        and precision-weighted means; each classroom then is shrunk to its school's posterior
        mean by B_jk = (sigma2 / n_jk) / V_jk, and carries B_jk^2 of its variance.

        >>> model = NestedNormal(psi=50, omega2=9, tau2=16, sigma2=64)
        >>> model.posterior([58.0], classroom=["a"], school=["X"]).school.var.round(4)
        array([8.0899])
        """
        y, rooms, schools, parent = self._design(y, classroom, school)
        weight = rooms.sum(0 * y + 1 / self.sigma2)
        average = rooms.sum(y / self.sigma2) / weight
        room_var = self.tau2 + 1 / weight
        of_school = Groups(codes=parent, labels=schools.labels, labelled=schools.labelled)
        precision, total = of_school.sum(1 / room_var), of_school.sum(average / room_var)
        # Written without 1 / omega2, so that omega2 = 0 needs no case of its own.
        school_mean = (self.psi + self.omega2 * total) / (1 + self.omega2 * precision)
        school_var = self.omega2 / (1 + self.omega2 * precision)
        B = 1 / weight / room_var
        room_mean = school_mean[parent] + self.tau2 / room_var * (average - school_mean[parent])
        room_posterior = self.tau2 * B + B**2 * school_var[parent]
        return NestedPosterior(
            classroom=_normal(rooms.carry(room_mean), rooms.carry(room_posterior)),
            school=_normal(schools.carry(school_mean), schools.carry(school_var)),
            classrooms=rooms.labels,
            schools=schools.labels,
        )

    def marginal(self, *, classroom: Any, school: Any) -> MultivariateNormal:
        """Return the joint distribution of all scores with both levels integrated out.

        Dense, shape (n, n): for proofs and checks; the inference never forms it.
        """
        import numpy as np

        _, rooms, schools, _ = self._design(None, classroom, school)
        count = len(rooms.codes)
        same_school = 1 * (schools.codes[:, None] == schools.codes)
        same_room = 1 * (rooms.codes[:, None] == rooms.codes)
        cov = self.omega2 * same_school + self.tau2 * same_room
        return MultivariateNormal(
            np.full(count, self.psi), cov + np.diag(np.full(count, 1) * self.sigma2)
        )

    def predictive(
        self, y: Any, *, classroom: Any, school: Any, n: Any = 1, sigma2: Any = None
    ) -> NestedPredictive:
        """Return the distribution of the average of n new students, at each level of novelty.

        n: students averaged; sigma2: variance of one of them, needed only where the model has a
        variance for each observation.

        >>> model = NestedNormal(psi=50, omega2=9, tau2=16, sigma2=64)
        >>> model.predictive([58.0], classroom=["a"], school=["X"], n=4).new_school.var
        41.0
        """
        within = positive("sigma2", sigma2) if sigma2 is not None else self.sigma2
        if shape(within) or shape(n):
            raise ValueError(
                "predictive needs a single n and a single sigma2 for new students; got shapes "
                f"{shape(n)} and {shape(within)}."
            )
        within = within / positive("n", n)
        known = self.posterior(y, classroom=classroom, school=school)
        return NestedPredictive(
            classroom=Normal(known.classroom.mean, known.classroom.var + within),
            new_classroom=Normal(known.school.mean, known.school.var + self.tau2 + within),
            new_school=Normal(self.psi, self.omega2 + self.tau2 + within),
        )

    def simulate(self, rng: Any, *, classroom: Any, school: Any) -> NestedSimulated:
        """Draw schools, classrooms and students for the given labels.

        rng: a numpy.random.Generator.  Returns theta (classrooms' means, shape (J,)), school
        (schools' means, shape (K,)), both as first seen, and y, shape (n,).

        >>> import numpy as np
        >>> model = NestedNormal(psi=50, omega2=9, tau2=16, sigma2=64)
        >>> drawn = model.simulate(
        ...     np.random.default_rng(1), classroom=[1, 1, 2, 1], school=["X", "X", "X", "Y"])
        >>> drawn.school.shape, drawn.theta.shape, drawn.y.shape
        ((2,), (3,), (4,))
        """
        import numpy as np

        _, rooms, schools, parent = self._design(None, classroom, school)
        mu = generator(rng).normal(self.psi, self.omega2**0.5, len(schools))
        theta = rng.normal(mu[parent], self.tau2**0.5)
        y = rng.normal(theta[rooms.codes], np.asarray(self.sigma2) ** 0.5)
        return NestedSimulated(theta=theta, y=y, school=mu)

    def _design(self, y: Any, classroom: Any, school: Any) -> tuple[Any, Groups, Groups, Any]:
        schools, inner = group_by("school", school), group_by("classroom", classroom)
        known = {"sigma2": self.sigma2} if shape(self.sigma2) else {}
        name, y = ("school", [0.0] * len(schools.codes)) if y is None else ("y", y)
        y = observations(name, y, classroom=classroom, school=school, **known)
        rooms, parent = group_within(inner, schools)
        return y, rooms, schools, parent

    def _one_sigma2(self, name: str) -> Any:
        if shape(self.sigma2):
            raise ValueError(
                f"{name} needs a single sigma2; this model has one for each of "
                f"{shape(self.sigma2)[0]} observations."
            )
        return self.sigma2


def _normal(mean: Any, var: Any) -> Normal:
    """Return the Normal, or the point mass where a level without variation leaves no variance."""
    zero = not is_symbolic(var) and not var.any()
    return Normal.point_mass(mean) if zero else Normal(mean, var)
