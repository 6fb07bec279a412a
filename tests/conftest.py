"""What the tests of the course share."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def course_folder(tmp_path_factory):
    """A copy of this repository's course: configuration, exercises and the sample class."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("solutions", "exercises", "submitted"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder
