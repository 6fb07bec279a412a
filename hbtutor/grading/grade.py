"""Grading a class: what is missing or changed is run, entered, and answered with feedback."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hbtutor.grading.course import Course
from hbtutor.grading.run.sandbox import isolation
from hbtutor.grading.submissions import Submission, folders, submissions

Progress = Callable[..., Iterable[Any]]


@dataclass(frozen=True)
class Graded:
    """What grading an assignment did.

    submissions: how many there are; run, entered: how many of them had to be run, entered into the
    gradebook; reasons: for each student whose grading is not complete, why; isolation: what the
    submissions ran in.
    """

    assignment: str
    submissions: int
    run: int
    entered: int
    feedback: int
    reasons: dict[str, str]
    isolation: str


def grade(
    course: Course,
    names: Sequence[str] = (),
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    students: Sequence[str] = (),
    again: bool = False,
    feedback: bool = True,
    progress: Progress = lambda items, **_: items,
) -> tuple[Graded, ...]:
    """Grade the submissions of a course into its gradebook and write feedback.

    names: assignments (all that were handed in, if none); students: only theirs; again: run also
    what was run before; feedback: whether to write feedback pages; workers, scheduler: see run_all;
    progress: wraps an iterable, as tqdm does.  Interrupt it at any time: what was entered stays,
    and the next call goes on with what is missing or has changed.
    """
    chosen = course.chosen(names)
    if not names:
        chosen = tuple(name for name in chosen if _handed_in(course, name))
        if not chosen:
            folder = course.folder("submitted", "STUDENT", "EXERCISE")
            raise ValueError(f"nothing is handed in yet: no {folder}/EXERCISE.ipynb.")
    walls = isolation(course.limits)
    with warnings.catch_warnings():
        # nbgrader's own sessions warn about the order in which it adds rows.
        warnings.filterwarnings("ignore", message="Object of type .* not in session")
        return tuple(
            _grade(course, name, walls, workers, scheduler, students, again, feedback, progress)
            for name in chosen
        )


def _grade(
    course: Course,
    assignment: str,
    walls: str,
    workers: int | None,
    scheduler: str | None,
    students: Sequence[str],
    again: bool,
    feedback: bool,
    progress: Progress,
) -> Graded:
    from hbtutor.grading.cluster import run_all
    from hbtutor.grading.nbgrading.giving_back import give_back
    from hbtutor.grading.nbgrading.ingest import enter, entered
    from hbtutor.grading.nbgrading.registered import ensure_registered

    ensure_registered(course, assignment)
    found = [
        one
        for one in submissions(course, assignment, _released(course, assignment))
        if not students or one.student in students
    ]
    store = course.store
    if again:
        for one in found:
            store.drop(one.key)
    there = _in_gradebook(course, assignment)
    by_student: dict[str, list[Submission]] = defaultdict(list)
    for one in found:
        by_student[one.student].append(one)
    due = {
        student: theirs
        for student, theirs in by_student.items()
        if again or student not in there or not all(entered(course, one) for one in theirs)
    }
    missing = {
        one.key: one.admitted.notebook
        for theirs in due.values()
        for one in theirs
        if not one.admitted.reason and store.get(one.key) is None
    }
    waiting = {
        student: {one.key for one in theirs} & missing.keys() for student, theirs in due.items()
    }
    ready = [student for student, keys in waiting.items() if not keys]
    reasons: dict[str, str] = {}

    def finish(student: str) -> None:
        try:
            enter(course, due[student])
        except Exception as error:
            reasons[student] = f"It could not be entered into the gradebook: {error}"

    for student in ready:
        finish(student)
    if missing:
        runs = run_all(missing.items(), course.limits, workers=workers, scheduler=scheduler)
        for key, record in progress(runs, total=len(missing), desc=assignment, unit="submission"):
            store.put(key, record)
            for student, keys in waiting.items():
                if key in keys:
                    keys.discard(key)
                    if not keys:
                        finish(student)
    for one in found:
        record = store.get(one.key)
        reason = one.admitted.reason or (record.reason if record is not None else "")
        if reason:
            reasons.setdefault(one.student, reason)
    given = give_back(course, assignment, sorted(by_student), progress=progress) if feedback else 0
    return Graded(
        assignment=assignment,
        submissions=len(by_student),
        run=len(missing),
        entered=len(due),
        feedback=given,
        reasons=dict(sorted(reasons.items())),
        isolation=walls,
    )


def _handed_in(course: Course, assignment: str) -> bool:
    return any(folders(course, assignment))


def _released(course: Course, assignment: str) -> dict[str, dict[str, Any]]:
    from hbtutor.grading.nbgrading.released import released_notebook

    with course.gradebook() as gradebook:
        names = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
    return {name: released_notebook(course.directory, assignment, name) for name in names}


def _in_gradebook(course: Course, assignment: str) -> set[str]:
    with course.gradebook() as gradebook:
        return {entry.student.id for entry in gradebook.assignment_submissions(assignment)}
