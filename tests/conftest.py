"""What all tests share."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# No test asserts speed, so no example has a deadline; CI repeats the same examples every time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def course_folder(tmp_path_factory):
    """A copy of this repository's course: configuration, exercises and the sample class."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("solutions", "exercises", "submitted"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


@pytest.fixture(scope="session")
def chromium():
    """One real browser for the whole session: Playwright runs once in a process."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    needed(found, "these tests drive a real browser: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def needed(there, how):
    """Skip, saying how to mend it, what this machine lacks; CI installs all and fails instead."""
    if not there and not os.environ.get("CI"):
        pytest.skip(how)
    assert there, how
