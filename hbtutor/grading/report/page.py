"""The report as a page: a template filled with what was collected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hbtutor.grading.course import Course
from hbtutor.grading.report.collect import Assignment, collect

BINS = 10


def write_report(course: Course, names: Sequence[str] = (), *, output: Path | None = None) -> Path:
    """Write the report on the assignments asked for (all if none), and return its path.

    output: where to write it; report.html beside the feedback folder, if not given.  Assignments
    that are not in the gradebook yet are left out; if none is left, a ValueError says what to do.
    """
    assignments = [collect(course, name) for name in course.chosen(names) if _known(course, name)]
    if not assignments:
        raise ValueError("there is nothing to report: grade submissions first, `hbtutor grade`.")
    path = output or course.root / Path(course.directory.feedback_directory).parent / "report.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(course.directory.course_id or course.root.name, assignments), "utf-8")
    return path


def render(title: str, assignments: Sequence[Assignment]) -> str:
    """Return the page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("hbtutor.grading.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number
    environment.filters["task"] = lambda grade_id: grade_id.removesuffix("-test")
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    return environment.get_template("report.html.j2").render(
        title=title,
        assignments=[(one, histogram(one)) for one in assignments],
        made=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    )


def number(value: float | None) -> str:
    """Write a score: as short as it can be, a dash for none.

    >>> number(3.0), number(2.25), number(None)
    ('3', '2.25', '–')
    """
    return "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def histogram(assignment: Assignment) -> list[tuple[str, int]]:
    """Count the scores that could be read in ten equal bins, each with its range in words."""
    width = assignment.max_score / BINS
    counts = [0] * BINS
    for row in assignment.counted:
        counts[min(BINS - 1, max(0, int(row.score / width)))] += 1
    return [(f"{number(i * width)} to {number((i + 1) * width)}", n) for i, n in enumerate(counts)]


def _known(course: Course, name: str) -> bool:
    from nbgrader.api import MissingEntry

    with course.gradebook() as gradebook:
        try:
            return bool(gradebook.assignment_submissions(name))
        except MissingEntry:
            return False
