"""What the report tells of an assignment: collected from the gradebook and the records of runs."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbtutor import check
from hbtutor.grading.course import Course
from hbtutor.grading.report.items import Item, item_analysis
from hbtutor.grading.report.similar import Pair, similar
from hbtutor.grading.run.record import Run


@dataclass(frozen=True)
class Row:
    """One student's submission: scores by item (None: a person has still to grade it), and notes.

    score: the sum so far, less the late penalty; reason: why grading is not complete, "" if it is;
    attention: other reasons for a person to look; late: when it came late, in words.
    """

    student: str
    score: float
    scores: dict[str, float | None]
    reason: str
    attention: tuple[str, ...]
    timestamp: str
    late: str
    seconds: float | None
    isolation: str

    @property
    def pending(self) -> int:
        """Answers that a person has still to grade."""
        return sum(score is None for score in self.scores.values())


@dataclass(frozen=True)
class Seen:
    """A misconception that tests recognised: in which tasks, told how, by whom."""

    misconception: str
    tasks: tuple[str, ...]
    hint: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Assignment:
    """All that the report tells of an assignment."""

    name: str
    max_score: float
    points: dict[str, float]
    rows: tuple[Row, ...]
    items: tuple[Item, ...]
    seen: tuple[Seen, ...]
    similar: tuple[Pair, ...]

    @property
    def counted(self) -> tuple[Row, ...]:
        """Submissions that could be read: those that the statistics are of."""
        return tuple(row for row in self.rows if not (row.reason and row.seconds is None))

    @property
    def mean(self) -> float | None:
        """Mean score of the submissions that could be read."""
        return statistics.fmean(row.score for row in self.counted) if self.counted else None

    @property
    def median(self) -> float | None:
        """Median score of the submissions that could be read."""
        return statistics.median(row.score for row in self.counted) if self.counted else None

    @property
    def for_a_person(self) -> tuple[Row, ...]:
        """Submissions that a person should look at."""
        return tuple(row for row in self.rows if row.reason or row.attention)


def collect(course: Course, name: str) -> Assignment:
    """Collect what is known of an assignment's submissions."""
    order = _order(course, name)
    rows: list[Row] = []
    seen: dict[str, set[tuple[str, str]]] = defaultdict(set)
    with course.gradebook() as gradebook:
        assignment = gradebook.find_assignment(name)
        cells = [c for notebook in assignment.notebooks for c in notebook.grade_cells]
        cells += [c for notebook in assignment.notebooks for c in notebook.task_cells]
        points = {cell.name: float(cell.max_score) for cell in cells}
        points = {key: points[key] for key in sorted(points, key=lambda k: order.get(k, 10**6))}
        for entry in gradebook.assignment_submissions(name):
            told, runs = _told(course, entry.student.id, name)
            rows.append(_row(entry, points, told, runs))
            for verdict in (verdict for run in runs for verdict in run.verdicts):
                if verdict.misconception:
                    seen[verdict.misconception].add((verdict.task, entry.student.id))
    rows.sort(key=lambda row: row.student)
    assigned = Assignment(name, sum(points.values()), points, tuple(rows), (), (), ())
    items = item_analysis(points, [row.scores for row in assigned.counted])
    return Assignment(
        name,
        assigned.max_score,
        points,
        assigned.rows,
        tuple(items),
        _most_seen(name, seen),
        _similar(course, name, [row.student for row in rows]),
    )


def _most_seen(exercise: str, seen: dict[str, set[tuple[str, str]]]) -> tuple[Seen, ...]:
    found = []
    for misconception, where in seen.items():
        tasks = tuple(sorted({task for task, _ in where}))
        students = tuple(sorted({student for _, student in where}))
        hint = _hint(exercise, tasks[0], misconception)
        found.append(Seen(misconception, tasks, hint, students))
    return tuple(sorted(found, key=lambda s: (-len(s.students), -len(s.tasks), s.misconception)))


def _row(entry: Any, points: dict[str, float], told: list[dict[str, Any]], runs: list[Run]) -> Row:
    scores: dict[str, float | None] = dict.fromkeys(points)
    for notebook in entry.notebooks:
        for grade in notebook.grades:
            waiting = grade.auto_score is None and grade.manual_score is None
            scores[grade.name] = None if waiting else float(grade.score)
    penalty = sum(notebook.late_submission_penalty or 0.0 for notebook in entry.notebooks)
    attention = [remark for one in told for remark in one.get("remarks", [])]
    attention += [remark for run in runs for remark in run.remarks]
    attention += [v.trouble for run in runs for v in run.verdicts if v.trouble]
    late = entry.total_seconds_late
    return Row(
        student=entry.student.id,
        score=float(entry.score) - penalty,
        scores=scores,
        reason=" ".join(one.get("reason", "") for one in told if one.get("reason")),
        attention=tuple(dict.fromkeys(attention)),
        timestamp="" if entry.timestamp is None else f"{entry.timestamp:%Y-%m-%d %H:%M} UTC",
        late=f"{late / 3600:.1f} hours late" if late else "",
        seconds=sum(run.seconds for run in runs) if runs else None,
        isolation=", ".join(sorted({run.isolation for run in runs if run.isolation})),
    )


def _told(course: Course, student: str, name: str) -> tuple[list[dict[str, Any]], list[Run]]:
    """Return what the autograded notebooks say of their grading, and the records of their runs."""
    told, runs = [], []
    for path in sorted(course.folder("autograded", student, name).glob("*.ipynb")):
        try:
            known = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("hbtutor", {})
        except (OSError, ValueError, KeyError):
            continue
        told.append(known)
        record = course.store.get(str(known.get("key", "")))
        if record is not None:
            runs.append(record)
    return told, runs


def _similar(course: Course, name: str, students: list[str]) -> tuple[Pair, ...]:
    answers = {who: _answers(course.folder("autograded", who, name)) for who in students}
    return similar(answers, _answers(course.folder("release", ".", name)))


def _answers(folder: Path) -> list[str]:
    """Return the sources of the code cells of a folder's notebooks in which students answer."""
    return [
        "".join(cell["source"])
        for path in sorted(folder.glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("locked")
    ]


def _order(course: Course, name: str) -> dict[str, int]:
    """Return the place of each graded cell in the released notebooks."""
    ids: list[str] = []
    for path in sorted(Path(course.folder("release", ".", name)).glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            ids.append(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
    return {grade_id: at for at, grade_id in enumerate(ids)}


def _hint(exercise: str, task: str, misconception: str) -> str:
    try:
        known = check.exercise(exercise).by_name[task].misconceptions
    except (ValueError, KeyError):
        return ""
    return next((one.hint for one in known if one.name == misconception), "")
