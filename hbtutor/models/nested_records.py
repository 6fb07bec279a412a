"""What the three-level model answers: posteriors, predictions and simulated data by level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions import Normal
from hbtutor.models.simulated import Simulated


@dataclass(frozen=True, eq=False)
class NestedPosterior:
    """Posterior of every classroom's and every school's mean.

    classroom: Normal of theta_jk, one for each classroom, in the order of ``classrooms``.
    school: Normal of mu_k, one for each school, in the order of ``schools``.
    classrooms: pairs (school, classroom), and schools: labels, as first seen.
    """

    classroom: Normal
    school: Normal
    classrooms: Any
    schools: Any


@dataclass(frozen=True, eq=False)
class NestedPredictive:
    """What the next students will average, by how much of the place is already known.

    classroom: of students in each observed classroom; new_classroom: of students in a new
    classroom of each observed school; new_school: of students in a new school.
    """

    classroom: Normal
    new_classroom: Normal
    new_school: Normal


@dataclass(frozen=True, eq=False)
class IntraclassCorrelation:
    """Correlation of two students of the same school, in the same classroom or in two.

    >>> from hbtutor import NestedNormal
    >>> NestedNormal(psi=50, omega2=9, tau2=16, sigma2=75).intraclass
    IntraclassCorrelation(classroom=0.25, school=0.09)
    """

    classroom: Any
    school: Any


@dataclass(frozen=True, eq=False)
class NestedSimulated(Simulated):
    """A simulated set of schools: theta holds the classrooms' means, school the schools'."""

    school: Any
