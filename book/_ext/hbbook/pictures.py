"""Alt texts made from the data: a picture without one gets the description it carries inside.

kernel.py writes what a plot shows into the SVG (Dublin Core description). A picture that neither
carries a description nor has an alt text in the source is a warning, hence fails the build; so
does a traceback in an output, which Jupyter lets pass when it is a display that fails.
"""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"
logger = logging.getLogger(__name__)


def description(picture: Path) -> str:
    """Return the words that an SVG file carries about itself, or nothing."""
    if picture.suffix != ".svg" or not picture.is_file():
        return ""
    found = ElementTree.parse(picture).find(f".//{DESCRIPTION}")
    return " ".join((found.text or "").split()) if found is not None else ""


class Pictures(SphinxTransform):
    default_priority = 800

    def apply(self) -> None:
        for image in self.document.findall(nodes.image):
            if not image.get("alt"):
                words = description(self.path(image["uri"]))
                if words:
                    image["alt"] = words
                else:
                    logger.warning("picture without alt text: %s", image["uri"], location=image)
        for block in self.document.findall(nodes.literal_block):
            if "traceback" in block["classes"]:
                logger.warning("a cell shows an error: %s", block.astext()[-200:], location=block)

    def path(self, uri: str) -> Path:
        """Resolve a picture's address as Sphinx does: from the page, or from the top after /."""
        base = Path(self.app.srcdir)
        if not uri.startswith("/"):
            base = Path(self.env.doc2path(self.env.docname)).parent
        return base / uri.lstrip("/")


def setup(app: Sphinx) -> None:
    app.add_transform(Pictures)
    # IPython kernels run the file that this names before the first cell of a page.
    os.environ["PYTHONSTARTUP"] = str(Path(__file__).with_name("kernel.py"))
