"""What a run of a submission gives: verdicts, outputs, and the reason if it was not completed."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

STATUSES = ("passed", "partial", "failed", "not run")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The referee's verdict on one test cell.

    score: points earned, finite, from 0 to points; status: one of STATUSES; message: what the
    student is told; task, misconception: what was recognised, for the class report; trouble: why
    a person should look, "" if nobody need.
    """

    grade_id: str
    points: float
    score: float = 0.0
    status: str = "not run"
    message: str = ""
    task: str = ""
    misconception: str = ""
    trouble: str = ""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"status must be one of {', '.join(STATUSES)}; got {self.status!r}.")
        if not (math.isfinite(self.score) and 0 <= self.score <= self.points):
            raise ValueError(
                f"score must lie between 0 and {self.points:g}, the cell's points; "
                f"got {self.score!r} for {self.grade_id!r}."
            )


@dataclass(frozen=True, kw_only=True)
class Run:
    """One submission's run.

    verdicts: one for each test cell that was reached; outputs: for each cell of the notebook its
    outputs in the notebook format; reason: why the run was not completed, "" if it was; remarks:
    what else a person may want to know;
    isolation: what the student's code ran in; seconds: wall time; cell_seconds: of each cell.
    """

    verdicts: tuple[Verdict, ...] = ()
    outputs: tuple[list[dict[str, Any]], ...] = ()
    reason: str = ""
    remarks: tuple[str, ...] = ()
    isolation: str = ""
    seconds: float = 0.0
    cell_seconds: tuple[float, ...] = ()

    def verdict(self, grade_id: str) -> Verdict | None:
        """Return the verdict on a test cell, None where none was given."""
        return next((v for v in self.verdicts if v.grade_id == grade_id), None)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Run:
        """Read back what as_dict gave.

        >>> Run.from_dict(Run(reason="stopped").as_dict()).reason
        'stopped'
        """
        return cls(
            **(
                stored
                | {
                    "verdicts": tuple(Verdict(**verdict) for verdict in stored["verdicts"]),
                    "outputs": tuple(stored["outputs"]),
                    "remarks": tuple(stored["remarks"]),
                    "cell_seconds": tuple(stored["cell_seconds"]),
                }
            )
        )
