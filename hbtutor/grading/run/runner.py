"""One submission run to its end, whatever it does: the one function that grading calls."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from hbtutor.grading.run.limits import Limits, environment
from hbtutor.grading.run.record import Run
from hbtutor.grading.run.sandbox import isolation

_COUNTS = ("check", "datasets", "distributions", "grading/run", "models", "validation")
SPARE_SECONDS = 90.0
"""Beyond the submission's own wall time: to start the processes and to end them."""


def run(notebook: dict[str, Any], limits: Limits) -> Run:
    """Run an admitted notebook and return the record; never raises for what a notebook does.

    Both processes are new ones.  IsolationError if the course demands more than this machine has.
    """
    named = isolation(limits)
    process = subprocess.Popen(
        [sys.executable, "-m", "hbtutor.grading.run.referee"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {k: v for k, v in environment("").items() if "THREADS" in k},
        start_new_session=True,
    )
    job = json.dumps({"notebook": notebook, "limits": limits.as_dict(), "walls": named}).encode()
    try:
        out, err = process.communicate(job, timeout=limits.seconds + SPARE_SECONDS)
        return Run.from_dict(json.loads(out))
    except subprocess.TimeoutExpired:
        return Run(reason="The run did not end in its time and was stopped.", isolation=named)
    except (ValueError, TypeError, KeyError):
        last = err.decode(errors="replace").strip().splitlines()[-1:]
        reason = f"The grader itself failed on this notebook: {' '.join(last) or 'it was killed'}."
        return Run(reason=reason, isolation=named)
    finally:
        # Also where this process is interrupted: nothing is left running.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def run_key(notebook: dict[str, Any], limits: Limits) -> str:
    """Return what a run depends on, as a hash: the cells, the limits, and this package.

    >>> cells = {"cells": [], "metadata": {}}
    >>> run_key(cells, Limits()) == run_key(cells, Limits(cell_seconds=1))
    False
    """
    what = [
        [
            [cell["cell_type"], cell["source"], cell["metadata"].get("nbgrader", {})]
            for cell in notebook["cells"]
        ],
        notebook["metadata"].get("hbtutor", {}).get("imports", ""),
        limits.as_dict(),
        package_digest(),
    ]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


@cache
def package_digest() -> str:
    """Return a hash of the sources that verdicts depend on: a version that is never forgotten."""
    package = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for part in _COUNTS:
        for path in sorted((package / part).rglob("*")):
            if path.suffix in {".py", ".csv", ".toml"}:
                digest.update(str(path.relative_to(package)).encode() + path.read_bytes())
    return digest.hexdigest()
