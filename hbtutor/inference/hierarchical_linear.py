"""The hierarchical linear family: maximised from sums, integrated by importance sampling."""

from __future__ import annotations

from hbtutor.inference.linear_fit import LinearFit, fit

__all__ = ["LinearFit", "fit"]
