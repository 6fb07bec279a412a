"""One look for all figures: colours with a meaning, on light and on dark, without rcParams.

Green and dashed is what was believed before (the prior, complete pooling); vermilion and open is
what the data say alone (the likelihood, no pooling); blue and filled is their compromise (the
posterior, partial pooling).  The hues are those of Okabe and Ito, told apart by every common kind
of colour vision; line styles and markers say the same again for print in grey.

A figure that hbtutor makes has Matplotlib's own background, white unless the user chose another:
a white card is readable on paper and on a dark page.  On Axes with a dark background the ink is
light.  Source: Okabe, M. & Ito, K. (2008) Color Universal Design.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgba

from hbtutor import notation

LABEL_SIZE = 10
TICK_SIZE = 9
WIDTH = 6.4
HAIR, THIN, THICK = 0.8, 1.4, 2.4
DASHES = (0, (5, 2.5))
DASH_DOTS = (0, (6, 2, 1.5, 2))


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean; each has a contrast of at least 3 with the background."""

    ink: str
    muted: str
    faint: str
    paper: str
    prior: str
    data: str
    posterior: str
    extra: str


LIGHT = Palette(
    ink="#222222",
    muted="#666666",
    faint="#d9d9d9",
    paper="#ffffff",
    prior="#008561",
    data="#d55e00",
    posterior="#0072b2",
    extra="#b0578d",
)
DARK = Palette(
    ink="#eeeeee",
    muted="#aaaaaa",
    faint="#4d4d4d",
    paper="#121212",
    prior="#2bbf94",
    data="#f0812b",
    posterior="#56b4e9",
    extra="#cc79a7",
)


def axes(ax: Any, *, height: float = 4.0, width: float = WIDTH) -> Any:
    """Return the Axes to draw on: the given ones, or those of a new figure (sizes in inches)."""
    if ax is not None:
        return ax
    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def palette(ax: Any) -> Palette:
    """Return the colours that are readable on these Axes."""
    red, green, blue, alpha = to_rgba(ax.get_facecolor())
    if alpha < 0.5:  # the figure shows through
        red, green, blue, alpha = to_rgba(ax.get_figure().get_facecolor())
    if alpha < 0.5:  # nothing there: paper
        return LIGHT
    return LIGHT if luminance((red, green, blue)) > 0.18 else DARK


def luminance(colour: Any) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white).

    Source: Web Content Accessibility Guidelines 2.2, "relative luminance".

    >>> round(luminance("white"), 3), round(luminance("#0072b2"), 3)
    (1.0, 0.152)
    """
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgba(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def dress(ax: Any, *, x: str | None = None, y: str | None = None, left: bool = True) -> None:
    """Put on the common look: two spines at most, readable ticks, labels (None: no axis)."""
    colours = palette(ax)
    for side, spine in ax.spines.items():
        spine.set_visible((side == "bottom" and x is not None) or (side == "left" and left))
        spine.set_color(colours.muted)
        spine.set_linewidth(HAIR)
    ax.tick_params(colors=colours.muted, labelcolor=colours.ink, labelsize=TICK_SIZE, width=HAIR)
    ax.tick_params(axis="both", which="minor", length=0)
    for axis, text in ((ax.xaxis, x), (ax.yaxis, y)):
        axis.label.set_color(colours.ink)
        axis.label.set_fontsize(LABEL_SIZE)
        if text is not None:
            axis.set_label_text(text)
    if x is None:
        ax.tick_params(axis="x", length=0)
    if not left:
        ax.tick_params(axis="y", length=0)
    ax.set_axisbelow(True)


def legend(ax: Any, **options: Any) -> None:
    """Add a legend without a frame, in the ink of the Axes."""
    settings = {"frameon": False, "fontsize": TICK_SIZE, "labelcolor": palette(ax).ink}
    ax.legend(**(settings | options))


def symbol(name: str) -> str:
    r"""Return a symbol of the book as Matplotlib's mathematics, from its name in the code.

    >>> symbol("theta_j")
    '$\\theta_j$'
    """
    return f"${notation.lookup(name).latex}$"


def label(name: str) -> str:
    r"""Return the book's symbol for a quantity, or the name itself where the book has none.

    >>> label("tau"), label("theta"), label("theta[1]")
    ('$\\tau$', '$\\theta_j$', 'theta[1]')
    """
    known = {record.name for record in notation.TABLE}
    named = {"theta": "theta_j", "school": "mu_k"}.get(name, name)
    return symbol(named) if named in known else name
