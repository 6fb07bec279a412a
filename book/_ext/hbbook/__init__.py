"""What the book needs from Sphinx beyond Jupyter Book: small parts, one file each."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from . import accessible, freshness, interactive, lighter, mathjax, minus, pictures, symbols

PARTS = (accessible, freshness, interactive, lighter, mathjax, minus, pictures, symbols)


def setup(app: Sphinx) -> dict[str, Any]:
    for part in PARTS:
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
