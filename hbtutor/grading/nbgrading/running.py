"""nbgrader's Execute, replaced: the submission is run behind walls, or its record looked up."""

from __future__ import annotations

import os
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum, Float, Integer, Unicode

from hbtutor.grading.run.limits import Limits
from hbtutor.grading.run.record import Run
from hbtutor.grading.run.runner import run, run_key
from hbtutor.grading.store import Store


class RunSubmission(NbGraderPreprocessor):
    """Runs an admitted notebook; its limits are the course's, in nbgrader_config.py."""

    cell_seconds = Float(30.0, help="Seconds for one cell, or one call of a function.").tag(
        config=True
    )
    seconds = Float(180.0, help="Seconds for a whole submission.").tag(config=True)
    memory = Integer(4 << 30, help="Bytes of memory for each of its processes.").tag(config=True)
    processes = Integer(64, help="Processes and threads it may have.").tag(config=True)
    scratch = Integer(256 << 20, help="Bytes of its temporary folder.").tag(config=True)
    isolation = Enum(
        ["best", "required", "none"],
        "best",
        help="'required' refuses to grade without a sandbox; 'none' is for debugging.",
    ).tag(config=True)
    runs_directory = Unicode(
        ".hbtutor/runs", help="Where records of runs are kept, relative to the course."
    ).tag(config=True)

    def limits(self) -> Limits:
        """Return the limits as configured."""
        return Limits(
            cell_seconds=self.cell_seconds,
            seconds=self.seconds,
            memory=self.memory,
            processes=self.processes,
            scratch=self.scratch,
            isolation=self.isolation,
        )

    def store(self) -> Store:
        """Return the store of records; nbgrader works with the course as the working folder."""
        return Store(os.path.abspath(self.runs_directory))

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Put the outputs into the notebook and the record into the resources."""
        plain = nbformat.from_dict(nb)
        known = nb.metadata.get("hbtutor", {})
        key = run_key(plain, self.limits())
        if known.get("reason"):
            record = Run(reason=known["reason"])
        else:
            record = self.store().get(key) or self._run(plain, key)
        for cell, outputs in zip(nb.cells, record.outputs, strict=False):
            if cell.cell_type == "code":
                cell.outputs = [nbformat.from_dict(output) for output in outputs]
        nb.metadata["hbtutor"] = known | {
            "key": key,
            "reason": record.reason,
            "isolation": record.isolation,
            "seconds": record.seconds,
        }
        told = [known.get("remarks", []), record.remarks, [record.reason] if record.reason else []]
        notes = [f"**{line}**" for lines in told for line in lines]
        if notes:
            note = nbformat.v4.new_markdown_cell("\n\n".join(notes), id="from-the-grader")
            nb.cells.insert(0, note)
        resources["hbtutor"] = record
        return nb, resources

    def _run(self, notebook: Any, key: str) -> Run:
        record = run(notebook, self.limits())
        self.store().put(key, record)
        return record
