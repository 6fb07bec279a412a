"""Randomness comes from a generator that the caller passes, never from a hidden global state."""

from __future__ import annotations

from typing import Any


def generator(rng: Any) -> Any:
    """Return rng if it is a numpy.random.Generator.

    >>> generator(42)
    Traceback (most recent call last):
    ...
    ValueError: rng must be a numpy.random.Generator; got 42. Use numpy.random.default_rng(seed).
    """
    if not (hasattr(rng, "integers") and hasattr(rng, "bit_generator")):
        advice = "Use numpy.random.default_rng(seed)."
        raise ValueError(f"rng must be a numpy.random.Generator; got {rng!r}. {advice}")
    return rng
