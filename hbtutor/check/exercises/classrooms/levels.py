"""The tasks on variances: how they add up over the levels, and what can be averaged away."""

from __future__ import annotations

from typing import Any

from hbtutor.check.mistakes import nested_normal as mistakes
from hbtutor.check.tasks import Argument, Choice, Formula, Misconception, Number, Tolerance
from hbtutor.models.nested_normal import NestedNormal

TWO_DECIMALS = Tolerance(relative=0, absolute=5.01e-3)

N = Argument("n", 3, 40, whole=True)
K = Argument("k", 2, 9, whole=True)
OMEGA2 = Argument("omega2", 5, 11)
TAU2 = Argument("tau2", 12, 25)
SIGMA2 = Argument("sigma2", 50, 120)


def _about_school(n: Any, omega2: Any, tau2: Any, sigma2: Any) -> Any:
    model = NestedNormal(psi=0, omega2=omega2, tau2=tau2, sigma2=sigma2)
    return model.classroom_mean(n=n).var


def _total(n: Any, omega2: Any, tau2: Any, sigma2: Any) -> Any:
    return omega2 + _about_school(n, omega2, tau2, sigma2)


STUDENT_VAR = Number(
    name="student_var",
    asks="the variance of the score of a student drawn from all schools",
    given=lambda data: data.parameters()[1:],
    formula=lambda omega2, tau2, sigma2: omega2 + tau2 + sigma2,
    tolerance=TWO_DECIMALS,
    misconceptions=(
        Misconception(
            "within the classroom",
            "This is the variance within a classroom; two students of different schools differ in "
            "more than that.",
            lambda omega2, tau2, sigma2: sigma2,
        ),
        Misconception(
            "within the school",
            "This is the variance within a school; the schools differ too.",
            lambda omega2, tau2, sigma2: tau2 + sigma2,
        ),
        Misconception(
            "classrooms do not differ",
            "It looks as if the classrooms of a school were all the same.",
            lambda omega2, tau2, sigma2: omega2 + sigma2,
        ),
        Misconception(
            "standard deviations added",
            "It looks as if standard deviations were added; for independent parts it is the "
            "variances that add.",
            lambda omega2, tau2, sigma2: (omega2**0.5 + tau2**0.5 + sigma2**0.5) ** 2,
        ),
        Misconception(
            "sd for variance",
            "This is a standard deviation; asked is a variance.",
            lambda omega2, tau2, sigma2: (omega2 + tau2 + sigma2) ** 0.5,
        ),
    ),
)

CLASS_VAR = Number(
    name="class_var",
    asks="the variance of the classroom's average about the mean of its school",
    given=lambda data: (data.visited()[1], *data.parameters()[1:]),
    formula=_about_school,
    tolerance=TWO_DECIMALS,
    misconceptions=mistakes.ABOUT_THE_SCHOOL,
)


def _total_with(mistake: Misconception) -> Misconception:
    def wrong(n: Any, omega2: Any, tau2: Any, sigma2: Any) -> Any:
        schools = mistakes.between(omega2, tau2, mistake.name)
        return schools + mistake.formula(n, omega2, tau2, sigma2)

    return Misconception(mistake.name, mistake.hint, wrong)


TOTAL_VAR = Formula(
    name="total_var",
    asks="the variance of the average of a classroom drawn from all schools",
    arguments=(N, OMEGA2, TAU2, SIGMA2),
    formula=_total,
    misconceptions=(
        *(_total_with(wrong) for wrong in mistakes.ROOM if wrong.name != "omega2 for tau2"),
        Misconception(
            "schools forgotten",
            "This is the variance within one school; the law of total variance has a second part.",
            lambda n, omega2, tau2, sigma2: tau2 + sigma2 / n,
        ),
        Misconception(
            "mean for variance",
            "It looks as if the variances of the levels were averaged; independent parts add up.",
            lambda n, omega2, tau2, sigma2: (omega2 + tau2 + sigma2 / n) / 3,
        ),
    ),
)

SCHOOL_WEIGHT = Formula(
    name="school_weight",
    asks="the weight on psi for a school of which one classroom of n students was tested",
    arguments=(N, OMEGA2, TAU2, SIGMA2),
    formula=mistakes.weight,
    misconceptions=mistakes.SCHOOL_WEIGHT,
)

LIMIT_WEIGHT = Formula(
    name="limit_weight",
    asks="what the weight on psi tends to when the classroom is endlessly large",
    arguments=(OMEGA2, TAU2, SIGMA2),
    formula=lambda omega2, tau2, sigma2: tau2 / (omega2 + tau2),
    misconceptions=(
        Misconception(
            "all noise averaged away",
            "It looks as if a large classroom told all about its school; however large, it remains "
            "one classroom among those of the school.",
            lambda omega2, tau2, sigma2: 0 * tau2,
        ),
        Misconception(
            "B and 1 - B swapped",
            "It looks as if B and 1 - B have changed places: B is the weight on psi.",
            lambda omega2, tau2, sigma2: omega2 / (omega2 + tau2),
        ),
        Misconception(
            "one student",
            "This is the weight when a single student was tested: n = 1, not n without end.",
            lambda omega2, tau2, sigma2: (tau2 + sigma2) / (omega2 + tau2 + sigma2),
        ),
        Misconception(
            "share of the total",
            "It looks as if the students' variance were still there; does it survive an endless "
            "average?",
            lambda omega2, tau2, sigma2: tau2 / (omega2 + tau2 + sigma2),
        ),
        Misconception(
            "ratio for share",
            "This is one variance over the other, which can exceed 1; a weight is a share of a "
            "whole.",
            lambda omega2, tau2, sigma2: tau2 / omega2,
        ),
    ),
)

PLAN_VAR = Formula(
    name="plan_var",
    asks="the variance of the mean of k classrooms' averages about the mean of their school",
    arguments=(K, N, TAU2, SIGMA2),
    formula=lambda k, n, tau2, sigma2: (tau2 + sigma2 / n) / k,
    misconceptions=(
        Misconception(
            "as if students were drawn one by one",
            "It looks as if the students had been drawn from the whole school one by one; the n of "
            "a classroom share its deviation.",
            lambda k, n, tau2, sigma2: (tau2 + sigma2) / (k * n),
        ),
        Misconception(
            "classrooms not averaged",
            "It looks as if the classrooms' own deviations did not average out over k of them.",
            lambda k, n, tau2, sigma2: tau2 + sigma2 / (k * n),
        ),
        Misconception(
            "students of one classroom",
            "It looks as if only one classroom's students were counted.",
            lambda k, n, tau2, sigma2: tau2 / k + sigma2 / n,
        ),
        Misconception(
            "classrooms do not differ",
            "It looks as if the classrooms of a school were all the same.",
            lambda k, n, tau2, sigma2: sigma2 / (k * n),
        ),
        Misconception(
            "k forgotten",
            "This is the variance of one classroom's average.",
            lambda k, n, tau2, sigma2: tau2 + sigma2 / n,
        ),
        Misconception(
            "variance of a sum",
            "This is the variance of the sum of the averages; asked is that of their mean.",
            lambda k, n, tau2, sigma2: k * (tau2 + sigma2 / n),
        ),
    ),
)


def _always(letter: str) -> Any:
    return lambda *_: letter


PLAN = Choice(
    name="plan",
    asks="which way of testing 24 students leaves the least doubt about their school",
    given=lambda data: (),
    options=lambda data: ("a", "b", "c", "d", "e"),
    formula=_always("d"),
    misconceptions=(
        Misconception(
            "one large classroom",
            "A large classroom is known exactly, but it may lie far from its school's mean.",
            _always("a"),
        ),
        Misconception(
            "half and half",
            "Two classrooms tell more than one. Put numbers into 2d: does it stop there?",
            _always("b"),
        ),
        Misconception(
            "balance",
            "There is nothing to balance here: put numbers into 2d and follow how each of its "
            "parts changes along the plans.",
            _always("c"),
        ),
        Misconception(
            "only students count",
            "It looks as if students of the same classroom were as good as any; they share their "
            "classroom's deviation.",
            _always("e"),
        ),
    ),
)
