"""The directive that prints the notation page's table from hbtutor.notation."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from hbtutor import notation

HEADER = ("Symbol", "In code", "Meaning", "Values")
WIDTHS = (10, 14, 56, 20)


def row(*cells: nodes.Node) -> nodes.row:
    """Return a table row with one paragraph in each cell."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


class Notation(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        head = nodes.thead("", row(*map(nodes.Text, HEADER)))
        body = nodes.tbody("")
        for record in notation.TABLE:
            body += row(
                nodes.math(record.latex, record.latex),
                nodes.literal(record.name, record.name),
                nodes.Text(record.meaning),
                nodes.Text(record.support.words),
            )
        columns = [nodes.colspec(colwidth=width) for width in WIDTHS]
        group = nodes.tgroup("", *columns, head, body, cols=len(HEADER))
        return [nodes.table("", group, classes=["hb-notation"])]


def setup(app: Sphinx) -> None:
    app.add_directive("notation", Notation)
