"""MathJax from the registry package sphinx-mathjax-offline, copied into the site.

Only what a page needs is copied: the core, TeX input, HTML output with its fonts, and the hidden
MathML that screen readers speak. The menu is left out: it is a third of the weight, and it offers
settings that load more from elsewhere.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

PARTS = ["core", "input/tex", "output/chtml", "a11y/assistive-mml"]
FOLDERS = ["output/chtml/fonts/woff-v2", "input/tex/extensions"]


def package_folder() -> Path:
    """Return the folder of MathJax files that the registry package carries."""
    spec = find_spec("sphinx-mathjax-offline")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            "The book needs MathJax: install sphinx-mathjax-offline (it is in the [book] extra)."
        )
    return Path(spec.origin).parent / "static" / "mathjax"


def configure(app: Sphinx, config: Config) -> None:
    config.mathjax_path = "mathjax/startup.js"
    config.mathjax3_config = {
        "loader": {"load": PARTS},
        "chtml": {"displayAlign": "center"},
        "tex": {"macros": config.hbbook_tex_macros},
    }


def copy(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html":
        return
    source, target = package_folder(), Path(app.outdir) / "_static" / "mathjax"
    for part in ["startup", *PARTS, "output/chtml/fonts/tex"]:
        file = target / f"{part}.js"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / f"{part}.js", file)
    for folder in FOLDERS:
        shutil.copytree(source / folder, target / folder, dirs_exist_ok=True)


def setup(app: Sphinx) -> None:
    app.add_config_value("hbbook_tex_macros", {}, "env")
    app.connect("config-inited", configure)
    app.connect("build-finished", copy)
