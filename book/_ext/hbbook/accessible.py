"""Where the stock HTML falls short of WCAG 2.2 AA and a page cannot help it by itself."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def list_references(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """References are items of a list: docutils gives them a role that is deprecated."""
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", list_references)
