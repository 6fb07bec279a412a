"""Forest and caterpillar: every group's interval, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from hbtutor.plots import style
from hbtutor.plots.described import described_by, many, percent, say
from hbtutor.plots.groups import centres, interval, names_of, same_groups, single

MOST_ROWS = 40  # more rows than this go without names and markers: a caterpillar


def _sentence(
    posterior: Any,
    *,
    compare: Any = None,
    below: Mapping[str, Any] | None = None,
    pooled: Any = None,
    labels: Any = None,
    names: tuple[str, str] = ("partial pooling", "no pooling"),
    p: float = 0.95,
    sort: bool = False,
    quantity: str | None = None,
) -> str:
    mean, low, high = _rows("posterior", posterior, p)
    called = names_of(labels, posterior, compare if compare is not None else posterior)
    least, most = int(mean.argmin()), int(mean.argmax())
    what = f" of {quantity}" if quantity else ""
    order = ", sorted by their means" if sort else ""
    text = (
        f"Forest plot of {many(mean.size, 'group')}{order}: {percent(p)} intervals{what} "
        f"under {names[0]}. "
        f"The means run from {say(mean[least])} ({called[least]}, interval {say(low[least])} to "
        f"{say(high[least])}) to {say(mean[most])} ({called[most]}, {say(low[most])} to "
        f"{say(high[most])})."
    )
    if compare is not None:
        _, compare_low, compare_high = _rows("compare", compare, p)
        ratio = float(np.median((high - low) / (compare_high - compare_low)))
        text += (
            f" The typical interval is {say(ratio)} times as wide as with {names[1]}, which is "
            "drawn above it."
        )
    if pooled is not None:
        text += f" A dashed line marks complete pooling at {say(single('pooled', pooled))}."
    rows = []
    for name, record in (below or {}).items():
        low, high = interval("below", record, p)
        rows.append(
            f"{name}, {say(single('below', record))} ({say(float(low))} to {say(float(high))})"
        )
    if rows:
        text += f" Below: {'; '.join(rows)}."
    return text


@described_by(_sentence)
def forest(
    posterior: Any,
    *,
    compare: Any = None,
    below: Mapping[str, Any] | None = None,
    pooled: Any = None,
    labels: Any = None,
    names: tuple[str, str] = ("partial pooling", "no pooling"),
    p: float = 0.95,
    sort: bool = False,
    quantity: str | None = None,
    ax: Any = None,
) -> Any:
    """Draw each group's mean and interval, one row a group.

    posterior: a record with a mean for each group and ``interval(p)`` (thin line: p, thick: half
    the groups' probability, 50 %). compare: a second record, drawn above the first in each row,
    such as ``Normal(y, sigma2)`` for no pooling; names: what the two are called. below: rows
    beneath the groups, name to a record of one value, drawn as diamonds (the mean of all groups, a
    new group). pooled: a number or record for the dashed line of complete pooling. labels: the
    groups' names (a pandas index is used if there is one). sort: by the posterior mean, the
    largest on top. quantity: what is estimated, with its unit. ax: where to draw; a new figure if
    None. More than 40 groups are drawn without names, as a caterpillar. Returns the Axes.

    ``forest.describe(...)`` takes the same arguments and returns what they show in words.
    Raises ValueError for a record without intervals or where the numbers of groups disagree.

    >>> from hbtutor import Normal
    >>> print(forest.describe(Normal([10.0, 4.0], [4.0, 1.0]), labels=["A", "B"]))
    Forest plot of 2 groups: 95 % intervals under partial pooling. The means run from
    4 (B, interval 2.04 to 5.96) to 10 (A, 6.08 to 13.9).
    """
    below = dict(below or {})
    rows = {"posterior": _rows("posterior", posterior, p)}
    if compare is not None:
        rows["compare"] = _rows("compare", compare, p)
        same_groups(posterior=rows["posterior"][0], compare=rows["compare"][0])
    size = rows["posterior"][0].size
    called = names_of(labels, posterior, compare if compare is not None else posterior)
    crowd = size > MOST_ROWS
    order = np.argsort(-rows["posterior"][0], kind="stable") if sort else np.arange(size)
    height = 5.5 if crowd else 1.1 + 0.33 * (size + len(below))
    ax = style.axes(ax, height=height)
    colours = style.palette(ax)
    place = np.empty(size)
    place[order] = -np.arange(size, dtype=float)

    lift = 0.0 if crowd or compare is None else 0.16
    if compare is not None:
        mean, low, high = rows["compare"]
        width = style.THIN if not crowd else 0.5
        ax.hlines(place + lift, low, high, color=colours.data, lw=width, alpha=1 - 0.4 * crowd)
        ax.plot(mean, place + lift, "o", ms=5 if not crowd else 1.5, mfc=ax.get_facecolor(),
                mec=colours.data, mew=width, zorder=3, label=names[1])  # fmt: skip
    mean, low, high = rows["posterior"]
    inner = interval("posterior", posterior, 0.5)
    ax.hlines(place - lift, low, high, color=colours.posterior, lw=style.THIN if not crowd else 0.5)
    ax.hlines(place - lift, *inner, color=colours.posterior, lw=3.5 if not crowd else 1.2)
    ax.plot(mean, place - lift, "o", ms=6 if not crowd else 2, color=colours.posterior, zorder=3,
            label=names[0])  # fmt: skip
    for row, (_, record) in enumerate(below.items()):
        _diamond(ax, record, p, -size - row - 0.3, colours)
    if pooled is not None:
        ax.axvline(single("pooled", pooled), color=colours.prior, lw=style.THIN, ls=style.DASHES,
                   zorder=1, label="complete pooling")  # fmt: skip
    ticks: list[tuple[float, str]] = [] if crowd else list(zip(place, called, strict=True))
    ticks += [(-size - row - 0.3, name) for row, name in enumerate(below)]
    ax.set_yticks([tick for tick, _ in ticks], [name for _, name in ticks])
    ax.set_ylim(-size - len(below) + (0.4 if not below else 0.1), 0.7)
    style.dress(ax, x=quantity or style.symbol("theta_j"), left=False)
    if compare is not None or pooled is not None:
        handles, told = ax.get_legend_handles_labels()
        style.legend(ax, handles=handles, labels=told, loc="lower center", ncols=3,
                     bbox_to_anchor=(0.5, 1.0), borderaxespad=0.2)  # fmt: skip
    return ax


def _rows(name: str, record: Any, p: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    low, high = interval(name, record, p)
    return centres(name, record), low, high


def _diamond(ax: Any, record: Any, p: float, y: float, colours: style.Palette) -> None:
    low, high = (float(end) for end in interval("below", record, p))
    mean = single("below", record)
    ax.fill([low, mean, high, mean], [y, y + 0.28, y, y - 0.28], color=colours.prior, lw=0)
