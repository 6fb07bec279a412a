"""What Jupyter Book puts on every page and this book does not use: Thebe.

Its settings are declared twice on each page, which is an error in the browser, and they name
another host. Live code in this book starts on a click and is not Thebe's.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def silence(app: Sphinx) -> None:
    """Disconnect Thebe from all events at which it would write into a page."""
    for event in ("env-before-read-docs", "doctree-resolved"):
        for listener in list(app.events.listeners[event]):
            if listener.handler.__module__ == "sphinx_thebe":
                app.disconnect(listener.id)


def leave_out(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if "thebe" not in str(file.filename)]


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", silence)
    app.connect("html-page-context", leave_out, priority=900)
