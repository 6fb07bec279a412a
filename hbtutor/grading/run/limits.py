"""What one submission may use."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits of one submission's run.

    cell_seconds: of one cell, and of one call of a student's function; seconds: wall time of the
    whole run; cpu: CPU seconds of a process; memory: bytes of address space of a process;
    processes: processes and threads; file_size: bytes of a file; open_files: descriptors;
    output: characters of one cell's outputs; scratch: bytes of the temporary folder;
    isolation: "best" takes the strongest that this machine has, "required" refuses anything
    weaker than a sandbox, "none" is for debugging only.

    >>> Limits(cell_seconds=5).cell_seconds
    5
    """

    cell_seconds: float = 30.0
    seconds: float = 180.0
    cpu: float = 240.0
    memory: int = 4 << 30
    processes: int = 64
    file_size: int = 64 << 20
    open_files: int = 256
    output: int = 200_000
    scratch: int = 256 << 20
    isolation: str = "best"

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if name != "isolation" and not value > 0:
                raise ValueError(f"{name} must be positive; got {value!r}.")
        if self.isolation not in {"best", "required", "none"}:
            raise ValueError(
                f"isolation must be 'best', 'required' or 'none'; got {self.isolation!r}."
            )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def environment(home: str) -> dict[str, str]:
    """Return the environment variables of a student's process: nothing of the grader's own."""
    return {
        "PATH": os.defpath,
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "IPYTHONDIR": f"{home}/.ipython",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "random",
        "NBGRADER_EXECUTION": "autograde",
    }
