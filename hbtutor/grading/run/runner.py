"""One submission run to its end, whatever it does: the one function that grading calls."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import Any

from hbtutor.grading.run.bench import BenchError, bench, close_all
from hbtutor.grading.run.cells import cells_of
from hbtutor.grading.run.limits import Limits
from hbtutor.grading.run.record import Run
from hbtutor.grading.run.sandbox import isolation

_COUNTS = ("check", "datasets", "distributions", "grading/run", "models", "validation")
SPARE_SECONDS = 90.0
"""Beyond the submission's own wall time: to start the processes and to end them."""


def run(notebook: dict[str, Any], limits: Limits) -> Run:
    """Run an admitted notebook and return the record; never raises for what a notebook does.

    IsolationError if the course demands more than this machine has.
    """
    walls = isolation(limits)
    reason = ""
    for _ in range(2):
        # Once more with new processes, where one of the grader's own was lost.
        try:
            seconds = limits.seconds + SPARE_SECONDS
            record = bench(walls).run(notebook, limits, seconds=seconds)
            if "failed" in record:
                return Run(reason=f"The grader itself failed: {record['failed']}", isolation=walls)
            return Run.from_dict(record)
        except TimeoutError:
            return Run(reason="The run did not end in its time and was stopped.", isolation=walls)
        except BenchError as error:
            reason = f"The grader itself failed: {error}."
            close_all()
    return Run(reason=reason, isolation=walls)


def run_key(notebook: dict[str, Any], limits: Limits) -> str:
    """Return what a run depends on, as a hash: the cells, the limits, and this package.

    >>> cells = {"cells": [], "metadata": {}}
    >>> run_key(cells, Limits()) == run_key(cells, Limits(cell_seconds=1))
    False
    """
    told = notebook["metadata"].get("hbtutor", {})
    what = [
        [astuple(cell) for cell in cells_of(notebook)],
        [told.get("imports", ""), told.get("asked", [])],
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
