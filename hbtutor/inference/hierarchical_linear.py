"""The hierarchical linear family: maximised from sums, integrated by importance sampling."""

from __future__ import annotations

from hbtutor.inference.linear_coordinates import LKJ
from hbtutor.inference.linear_fit import LinearFit, fit
from hbtutor.inference.linear_full import full
from hbtutor.inference.linear_record import LinearFullBayes

__all__ = ["LKJ", "LinearFit", "LinearFullBayes", "fit", "full"]
