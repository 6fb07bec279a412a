"""What students may see of the graded notebook: their work, the verdicts, no hidden test."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, NbGraderPreprocessor
from traitlets import List

_IMAGES = {"image/png", "image/jpeg"}


class HideTests(NbGraderPreprocessor):
    """Takes hidden tests, marking schemes and active content out of the notebook."""

    display_data_priority = List([]).tag(config=True)  # the HTML exporter sets it on all its steps

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return the notebook as a student may see it."""
        for step in (ClearHiddenTests, ClearMarkScheme):
            nb, resources = step().preprocess(nb, resources)
        for cell in nb.cells:
            cell.pop("attachments", None)
            for output in cell.get("outputs", []):
                if output["output_type"] in {"display_data", "execute_result"}:
                    self._still(output)
        return nb, resources

    def _still(self, output: Any) -> None:
        """Keep text and pictures of an output, and no page of its own."""
        shown = {kind: data for kind, data in output.data.items() if kind in _IMAGES}
        for kind in ("text/html", "text/latex", "text/markdown", "text/plain"):
            if kind in output.data:
                shown[kind] = output.data[kind]
        output.data = shown
