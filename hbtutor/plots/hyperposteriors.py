"""The posterior of the hyperparameters: a curve for one, contours for two."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from hbtutor.plots import style
from hbtutor.plots.densities import density, one_value
from hbtutor.plots.described import described_by, percent, say
from hbtutor.plots.joint import joint

POINTS = 120
SHARES = (0.5, 0.8, 0.95)


def _sentence(
    posterior: Any,
    names: str | tuple[str, str] = "tau",
    *,
    prior: Any = None,
    p: float = 0.95,
    log: bool = False,
) -> str:
    chosen = _chosen(posterior, names)
    parts = []
    for name in chosen:
        record = posterior.hyper[name]
        low, high = record.interval(p)
        parts.append(
            f"{name} has median {say(record.quantile(0.5))} and {percent(p)} interval "
            f"{say(low)} to {say(high)}"
        )
    if len(chosen) == 1:
        given = ", with its prior dashed" if prior is not None else ""
        return f"Posterior density of {chosen[0]}{given}: {parts[0]}."
    shares = ", ".join(percent(share) for share in SHARES[:-1]) + f" and {percent(SHARES[-1])}"
    scale = ", both axes logarithmic" if log else ""
    return (
        f"Contours of the joint posterior of {chosen[0]} and {chosen[1]}{scale}, holding {shares} "
        f"of the probability: {parts[0]}; {parts[1]}."
    )


@described_by(_sentence)
def hyperposterior(
    posterior: Any,
    names: str | tuple[str, str] = "tau",
    *,
    prior: Any = None,
    p: float = 0.95,
    log: bool = False,
    ax: Any = None,
) -> Any:
    """Draw the posterior of one hyperparameter as a curve, or of two as contours.

    posterior: what ``full_bayes`` returned. names: one name in ``posterior.hyper``, or two, the
    first along the horizontal axis. prior: for one name, a prior or record, drawn dashed.
    p: probability of the shaded interval of the curve. log: for two, logarithmic axes, on which
    the density is that of the logarithms. ax: where to draw; a new figure if None. The contours
    bound the smallest regions that hold 50 %, 80 % and 95 %. Returns the Axes.

    ``hyperposterior.describe(...)`` takes the same arguments and returns what they show in words.
    Raises ValueError for unknown names and for pairs that were not integrated together.
    Source: Gelman et al., Bayesian Data Analysis, 3rd ed., figures 5.3 and 5.5.

    >>> from hbtutor import NormalNormal, full_bayes
    >>> fit = full_bayes(NormalNormal, [3.0, 9.0, 14.0, 6.0], sigma2=[4.0, 9.0, 1.0, 2.0])
    >>> print(hyperposterior.describe(fit, "mu", p=0.5))
    Posterior density of mu: mu has median 8.13 and 50 % interval 5.65 to 10.5.
    """
    chosen = _chosen(posterior, names)
    if len(chosen) == 2:
        return _contours(posterior, (chosen[0], chosen[1]), log, style.axes(ax, height=4.4))
    return _curve(posterior.hyper[chosen[0]], chosen[0], prior, p, style.axes(ax, height=3.4))


def _curve(record: Any, name: str, prior: Any, p: float, ax: Any) -> Any:
    colours = style.palette(ax)
    one_value(name, record)
    low, high = record.quantile([0.001, 0.995])
    from_zero = 0 < low < 0.05 * high  # a density that begins at zero is shown from there
    x = np.linspace(high * 1e-6 if from_zero else low, high, POINTS)
    height_at = density(name, record, x)
    ends = record.interval(p)
    inside = (x >= ends[0]) & (x <= ends[1])
    ax.fill_between(x[inside], height_at[inside], color=colours.posterior, alpha=0.18, lw=0)
    ax.plot(x, height_at, color=colours.posterior, lw=style.THICK, label="posterior")
    median = record.quantile(0.5)
    height = np.interp(median, x, height_at)
    ax.plot([median, median], [0, height], color=colours.posterior, lw=style.THIN, label="median")
    if prior is not None:
        before = density("prior", prior, x)
        ax.plot(x, before, color=colours.prior, lw=style.THIN, ls=style.DASHES, label="prior")
        style.legend(ax)
    ax.set_xlim(0.0 if from_zero else low, high)
    ax.set_ylim(0, None)
    ax.set_yticks([])
    style.dress(ax, x=style.label(name), left=False)
    return ax


def _contours(posterior: Any, names: tuple[str, str], log: bool, ax: Any) -> Any:
    colours = style.palette(ax)
    found = joint(posterior, names, log=log)
    x, y = (np.exp(part) if log else part for part in (found.x, found.y))
    levels = found.levels(SHARES)[::-1]  # rising, as Matplotlib wants them
    top = float(found.density.max())
    for level, alpha in zip(levels, (0.12, 0.2, 0.3), strict=True):
        ax.contourf(x, y, found.density, levels=[level, top], colors=colours.posterior, alpha=alpha)
    ax.contour(x, y, found.density, levels=levels, colors=colours.posterior, linewidths=style.THIN)
    for level, share in zip(levels, SHARES[::-1], strict=True):
        highest = np.argmax(np.where(found.density >= level, y, -np.inf))
        ax.annotate(
            percent(share), xy=(x.ravel()[highest], y.ravel()[highest]), xytext=(0, 2),
            textcoords="offset points", ha="center", va="bottom", fontsize=style.TICK_SIZE - 1,
            color=colours.ink,
        )  # fmt: skip
    seen = found.density >= levels[0]
    for axis, part, limit in (
        (ax.xaxis, found.x[seen], ax.set_xlim),
        (ax.yaxis, found.y[seen], ax.set_ylim),
    ):
        low, high, room = part.min(), part.max(), 0.07 * (part.max() - part.min())
        if log:
            axis.axes.set(**{f"{axis.axis_name}scale": "log"})
            axis.set_major_locator(LogLocator(subs=(1, 1.5, 2, 3, 5, 7)))
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
            axis.set_minor_formatter(NullFormatter())
            limit(np.exp(low - room), np.exp(high + room))
        else:
            limit(0.0 if 0 <= low < room else low - room, high + room)
    style.dress(ax, x=style.label(names[0]), y=style.label(names[1]))
    return ax


def _chosen(posterior: Any, names: str | tuple[str, ...]) -> tuple[str, ...]:
    chosen = (names,) if isinstance(names, str) else tuple(names)
    known = list(posterior.hyper)
    if len(chosen) not in (1, 2) or any(name not in known for name in chosen):
        raise ValueError(
            f"names must be one or two of the hyperparameters {', '.join(known)}; got {names!r}."
        )
    return chosen
