"""The three-level nested normal family: psi eliminated exactly, the variances left."""

from __future__ import annotations

from hbtutor.inference.nested_fit import NestedFit, fit

__all__ = ["NestedFit", "fit"]
