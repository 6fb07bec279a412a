"""A course on disk: where it is, what it holds, how it is configured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from hbtutor.grading.layout import CONFIG, configuration
from hbtutor.grading.programs import find_programs
from hbtutor.grading.run.limits import Limits
from hbtutor.grading.store import Store


class NoCourseError(ValueError):
    """A command that needs a course was not run in one."""


@dataclass(frozen=True)
class Course:
    """A course folder.

    root: absolute path of the folder that holds nbgrader_config.py.
    """

    root: Path

    @cached_property
    def config(self) -> Any:
        """The traitlets configuration, as nbgrader would load it here."""
        return configuration(self.root)

    @cached_property
    def directory(self) -> Any:
        """nbgrader's CourseDirectory."""
        from nbgrader.coursedir import CourseDirectory

        return CourseDirectory(config=self.config)

    @cached_property
    def _running(self) -> Any:
        from hbtutor.grading.nbgrading.running import RunSubmission

        return RunSubmission(config=self.config)

    def gradebook(self) -> Any:
        """Return nbgrader's Gradebook, a context manager; an empty one is made where none is."""
        from nbgrader.api import Gradebook

        find_programs()
        url = self.directory.db_url
        if url.startswith("sqlite:///"):
            file = Path(url.removeprefix("sqlite:///").partition("?")[0])
            file.parent.mkdir(parents=True, exist_ok=True)
        return Gradebook(url, self.directory.course_id)

    @property
    def limits(self) -> Limits:
        """What one submission may use."""
        return self._running.limits()

    @property
    def store(self) -> Store:
        """The records of runs."""
        return Store(self.root / self._running.runs_directory)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Return the folder of one step ("submitted", "autograded", …) of an assignment."""
        directory = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(directory, student, assignment))

    def assignments(self) -> tuple[str, ...]:
        """Return the names of all assignments with a released notebook, sorted."""
        return self._with_notebooks("release")

    def chosen(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the assignments asked for, all if none; a ValueError lists the near matches."""
        known = self.assignments()
        if not known:
            raise ValueError(f"no exercise is released in {self.root}. Run `hbtutor release`.")
        for name in names:
            if name not in known:
                near = ", ".join(get_close_matches(name, known) or known)
                raise ValueError(f"exercise must be a known name; got {name!r}. Near: {near}.")
        return tuple(dict.fromkeys(names)) or known

    def _with_notebooks(self, step: str) -> tuple[str, ...]:
        folder = self.folder(step, ".", "*")
        found = Path(folder.anchor).glob(str(folder.relative_to(folder.anchor) / "*.ipynb"))
        return tuple(sorted({path.parent.name for path in found}))


def find_course(start: Path | str = ".") -> Course:
    """Return the course that a folder is in; NoCourseError says how to make one."""
    here = Path(start).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return Course(folder)
    raise NoCourseError(
        f"{here} is not a course folder: neither it nor a folder above it has {CONFIG}. "
        "Make one with `hbtutor course new DIR`, go there, and run the command again."
    )
