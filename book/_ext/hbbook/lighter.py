"""What Jupyter Book puts on every page and this book does not use: Thebe.

Thebe's settings are declared twice, which is an error on every page, and name another host.
Live code in this book starts on a click and is not Thebe's.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def names_thebe(asset: Any) -> bool:
    body = getattr(asset, "attributes", {}).get("body") or ""
    return "thebe" in str(getattr(asset, "filename", "")).lower() or "THEBE" in body


def leave_out(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    for kind in ("script_files", "css_files"):
        context[kind] = [asset for asset in context[kind] if not names_thebe(asset)]


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", leave_out, priority=900)
