"""Shrinkage lines: from each group's own estimate to its partially pooled one."""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.plots import style
from hbtutor.plots.described import described_by, many, say
from hbtutor.plots.groups import centres, names_of, same_groups, single, spread

MOST_LABELS = 24  # more names than this do not fit beside a figure


def _sentence(
    y: Any, posterior: Any, *, pooled: Any = None, labels: Any = None, quantity: str | None = None
) -> str:
    raw, shrunk = _read(y, posterior)
    names = names_of(labels, y, posterior)
    low, high, moved = int(raw.argmin()), int(raw.argmax()), int(np.abs(shrunk - raw).argmax())
    what = f" of {quantity}" if quantity else ""
    text = (
        f"Shrinkage lines for {many(raw.size, 'group')}. Without pooling the estimates{what} run "
        f"from {say(raw[low])} ({names[low]}) to {say(raw[high])} ({names[high]}); "
        f"with partial pooling from {say(shrunk.min())} to {say(shrunk.max())}. "
        f"{names[moved]} moves most, from {say(raw[moved])} to {say(shrunk[moved])}."
    )
    if pooled is not None:
        text += f" Complete pooling puts every group at {say(single('pooled', pooled))}."
    return text


@described_by(_sentence)
def shrinkage(
    y: Any,
    posterior: Any,
    *,
    pooled: Any = None,
    labels: Any = None,
    quantity: str | None = None,
    ax: Any = None,
) -> Any:
    """Draw a line from each group's own estimate to its partially pooled one.

    y: estimates without pooling, shape (J,). posterior: a record with one mean for each group
    (``model.posterior(...)``, ``full_bayes(...).theta``), or the means. pooled: the estimate under
    complete pooling, a number or a record, drawn as a dashed line. labels: the groups' names (a
    pandas index is used if there is one). quantity: what is estimated, with its unit, for the
    axis. ax: where to draw; a new figure if None. Returns the Axes.

    ``shrinkage.describe(...)`` takes the same arguments and returns what they show in words.
    Raises ValueError where the numbers of groups disagree. Source: book, "Borrowing strength".

    >>> from hbtutor import NormalNormal
    >>> y, model = [28, 8, -3], NormalNormal(mu=8, tau2=40)
    >>> posterior = model.posterior(y, sigma2=[225, 100, 256])
    >>> print(shrinkage.describe(y, posterior, labels=["A", "B", "C"], pooled=8))
    Shrinkage lines for 3 groups. Without pooling the estimates run from −3 (C) to 28 (A);
    with partial pooling from 6.51 to 11. A moves most, from 28 to 11.
    Complete pooling puts every group at 8.
    """
    raw, shrunk = _read(y, posterior)
    names = names_of(labels, y, posterior)
    ax = style.axes(ax, height=4.6)
    colours = style.palette(ax)
    crowd = raw.size > MOST_LABELS
    alpha = 0.9 if not crowd else max(0.15, min(0.6, 40 / raw.size))
    size = 6 if not crowd else 3

    for start, end in zip(raw, shrunk, strict=True):
        ax.plot([0, 1], [start, end], color=colours.muted, lw=style.HAIR, alpha=alpha, zorder=2)
    ax.plot(
        np.zeros_like(raw), raw, "o", ms=size, mfc=ax.get_facecolor(), mec=colours.data,
        mew=style.THIN if not crowd else style.HAIR, zorder=3,
    )  # fmt: skip
    ax.plot(np.ones_like(shrunk), shrunk, "o", ms=size, color=colours.posterior, zorder=3)
    right = 1.08 if pooled is None else 1.34
    share = 0.06 if crowd else min(0.07 + 0.013 * max(map(len, names)), 0.5)
    ax.set_xlim(-right * share / (1 - share), right)  # room for the names, in shares of the width
    ax.set_xticks([0, 1], ["no pooling", "partial pooling"])
    ax.margins(y=0.06)
    style.dress(ax, x="", y=quantity or style.symbol("theta_j"))
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0, labelsize=style.LABEL_SIZE)
    if not crowd:
        _name(ax, raw, names, colours)
    if pooled is not None:
        _pool(ax, single("pooled", pooled), colours)
    return ax


def _read(y: Any, posterior: Any) -> tuple[np.ndarray, np.ndarray]:
    raw, shrunk = centres("y", y), centres("posterior", posterior)
    same_groups(y=raw, posterior=shrunk)
    return raw, shrunk


def _name(ax: Any, at: np.ndarray, names: list[str], colours: style.Palette) -> None:
    """Write the names to the left of the points, moved apart, with a hair line to each."""
    low, high = ax.get_ylim()
    line = 1.25 * style.TICK_SIZE / 72  # inches
    inches = ax.get_position().height * ax.get_figure().get_size_inches()[1]
    for name, point, place in zip(names, at, spread(at, line / inches * (high - low)), strict=True):
        ax.annotate(
            name, xy=(-0.015, point), xytext=(-0.07, place), va="center", ha="right",
            fontsize=style.TICK_SIZE, color=colours.ink,
            arrowprops={
                "arrowstyle": "-", "color": colours.muted, "lw": 0.5, "shrinkA": 1, "shrinkB": 2,
            },
        )  # fmt: skip


def _pool(ax: Any, value: float, colours: style.Palette) -> None:
    ax.plot([0, 1.1], [value, value], color=colours.prior, lw=style.THIN, ls=style.DASHES, zorder=1)
    ax.annotate(
        f"complete\npooling\n{say(value)}", xy=(1.12, value), color=colours.prior,
        fontsize=style.TICK_SIZE, va="center",
    )  # fmt: skip
