"""What a model's ``simulate`` returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Simulated:
    """One simulated set of groups: the true parameters and the data drawn given them.

    theta: the groups' parameters, shape (J,) or (J, p).
    y: the data, one entry (or row) for each observation that the model's posterior takes.
    """

    theta: Any
    y: Any
