"""A number inserted into the prose gets a minus sign, where Python prints a hyphen."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class MinusSigns(SphinxTransform):
    default_priority = 800

    def apply(self) -> None:
        for inserted in self.document.findall(nodes.inline):
            if "pasted-text" in inserted["classes"]:
                text = inserted.astext().replace("-", "\N{MINUS SIGN}")
                inserted.children = [nodes.Text(text)]


def setup(app: Sphinx) -> None:
    app.add_transform(MinusSigns)
