"""The built site, made by the command that `make book` uses, at most once in a test run."""

import fcntl
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.book.pages import ROOT

HTML = ROOT / "_build" / "html"
BUILD = ["build", "-W", "-n", "--keep-going", "."]


@cache
def built_site() -> Path:
    """Build the book strictly (quickly if nothing changed) and return the folder of its pages."""
    (ROOT / "_build").mkdir(exist_ok=True)
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    with open(ROOT / "_build" / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two builds at once would mix
        run = subprocess.run(
            [jupyter_book, *BUILD], cwd=ROOT, capture_output=True, text=True, timeout=1800
        )
    assert run.returncode == 0, f"the strict build failed:\n{run.stdout[-4000:]}\n{run.stderr}"
    return HTML
