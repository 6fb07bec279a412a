"""The directive that puts an interactive figure in front of a static one.

    ```{interactive} shrinkage
    :picture: fig-mechanism
    :mu: 50
    ```

The argument names a figure defined in book/_static/figures.js, :picture: the label of the static
figure it stands in for, and every other option is a starting value, handed over as it is. Without
JavaScript, in print and in other formats the static picture stays.
"""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class StartingValues(dict):
    """Option names are free: whatever the script's figure calls its values."""

    def __missing__(self, name: str) -> Any:
        return directives.unchanged_required

    def __contains__(self, name: object) -> bool:
        return True


class Interactive(SphinxDirective):
    required_arguments = 1
    option_spec: ClassVar[StartingValues] = StartingValues(picture=directives.unchanged_required)

    def run(self) -> list[nodes.Node]:
        if "picture" not in self.options:
            raise self.error("interactive needs :picture:, the label of its static figure")
        values = {f"data-{name}": value for name, value in self.options.items()}
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in values.items())
        figure = escape(self.arguments[0])
        html = f'<div class="hb-figure" data-figure="{figure}"{attributes} hidden></div>'
        return [nodes.raw("", html, format="html")]


def setup(app: Sphinx) -> None:
    app.add_directive("interactive", Interactive)
