"""From the text in solutions/ to the student's notebook, as a visible list of steps.

    solutions/NAME/NAME.md   text, the one hand-written source
        -> source/NAME/NAME.ipynb      nbgrader's source notebook (with solutions and hidden tests)
        -> exercises/NAME/NAME.ipynb   the student's notebook

The second arrow is nbgrader's own list of preprocessors, so that ``nbgrader generate_assignment``
makes the same notebook.  Both arrows give the same bytes whenever and wherever they run.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from hbtutor.grading.layout import Layout, layout
from hbtutor.grading.own_numbers import own_numbers
from hbtutor.grading.source_notebook import source_notebook

SOLUTIONS = "solutions"


@dataclass(frozen=True)
class Released:
    """One exercise that was generated.

    name: of the exercise; source, notebook: the files made; changed: whether the student's notebook
    differs from what was there before (with check=True: from what would be generated).
    """

    name: str
    source: Path
    notebook: Path
    changed: bool


def release(
    course: Path, names: Sequence[str] | None = None, *, check: bool = False
) -> tuple[Released, ...]:
    """Generate the source notebooks and the students' notebooks of a course.

    course: folder that holds solutions/; names: exercises (all if None); check: write nothing to
    exercises/, only say which notebooks differ from what is there.  Unknown names and a folder
    without solutions are a ValueError.
    """
    course = Path(course)
    there = layout(course)
    return tuple(
        _release(course, there, name, check=check)
        for name in _asked(names, exercise_names(course), course)
    )


def exercise_names(course: Path) -> tuple[str, ...]:
    """Return the names of the exercises in a course's solutions/, sorted."""
    texts = sorted((Path(course) / SOLUTIONS).glob("*/*.md"))
    return tuple(text.stem for text in texts if text.stem == text.parent.name)


def _release(course: Path, there: Layout, name: str, *, check: bool) -> Released:
    text = course / SOLUTIONS / name / f"{name}.md"
    source = there.source(name)
    notebook = there.release(name)
    read = text.read_text(encoding="utf-8")
    made = source_notebook(read, name=name, own_numbers=own_numbers(course))
    source_bytes = to_bytes(made)
    _write(source, source_bytes)
    student_bytes = to_bytes(student_notebook(from_bytes(source_bytes)))
    before = notebook.read_bytes() if notebook.exists() else b""
    if not check:
        _write(notebook, student_bytes)
    return Released(name, source, notebook, changed=before != student_bytes)


def steps() -> list[Any]:
    """Return the preprocessors that turn a source notebook into a student's notebook.

    nbgrader's own list for generate_assignment, without the step that writes to the gradebook.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells

    return [step for step in GenerateAssignment.preprocessors.default() if step is not SaveCells]


def student_notebook(notebook: Any) -> Any:
    """Return the student's version of a source notebook, which stays as it is."""
    notebook = copy.deepcopy(notebook)
    resources: dict[str, Any] = {}
    for step in steps():
        notebook, resources = step().preprocess(notebook, resources)
    return notebook


def to_bytes(notebook: Any) -> bytes:
    """Write a notebook as nbconvert's NotebookExporter does, byte for byte."""
    import nbformat

    return (nbformat.writes(notebook, version=4) + "\n").encode("utf-8")


def from_bytes(content: bytes) -> Any:
    """Read a notebook."""
    import nbformat

    return nbformat.reads(content.decode("utf-8"), as_version=4)


def _asked(names: Sequence[str] | None, known: tuple[str, ...], course: Path) -> tuple[str, ...]:
    if not known:
        raise ValueError(f"course must hold {SOLUTIONS}/NAME/NAME.md; there is none in {course}.")
    for name in names or ():
        if name not in known:
            near = ", ".join(get_close_matches(name, known) or known)
            raise ValueError(f"names must be exercises; got {name!r}. Near matches: {near}.")
    return tuple(names) if names else known


def _write(path: Path, content: bytes) -> None:
    """Write only what changed, so that nothing downstream is redone without need."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
