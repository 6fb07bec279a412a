"""Records of runs on disk, each under the key of what it depends on."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from hbtutor.grading.run.record import Run


class Store:
    """A folder of records.  A record appears whole or not at all, whenever the writer is killed.

    >>> import tempfile
    >>> store = Store(tempfile.mkdtemp())
    >>> store.put("ab12", Run(reason="stopped"))
    >>> store.get("ab12").reason, store.get("cd34")
    ('stopped', None)
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def get(self, key: str) -> Run | None:
        """Return the record of a run, None if there is none that can be read."""
        try:
            return Run.from_dict(json.loads(self._path(key).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, record: Run) -> None:
        """Keep a record."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(record.as_dict(), file)
            os.replace(scratch, path)
        except BaseException:
            os.unlink(scratch)
            raise

    def drop(self, key: str) -> None:
        """Forget a record."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
