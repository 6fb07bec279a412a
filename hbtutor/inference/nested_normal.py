"""The three-level nested normal family: psi eliminated exactly, the spreads left."""

from __future__ import annotations

from hbtutor.inference.nested_fit import NestedFit, fit
from hbtutor.inference.nested_full import NestedFullBayes, full

__all__ = ["NestedFit", "NestedFullBayes", "fit", "full"]
