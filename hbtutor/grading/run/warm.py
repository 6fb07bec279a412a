"""What warm processes import once, so that their forks need not."""

from __future__ import annotations

import contextlib
import importlib

MODULES = (
    "numpy",
    "scipy.stats",
    "scipy.optimize",
    "sympy",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "tqdm.auto",
    "hbtutor.check.api",
    "hbtutor.distributions",
    "hbtutor.models.normal_normal",
    "hbtutor.plots",
)


def warm_up() -> None:
    """Import what scientific notebooks and their tests import."""
    for name in MODULES:
        # What is not installed, a notebook may still do without.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    with contextlib.suppress(ImportError, AttributeError):
        # Lazy names are looked up once, too.
        package = importlib.import_module("hbtutor")
        for name in ("check", "plots", "Normal"):
            getattr(package, name)
