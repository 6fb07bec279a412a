"""A course folder of an instructor's own, that plain nbgrader commands understand."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from hbtutor.grading.layout import CONFIG, layout
from hbtutor.grading.register import register
from hbtutor.grading.release import SOLUTIONS, exercise_names, release

TEMPLATE = '''"""The course as nbgrader and hbtutor see it."""

from hbtutor.grading.nbgrading.settings import wire

c = get_config()  # noqa: F821
wire(c)  # submissions run in a sandbox, and points come from a referee outside it

c.CourseDirectory.course_id = {course_id!r}

# Limits of one submission; "required" refuses to grade where there is no sandbox.
c.RunSubmission.cell_seconds = 30
c.RunSubmission.seconds = 180
c.RunSubmission.isolation = "best"

# Every student works with numbers of their own. False gives all the same; it counts when the
# exercises are released, so run `hbtutor release` after a change, before students start.
c.HBTutor.own_numbers = True
'''
IGNORED = "gradebook.db*\n.hbtutor/\nautograded/\nfeedback/\nreport.html\n__pycache__/\n"
COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id")


def new_course(
    folder: Path | str,
    names: Sequence[str] = (),
    *,
    roster: Path | None = None,
    origin: Path | None = None,
) -> tuple[str, ...]:
    """Make a course folder and return the names of its exercises.

    folder: a new or empty one; names: exercises (all if none); roster: CSV with the column id, and
    first_name, last_name, email, lms_user_id as far as known; origin: folder with the exercises'
    sources (the repository that this package runs from, if None).  A ValueError says what is wrong.
    """
    folder = Path(folder).resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"DIR must be a new or an empty folder; got {folder}.")
    origin = origin or Path(__file__).resolve().parents[2]
    chosen = _chosen(names, origin)
    students = read_roster(roster) if roster is not None else []
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(TEMPLATE.format(course_id=_identifier(folder)), "utf-8")
    (folder / ".gitignore").write_text(IGNORED, "utf-8")
    (folder / "submitted").mkdir()
    for name in chosen:
        text = Path(SOLUTIONS) / name / f"{name}.md"
        (folder / text).parent.mkdir(parents=True)
        (folder / text).write_bytes((origin / text).read_bytes())
    release(folder, chosen)
    register(folder, chosen)
    _enrol(folder, students)
    return chosen


def read_roster(path: Path) -> list[dict[str, str]]:
    """Read a class list; a ValueError names the line and what is wrong with it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = [column.strip() for column in reader.fieldnames or ()]
        unknown = sorted(set(columns) - set(COLUMNS))
        if "id" not in columns or unknown:
            raise ValueError(
                f"roster must have the column id, and may have {', '.join(COLUMNS[1:])}; "
                f"{path} has {', '.join(columns) or 'none'}."
            )
        reader.fieldnames = columns
        students: list[dict[str, str]] = []
        for line, row in enumerate(reader, start=2):
            student = {key: (row[key] or "").strip() for key in columns}
            if not student["id"] or any(mark in student["id"] for mark in "/\\\0"):
                raise ValueError(f"roster line {line}: id must be a name without slashes.")
            if any(student["id"] == known["id"] for known in students):
                raise ValueError(f"roster line {line}: the id {student['id']!r} occurs twice.")
            students.append(student)
    return students


def _enrol(folder: Path, students: Sequence[dict[str, str]]) -> None:
    from nbgrader.api import Gradebook

    directory = layout(folder).coursedir
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        for student in students:
            known = {key: value for key, value in student.items() if value and key != "id"}
            gradebook.update_or_create_student(student["id"], **known)


def _chosen(names: Sequence[str], origin: Path) -> tuple[str, ...]:
    known = exercise_names(origin)
    if not known:
        raise ValueError(
            f"the sources of the exercises are not in {origin}: they are not part of the installed "
            f"package, which students have too. Get the repository, and run this from there."
        )
    for name in names:
        if name not in known:
            near = ", ".join(get_close_matches(name, known) or known)
            raise ValueError(f"exercise must be a known name; got {name!r}. Near: {near}.")
    return tuple(dict.fromkeys(names)) or known


def _identifier(folder: Path) -> str:
    return "".join(mark if mark.isalnum() or mark in "-_" else "-" for mark in folder.name)
