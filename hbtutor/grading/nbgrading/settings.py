"""The wiring of a course's nbgrader_config.py: which of nbgrader's steps are replaced, by what."""

from __future__ import annotations

from typing import Any

from hbtutor.grading.programs import find_programs

PACKAGE = "hbtutor.grading.nbgrading"


def wire(config: Any) -> None:
    """Have nbgrader admit, run and score submissions through hbtutor's three walls.

    config: what ``get_config()`` returns in nbgrader_config.py.  The lists are nbgrader's own, with
    the reading of the file, Execute and SaveAutoGrades replaced, and tests hidden from feedback;
    so ``nbgrader autograde``, the formgrader's button and ``hbtutor grade`` all take this way.
    """
    find_programs()
    config.Autograde.exporter_class = f"{PACKAGE}.exporter.SubmissionExporter"
    config.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.DeduplicateIds",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        f"{PACKAGE}.running.RunSubmission",
        "nbgrader.preprocessors.IgnorePattern",
        "nbgrader.preprocessors.LimitOutput",
        f"{PACKAGE}.scoring.SaveVerdicts",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    config.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        f"{PACKAGE}.feedback.HideTests",
        "nbconvert.preprocessors.sanitize.SanitizeHTML",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
