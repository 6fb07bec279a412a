"""Every figure can say in a sentence what it shows, from the same arguments that draw it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, ParamSpec, Protocol, cast

import numpy as np

P = ParamSpec("P")


class Plot(Protocol, Generic[P]):
    """A function that draws on Axes, with ``describe`` beside it."""

    __name__: str

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """Draw, and return the Axes."""

    def describe(self, *args: Any, **kwargs: Any) -> str:
        """Return the sentence; the arguments are those that draw (``ax`` is ignored)."""


def described_by(sentence: Callable[..., str]) -> Callable[[Callable[P, Any]], Plot[P]]:
    """Give a plot its ``describe``: ``sentence``, called with the plot's own arguments.

    >>> def sentence(heights):
    ...     return f"{len(heights)} bars."
    >>> @described_by(sentence)
    ... def bars(heights, *, ax=None):
    ...     return ax
    >>> bars.describe([1, 2], ax=None)
    '2 bars.'
    """

    def describe(*args: Any, **kwargs: Any) -> str:
        kwargs.pop("ax", None)  # a description needs no place to draw
        return sentence(*args, **kwargs)

    def attach(draw: Callable[P, Any]) -> Plot[P]:
        describe.__doc__ = f"Return what ``{draw.__name__}`` shows, given the same arguments."
        describe.__wrapped__ = sentence  # type: ignore[attr-defined]
        draw.describe = describe  # type: ignore[attr-defined]
        return cast(Plot[P], draw)

    return attach


_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def say(value: Any) -> str:
    """Return a number as a sentence prints it: three digits and a true minus sign.

    >>> say(-3.14159), say(28.0), say(1764.05), say(0.00012345), say(2.5e-9)
    ('−3.14', '28', '1,764', '0.000123', '2.5 × 10⁻⁹')
    """
    number = float(value)
    if not np.isfinite(number):
        text = str(number)
    elif number == 0:
        text = "0"
    elif not 1e-4 <= abs(number) < 1e9:
        digits, power = f"{number:.2e}".split("e")
        exponent = str(int(power)).translate(_SUPERSCRIPT)
        text = f"{digits.rstrip('0').rstrip('.')} × 10{exponent}"
    elif abs(number) >= 100:
        text = f"{number:,.0f}"
    else:
        places = max(2 - int(np.floor(np.log10(abs(number)))), 0)
        text = f"{number:.{places}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def many(count: int, what: str) -> str:
    """Return a count with its noun.

    >>> many(1, "group"), many(1811, "group")
    ('1 group', '1,811 groups')
    """
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def percent(p: float) -> str:
    """Return a probability as a percentage.

    >>> percent(0.95), percent(0.999)
    ('95 %', '99.9 %')
    """
    return f"{100 * p:.6g} %"
