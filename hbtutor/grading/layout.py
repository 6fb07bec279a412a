"""Where a course keeps its files: nbgrader's own course directory, as its configuration says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class Layout:
    """nbgrader's CourseDirectory, asked for the files of an assignment."""

    coursedir: Any

    def source(self, name: str) -> Path:
        """Return the path of an assignment's source notebook."""
        return self._notebook(self.coursedir.source_directory, name)

    def release(self, name: str) -> Path:
        """Return the path of an assignment's released notebook."""
        return self._notebook(self.coursedir.release_directory, name)

    def _notebook(self, step: str, name: str) -> Path:
        folder = Path(self.coursedir.format_path(step, ".", name))
        return Path(*folder.parts, f"{name}.ipynb")


def configuration(course: Path) -> Any:
    """Return the course's nbgrader configuration with the course as its root."""
    from traitlets.config import Config, PyFileConfigLoader

    config = Config()
    if (course / CONFIG).exists():
        config.merge(PyFileConfigLoader(CONFIG, path=str(course)).load_config())
    config.CourseDirectory.root = str(course.resolve())
    return config


def layout(course: Path) -> Layout:
    """Return the layout of a course folder."""
    from nbgrader.coursedir import CourseDirectory

    return Layout(CourseDirectory(config=configuration(course)))
