"""The tasks on the school with one classroom: the school, the classroom, the next classroom."""

from __future__ import annotations

from typing import Any

from hbtutor.check.exercises.classrooms.levels import TWO_DECIMALS
from hbtutor.check.given.classrooms import Classrooms
from hbtutor.check.mistakes import nested_normal as mistakes
from hbtutor.check.mistakes.normal_normal import for_part
from hbtutor.check.tasks import Argument, Function, Misconception, Number
from hbtutor.distributions import Normal
from hbtutor.models.normal_normal import NormalNormal


def _school(average: Any, n: Any, psi: Any, omega2: Any, tau2: Any, sigma2: Any) -> Normal:
    noise = tau2 + sigma2 / n
    return NormalNormal(mu=psi, tau2=omega2).posterior(average, sigma2=noise)


SCHOOL_POSTERIOR = Function(
    name="school_posterior",
    asks="the posterior of the mean of a school with one tested classroom, Normal(mean, var)",
    arguments=(
        Argument("average", 30, 80, each=True),
        Argument("n", 5, 40, whole=True, each=True),
        Argument("psi", 45, 58),
        Argument("omega2", 5, 11),
        Argument("tau2", 12, 25),
        Argument("sigma2", 50, 120),
    ),
    formula=_school,
    misconceptions=(
        *for_part("mean", mistakes.SCHOOL_MEAN),
        *for_part("var", mistakes.SCHOOL_VARIANCE),
    ),
)


def _classroom(average: Any, n: Any, psi: Any, omega2: Any, tau2: Any, sigma2: Any) -> Any:
    """Return the posterior mean of the classroom, of which psi is two levels away."""
    return NormalNormal(mu=psi, tau2=omega2 + tau2).posterior(average, sigma2=sigma2, n=n).mean


CLASS_MEAN = Number(
    name="class_mean",
    asks="the posterior mean of the tested classroom's own true mean",
    given=Classrooms.visited,
    formula=_classroom,
    tolerance=TWO_DECIMALS,
    misconceptions=(
        Misconception(
            "school for classroom",
            "This is the posterior mean of the school; its classroom may well be better than the "
            "school.",
            lambda *given: _school(*given).mean,
        ),
        Misconception(
            "school taken as known",
            "It looks as if the school's mean were psi exactly; the schools vary too.",
            lambda average, n, psi, omega2, tau2, sigma2: _classroom(
                average, n, psi, 0, tau2, sigma2
            ),
        ),
        Misconception(
            "omega2 for tau2",
            "It looks as if only the schools varied, and classrooms within them not at all.",
            lambda average, n, psi, omega2, tau2, sigma2: _classroom(
                average, n, psi, omega2, 0, sigma2
            ),
        ),
        Misconception(
            "n forgotten",
            "It looks as if n was left out: an average of many varies less than one student.",
            lambda average, n, psi, omega2, tau2, sigma2: _classroom(
                average, 1, psi, omega2, tau2, sigma2
            ),
        ),
        Misconception(
            "no pooling",
            "This is the classroom's average, as if its students had had no luck, good or bad.",
            lambda average, *_: average,
        ),
        Misconception(
            "B and 1 - B swapped",
            "It looks as if the two weights have changed places.",
            lambda average, n, psi, *rest: average + psi - _classroom(average, n, psi, *rest),
        ),
    ),
)


def _new(data: Classrooms) -> tuple[Any, ...]:
    return (data.size, *data.visited())


def _with_known_school(size: int, *given: Any) -> float:
    *_, tau2, sigma2 = given
    return tau2 + sigma2 / size


def _new_class(size: int, *given: Any) -> Normal:
    school = _school(*given)
    return Normal(school.mean, school.var + _with_known_school(size, *given))


NEW_CLASS = Number(
    name="new_class",
    asks="the distribution of the average of another classroom of the same school",
    given=_new,
    formula=_new_class,
    tolerance=TWO_DECIMALS,
    misconceptions=(
        Misconception(
            "classroom for school",
            "This is what to expect of the tested classroom; another one of the school has only "
            "the school in common with it.",
            lambda size, *given: _classroom(*given),
            part="mean",
        ),
        Misconception(
            "no pooling",
            "This is the average of the tested classroom, as if it were the school's mean.",
            lambda size, average, *_: average,
            part="mean",
        ),
        Misconception(
            "complete pooling",
            "This is the mean of all schools; one classroom of this one was tested.",
            lambda size, average, n, psi, *_: psi,
            part="mean",
        ),
        Misconception(
            "school taken as known",
            "This is the variance about a school's mean that is known; here it is known only "
            "roughly.",
            _with_known_school,
            part="var",
        ),
        Misconception(
            "only the school's mean",
            "This is how unsure we are of the school's mean; a classroom's average varies about "
            "it.",
            lambda size, *given: _school(*given).var,
            part="var",
        ),
        Misconception(
            "classrooms do not differ",
            "It looks as if another classroom of the school were just like the school.",
            lambda size, *given: _school(*given).var + given[-1] / size,
            part="var",
        ),
        Misconception(
            "n forgotten",
            "It looks as if a single new student was meant; an average varies less.",
            lambda size, *given: _school(*given).var + given[-2] + given[-1],
            part="var",
        ),
        Misconception(
            "data ignored",
            "This is what to expect of a classroom of any school; of this one something is known.",
            lambda size, *given: given[-3] + _with_known_school(size, *given),
            part="var",
        ),
    ),
)
