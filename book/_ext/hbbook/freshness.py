"""Executed cells are kept until the package that they call changes.

Jupyter Book's cache knows the cells of a page but not the library behind them: after a change in
hbtutor it would go on showing yesterday's numbers. The cache therefore lives in a folder named
after the package's content, and Sphinx reads all pages again when that setting changes.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

SUFFIXES = {".py", ".csv", ".toml", ".json"}


def digest(root: Path) -> str:
    """Return a short name of everything under root that can change what a cell shows."""
    sources = sorted(p for p in (root / "hbtutor").rglob("*") if p.suffix in SUFFIXES)
    total = hashlib.sha256()
    for path in [*sources, root / "requirements.lock", Path(__file__).with_name("kernel.py")]:
        if path.is_file():
            total.update(path.name.encode())
            total.update(path.read_bytes())
    return total.hexdigest()[:16]


def name_the_cache(app: Sphinx, config: Config) -> None:
    name = digest(Path(app.srcdir))
    caches = Path(app.outdir).parent / ".jupyter_cache"
    config.nb_execution_cache_path = str(caches / name)
    for old in caches.glob("*"):
        if old.is_dir() and old.name != name:
            shutil.rmtree(old, ignore_errors=True)


def setup(app: Sphinx) -> None:
    app.connect("config-inited", name_the_cache)
