"""nbgrader starts alembic by name: it must be found where no environment was activated."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def find_programs() -> None:
    """Put this Python's own programs on the path, before all others."""
    programs = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "").split(os.pathsep)
    if programs not in path:
        os.environ["PATH"] = os.pathsep.join([programs, *path])
