"""Each student's own numbers: what is drawn from an exercise's name and a student's id.

The draws come from SHA-256 and plain arithmetic, not from a library's random generator: the same
exercise and id give the same numbers on every machine, in every version of Python and NumPy.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, TypeVar

T = TypeVar("T")
LONGEST = 200
_BITS = 53


def identity(student: Any) -> str:
    """Return a student's id as it is drawn from: blanks around it and capitals do not count.

    student: a text, or a whole number; "" stands for nobody in particular, who gets the numbers
    that all share.  Anything else is a ValueError.

    >>> identity(" Ada "), identity(4711), identity("")
    ('ada', '4711', '')
    """
    if type(student) is int:
        student = str(student)
    if not isinstance(student, str) or len(student) > LONGEST:
        what = f"a text of {len(student)} characters" if isinstance(student, str) else student
        raise ValueError(
            f'student must be your id as a text in quotes, such as "ada"; got {what!r:.60}.'
        )
    return unicodedata.normalize("NFKC", student).strip().casefold()


class Draw:
    """Numbers for one student in one exercise, one after the other.

    exercise: its name; student: an id, see ``identity``.

    >>> draw = Draw("school-ability", "ada")
    >>> draw.whole(14, 67), draw.number(8.0, 9.0, decimals=2), draw.one("abc")
    (65, 8.8, 'b')
    """

    def __init__(self, exercise: str, student: Any) -> None:
        self._seed = f"{exercise}\n{identity(student)}".encode()
        self._drawn = 0

    def uniform(self) -> float:
        """Return a number of at least 0 and less than 1."""
        self._drawn += 1
        digest = hashlib.sha256(self._seed + b"\n%d" % self._drawn).digest()
        return (int.from_bytes(digest[:8], "big") >> (64 - _BITS)) / 2**_BITS

    def number(self, low: float, high: float, *, decimals: int) -> float:
        """Return a number between low and high, rounded."""
        return round(low + (high - low) * self.uniform(), decimals)

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int((high - low + 1) * self.uniform())

    def normal(self, mean: float, sd: float, *, decimals: int) -> float:
        """Return a draw from a normal distribution, rounded.

        Rounding takes away the last digits, in which machines may differ.
        """
        # Half a step up: 0 has no quantile.
        return round(NormalDist(mean, sd).inv_cdf(self.uniform() + 2**-54), decimals)

    def one(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.whole(0, len(options) - 1)]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """Return different ones of the options, in random order."""
        left = list(options)
        return [left.pop(self.whole(0, len(left) - 1)) for _ in range(count)]
