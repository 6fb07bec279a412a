"""What goes wrong with students in classrooms in schools: which variance belongs to which level.

Each mistake is a wrong formula in the arguments of the right one, and a hint that names the slip
and not the remedy.  Roots are written as powers, so that the formulas work on symbols too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hbtutor.check.tasks import Misconception

HALF = 0.5

# The variance of a classroom's average about its school's mean, wrong in (n, tau2, sigma2, omega2).
ROOM = (
    Misconception(
        "classrooms do not differ",
        "It looks as if only the students varied; the classrooms of a school differ too, and that "
        "difference does not go away when more students are averaged.",
        lambda n, omega2, tau2, sigma2: sigma2 / n,
    ),
    Misconception(
        "tau2 + sigma2",
        "It looks as if n was left out: this is the variance of one student, not of an average.",
        lambda n, omega2, tau2, sigma2: tau2 + sigma2 + 0 * n,
    ),
    Misconception(
        "everything divided by n",
        "It looks as if the classroom's own deviation was averaged away too; all its students "
        "share it.",
        lambda n, omega2, tau2, sigma2: (tau2 + sigma2) / n,
    ),
    Misconception(
        "omega2 for tau2",
        "It looks as if omega2 and tau2 were confused: which of them is between schools, which "
        "between the classrooms of a school?",
        lambda n, omega2, tau2, sigma2: omega2 + sigma2 / n,
    ),
    Misconception(
        "square root of n",
        "It looks as if a variance was divided by the square root of n; that rule belongs to "
        "standard deviations.",
        lambda n, omega2, tau2, sigma2: tau2 + sigma2 / n**HALF,
    ),
    Misconception(
        "sd for sigma2",
        "It looks as if sigma, a standard deviation, stands where a variance belongs.",
        lambda n, omega2, tau2, sigma2: tau2 + sigma2**HALF / n,
    ),
)

ABOUT_THE_SCHOOL = (
    *ROOM,
    Misconception(
        "schools counted too",
        "This is the variance over all schools; asked is that about the school's own mean.",
        lambda n, omega2, tau2, sigma2: omega2 + tau2 + sigma2 / n,
    ),
    Misconception(
        "sd for variance",
        "This is a standard deviation; asked is a variance.",
        lambda n, omega2, tau2, sigma2: (tau2 + sigma2 / n) ** HALF,
    ),
)

Room = Callable[[Any, Any, Any, Any], Any]


def between(omega2: Any, tau2: Any, mistake: str) -> Any:
    """Return the schools' variance, which is tau2 for who takes the two for each other."""
    return tau2 if mistake == "omega2 for tau2" else omega2


def weight(n: Any, omega2: Any, tau2: Any, sigma2: Any) -> Any:
    """Return B, the weight on psi for a school of which one classroom was tested."""
    noise = tau2 + sigma2 / n
    return noise / (noise + omega2)


def _weight_with(mistake: Misconception) -> Room:
    def wrong(n: Any, omega2: Any, tau2: Any, sigma2: Any) -> Any:
        noise = mistake.formula(n, omega2, tau2, sigma2)
        return noise / (noise + between(omega2, tau2, mistake.name))

    return wrong


SCHOOL_WEIGHT = (
    *(replace(mistake, formula=_weight_with(mistake)) for mistake in ROOM),
    Misconception(
        "B and 1 - B swapped",
        "It looks as if B and 1 - B have changed places: B is the weight on psi. Which weight "
        "should grow when schools differ much?",
        lambda n, omega2, tau2, sigma2: 1 - weight(n, omega2, tau2, sigma2),
    ),
    Misconception(
        "classroom for school",
        "This is the weight for the classroom, when the school is known; asked is what the "
        "classroom's average says about the school.",
        lambda n, omega2, tau2, sigma2: (sigma2 / n) / (tau2 + sigma2 / n),
    ),
)


def _mean_with(wrong: Room) -> Callable[..., Any]:
    def mean(average: Any, n: Any, psi: Any, omega2: Any, tau2: Any, sigma2: Any) -> Any:
        b = wrong(n, omega2, tau2, sigma2)
        return (1 - b) * average + b * psi

    return mean


SCHOOL_MEAN = (
    *(replace(mistake, formula=_mean_with(mistake.formula)) for mistake in SCHOOL_WEIGHT),
    Misconception(
        "no pooling",
        "This is the classroom's average, as if it were the school's mean.",
        lambda average, n, psi, omega2, tau2, sigma2: average + 0 * n,
    ),
    Misconception(
        "complete pooling",
        "This is the mean of all schools, as if the classroom told nothing about its own.",
        lambda average, n, psi, omega2, tau2, sigma2: psi + 0 * average,
    ),
)


def _variance_with(mistake: Misconception) -> Callable[..., Any]:
    def var(average: Any, n: Any, psi: Any, omega2: Any, tau2: Any, sigma2: Any) -> Any:
        noise = mistake.formula(n, omega2, tau2, sigma2)
        schools = between(omega2, tau2, mistake.name)
        return noise * schools / (noise + schools)

    return var


def _in_the_variance(hint: str) -> str:
    return f"The mean does not have this slip, but in the variance {hint[0].lower()}{hint[1:]}"


SCHOOL_VARIANCE = (
    *(
        replace(mistake, formula=_variance_with(mistake), hint=_in_the_variance(mistake.hint))
        for mistake in ROOM
    ),
    Misconception(
        "variances added",
        "This is how much averages vary before one is seen; what was seen must leave less doubt "
        "about the school than omega2.",
        lambda average, n, psi, omega2, tau2, sigma2: omega2 + tau2 + sigma2 / n,
    ),
    Misconception(
        "precision for variance",
        "This is the precision; asked is the variance.",
        lambda average, n, psi, omega2, tau2, sigma2: 1 / omega2 + 1 / (tau2 + sigma2 / n),
    ),
    Misconception(
        "sd for variance",
        "This is a standard deviation; asked is a variance.",
        lambda average, n, psi, omega2, tau2, sigma2: (
            (1 / omega2 + 1 / (tau2 + sigma2 / n)) ** -HALF
        ),
    ),
    Misconception(
        "no pooling",
        "This is the variance of the classroom's average, as if the other schools told nothing.",
        lambda average, n, psi, omega2, tau2, sigma2: tau2 + sigma2 / n + 0 * omega2,
    ),
)
