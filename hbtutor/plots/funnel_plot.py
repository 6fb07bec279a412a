"""Funnel: estimates against their standard errors, with the limits that chance alone sets."""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.plots import style
from hbtutor.plots.described import described_by, many, percent, say
from hbtutor.plots.groups import centres, names_of, same_groups, single
from hbtutor.validation import nonnegative, positive


def _sentence(
    y: Any,
    *,
    sigma2: Any,
    centre: Any,
    tau2: float = 0.0,
    labels: Any = None,
    p: float = 0.95,
    quantity: str | None = None,
) -> str:
    values, error, middle, outside = _read(y, sigma2, centre, tau2, p)
    names = names_of(labels, y)
    out = [names[j] for j in np.flatnonzero(outside)]
    listed = f" ({', '.join(out)})" if 0 < len(out) <= 6 else ""
    spread = f" and a standard deviation between groups of {say(tau2**0.5)}" if tau2 else ""
    return (
        f"Funnel plot of {many(values.size, 'estimate')}{f' of {quantity}' if quantity else ''}, "
        f"from {say(values.min())} to {say(values.max())}, against standard errors from "
        f"{say(error.min())} to {say(error.max())}. {len(out)} of them{listed} lie outside the "
        f"{percent(p)} limits around {say(middle)} that sampling error{spread} would set."
    )


@described_by(_sentence)
def funnel(
    y: Any,
    *,
    sigma2: Any,
    centre: Any,
    tau2: float = 0.0,
    labels: Any = None,
    p: float = 0.95,
    quantity: str | None = None,
    ax: Any = None,
) -> Any:
    """Draw estimates against their standard errors, the precise ones on top.

    y: estimates, (J,). sigma2: their sampling variances, (J,) or one number. centre: the common
    mean, a number or a record. tau2: variance between groups: the limits are
    centre ± z sqrt(sigma2 + tau2), at tau2 = 0 those of complete pooling. labels: names of the
    groups; those outside the limits are written. quantity: what is estimated, with its unit. ax:
    where to draw; a new figure if None. Returns the Axes.

    ``funnel.describe(...)`` takes the same arguments and returns what they show in words.
    Source: Spiegelhalter (2005), Statistics in Medicine 24:1185-1202; book, "Meta-analysis".

    >>> print(funnel.describe([0.0, 5.0, 1.0], sigma2=[1.0, 4.0, 9.0], centre=0.5))
    Funnel plot of 3 estimates, from 0 to 5, against standard errors from 1 to 3. 1 of them (2)
    lie outside the 95 % limits around 0.5 that sampling error would set.
    """
    values, error, middle, outside = _read(y, sigma2, centre, tau2, p)
    ax = style.axes(ax, height=4.4)
    colours = style.palette(ax)
    deep = np.linspace(0, 1.08 * error.max(), 200)
    half = _z(p) * np.sqrt(deep**2 + tau2)
    ax.fill_betweenx(deep, middle - half, middle + half, color=colours.faint, alpha=0.35, lw=0)
    for side in (-1, 1):
        ax.plot(middle + side * half, deep, color=colours.muted, lw=style.HAIR)
    ax.axvline(middle, color=colours.prior, lw=style.THIN, ls=style.DASHES)
    ax.plot(values[~outside], error[~outside], "o", ms=5, mfc=ax.get_facecolor(),
            mec=colours.data, mew=style.THIN)  # fmt: skip
    ax.plot(values[outside], error[outside], "o", ms=6, color=colours.data)
    if labels is not None or (hasattr(y, "index") and hasattr(y, "reindex")):
        names = names_of(labels, y)
        for j in np.flatnonzero(outside):
            left = values[j] < middle
            ax.annotate(
                names[j], xy=(values[j], error[j]), xytext=(-7 if left else 7, 0),
                textcoords="offset points", ha="right" if left else "left", va="center",
                fontsize=style.TICK_SIZE, color=colours.ink,
            )  # fmt: skip
    ax.margins(x=0.15)
    ax.set_ylim(deep[-1], 0)
    style.dress(ax, x=quantity or style.symbol("y_j"), y="standard error")
    return ax


def _z(p: float) -> float:
    from scipy.stats import norm

    if not 0 < p < 1:
        raise ValueError(f"p must be strictly between 0 and 1; got {p!r}.")
    return float(norm.ppf((1 + p) / 2))


def _read(
    y: Any, sigma2: Any, centre: Any, tau2: float, p: float
) -> tuple[np.ndarray, np.ndarray, float, np.ndarray]:
    values, middle = centres("y", y), single("centre", centre)
    var = np.asarray(positive("sigma2", sigma2), dtype=float)
    var = np.full(values.size, float(var)) if var.ndim == 0 else var
    same_groups(y=values, sigma2=var)
    total = var + single("tau2", nonnegative("tau2", tau2))
    return values, np.sqrt(var), middle, np.abs(values - middle) > _z(p) * np.sqrt(total)
