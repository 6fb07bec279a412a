"""nbgrader's SaveAutoGrades, replaced: points come from the referee's verdicts alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades


@contextmanager
def one_transaction(session: Any) -> Iterator[None]:
    """Make the commits inside one: nbgrader commits after each cell, and waits for the disk."""
    session.commit = session.flush
    try:
        yield
    finally:
        del session.commit
    session.commit()


class SaveVerdicts(SaveAutoGrades):
    """Writes the verdicts to the gradebook; a verdict that was not given is zero.

    Answers that a person grades, comments and manual scores stay nbgrader's.  A notebook's scores
    are one transaction: a grader that is killed leaves all of them or none.
    """

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Write the scores of a notebook whose record is in the resources."""
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id, self.db_url = names["student"], names["db_url"]
        self.gradebook = Gradebook(self.db_url)
        with self.gradebook, one_transaction(self.gradebook.db):
            return NbGraderPreprocessor.preprocess(self, nb, resources)

    def _add_score(self, cell: Any, resources: dict[str, Any]) -> None:
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(
            grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        trouble = False
        if utils.is_solution(cell):
            grade.auto_score, _ = utils.determine_grade(cell, self.log)
        else:
            verdict = resources["hbtutor"].verdict(grade_id)
            # Bounded once more, by the gradebook's own points.
            score = verdict.score if verdict is not None else 0.0
            grade.auto_score = min(max(score, 0.0), float(grade.max_score))
            trouble = verdict is not None and bool(verdict.trouble)
        grade.needs_manual_grade = (
            grade.manual_score is not None or grade.auto_score is None or trouble
        )
        self.gradebook.db.commit()
