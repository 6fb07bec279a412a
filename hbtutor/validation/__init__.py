"""The door: what enters hbtutor is checked here, once, and refused by name.

Each function takes the argument's name and value and returns the value ready for arithmetic, or
raises a ValueError that names the argument, the rule, the offending value and its position.
Python numbers, fractions and SymPy expressions pass through unchanged, pandas Series stay Series
(of floats, with their index), everything else that is array-like becomes a float array.  NumPy is
imported only when an array comes in, so that symbols and plain numbers need nothing but Python.
"""

from hbtutor.validation.entries import (
    counts,
    finite,
    fraction,
    nonnegative,
    positive,
    probability,
)
from hbtutor.validation.randomness import generator
from hbtutor.validation.shapes import is_series, same_shape, shape
from hbtutor.validation.symbols import is_symbolic

__all__ = [
    "counts",
    "finite",
    "fraction",
    "generator",
    "is_series",
    "is_symbolic",
    "nonnegative",
    "positive",
    "probability",
    "same_shape",
    "shape",
]
