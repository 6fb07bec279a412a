"""Where a course stands, and one submission's run in full."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hbtutor.grading.course import Course
from hbtutor.grading.submissions import folders


@dataclass(frozen=True)
class Standing:
    """How far an assignment is: students enrolled, submitted, graded, with answers for a person."""

    assignment: str
    enrolled: int
    submitted: int
    graded: int
    by_hand: int


def status(course: Course, names: tuple[str, ...] = ()) -> tuple[Standing, ...]:
    """Return where each of these assignments (all if none) stands."""
    standings = []
    with course.gradebook() as gradebook:
        enrolled = len(gradebook.students)
        known = {assignment.name for assignment in gradebook.assignments}
        for name in course.chosen(names):
            entries = gradebook.assignment_submissions(name) if name in known else []
            submitted = folders(course, name)
            by_hand = sum(entry.needs_manual_grade for entry in entries)
            standings.append(Standing(name, enrolled, len(submitted), len(entries), by_hand))
    return tuple(standings)


def explain(course: Course, student: str, assignment: str) -> Iterator[str]:
    """Yield the lines that tell one submission's run: each cell, what it printed, its verdict."""
    (name,) = course.chosen((assignment,))
    folder = course.folder("autograded", student, name)
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise ValueError(f"{student!r} has no graded submission of {name}. See `hbtutor status`.")
    for path in paths:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        told = notebook["metadata"].get("hbtutor", {})
        record = course.store.get(str(told.get("key", "")))
        yield f"{student}, {path.stem}: {told.get('seconds', 0)} seconds in {told.get('isolation')}"
        for line in [*told.get("remarks", []), told.get("reason", "")]:
            if line:
                yield f"  ! {line}"
        for number, cell in enumerate(notebook["cells"], start=1):
            yield from _cell(number, cell)
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            verdict = record.verdict(grade_id) if record is not None else None
            if verdict is not None:
                points = f"{verdict.score:g} of {verdict.points:g}"
                yield f"  => {verdict.status}, {points}. {verdict.message}"
                for extra in (verdict.misconception, verdict.trouble):
                    if extra:
                        yield f"     ({extra})"


def _cell(number: int, cell: dict[str, Any]) -> Iterator[str]:
    grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    if cell["cell_type"] != "code" and not grade_id:
        return
    yield ""
    yield f"[{number}] {grade_id}".rstrip()
    for line in "".join(cell["source"]).splitlines():
        yield f"  | {line}"
    for output in cell.get("outputs", []):
        shown = output.get("text") or output.get("data", {}).get("text/plain") or ""
        if output["output_type"] == "error":
            shown = f"{output['ename']}: {output['evalue']}"
        for line in "".join(shown).splitlines()[:20]:
            yield f"  {output.get('name', output['output_type'])}> {line}"
