"""Results of simulations: calibration, coverage and the risk of pooling."""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.plots import style
from hbtutor.plots.described import described_by, percent, say

LINES = ("-", style.DASHES, style.DASH_DOTS, ":")


def _sentence_calibration(result: Any, *, p: float = 0.95) -> str:
    out = result.outside(p)
    worst = np.abs(result.ecdf_difference).max(axis=1)
    listed = "; ".join(
        f"{name} strays by at most {say(far)}"
        for name, far in zip(result.names, worst, strict=True)
    )
    verdict = (
        f"{', '.join(out)} left the band: not calibrated"
        if out
        else "all stay inside the band, as calibrated posteriors do"
    )
    return (
        f"Calibration over {result.replicates:,} simulated data sets: the empirical distribution "
        f"of the ranks less the uniform one, with the simultaneous {percent(p)} band. {listed}; "
        f"{verdict}."
    )


@described_by(_sentence_calibration)
def calibration(result: Any, *, p: float = 0.95, ax: Any = None) -> Any:
    """Draw the difference between the ranks' distribution and the uniform one, with its band.

    result: what ``simulate.calibration`` returned. p: probability that one calibrated quantity
    stays in the band everywhere. ax: where to draw; a new figure if None. Lines that bend up and
    then down show posteriors too narrow, down and then up too wide, an arch a bias. Returns the
    Axes.

    ``calibration.describe(...)`` takes the same arguments and returns what they show in words.
    Source: Säilynoja, Bürkner & Vehtari (2022), Statistics and Computing 32:32.

    >>> import numpy as np
    >>> from hbtutor import NormalNormal, simulate
    >>> result = simulate.calibration(NormalNormal(mu=50, tau2=9), sigma2=16.0, groups=5,
    ...                               replicates=200, rng=np.random.default_rng(1))
    >>> print(calibration.describe(result))
    Calibration over 200 simulated data sets: the empirical distribution of the ranks less the
    uniform one, with the simultaneous 95 % band. theta strays by at most 0.085; all stay inside
    the band, as calibrated posteriors do.
    """
    ax = style.axes(ax, height=3.8)
    colours = style.palette(ax)
    low, high = result.band(p)
    z = np.concatenate([[0.0], result.points, [1.0]])
    band = [np.concatenate([[0.0], part, [0.0]]) for part in (low, high)]
    ax.fill_between(z, *band, color=colours.faint, alpha=0.6, lw=0, label=f"{percent(p)} band")
    ax.axhline(0, color=colours.muted, lw=style.HAIR)
    hues = (colours.posterior, colours.data, colours.prior, colours.extra)
    for number, (name, gap) in enumerate(zip(result.names, result.ecdf_difference, strict=True)):
        ax.plot(
            z, np.concatenate([[0.0], gap, [0.0]]), color=hues[number % 4],
            ls=LINES[number // 4 % 4], lw=style.THIN,
            label=style.label(name),
        )  # fmt: skip
    ax.set_xlim(0, 1)
    style.dress(ax, x="rank of the truth among the draws (as a share)", y="ECDF − uniform")
    style.legend(ax, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return ax


def _sentence_coverage(result: Any) -> str:
    told = []
    for name, covered, se in zip(result.names, result.covered, result.se, strict=True):
        worst = int(np.abs(covered - result.levels).argmax())
        told.append(
            f"intervals of {name} stated at {percent(result.levels[worst])} hold the truth in "
            f"{percent(round(float(covered[worst]), 3))} (Monte Carlo error "
            f"{percent(round(float(se[worst]), 3))})"
        )
    return (
        f"Coverage over {result.replicates:,} simulated data sets against the stated probability; "
        f"farthest from it: {'; '.join(told)}."
    )


@described_by(_sentence_coverage)
def coverage(result: Any, *, ax: Any = None) -> Any:
    """Draw how often intervals hold the truth against how often they say they do.

    result: what ``simulate.coverage`` returned; bars show two Monte Carlo standard errors. ax:
    where to draw; a new figure if None. Returns the Axes.

    ``coverage.describe(...)`` takes the same argument and returns what it shows in words.

    >>> import numpy as np
    >>> from hbtutor import NormalNormal, simulate
    >>> result = simulate.coverage(NormalNormal(mu=50, tau2=9), sigma2=16.0, groups=5,
    ...     levels=[0.5, 0.9], replicates=200, rng=np.random.default_rng(1))
    >>> coverage.describe(result).split(";")[0]
    'Coverage over 200 simulated data sets against the stated probability'
    """
    ax = style.axes(ax, height=4.4, width=5.0)
    colours = style.palette(ax)
    ax.plot([0, 1], [0, 1], color=colours.muted, lw=style.HAIR, ls=style.DASHES)
    hues = (colours.posterior, colours.data, colours.prior, colours.extra)
    for number, name in enumerate(result.names):
        ax.errorbar(
            result.levels, result.covered[number], yerr=2 * result.se[number],
            color=hues[number % 4], marker="osD^"[number // 4 % 4], ms=5, lw=style.THIN,
            label=style.label(name),
        )  # fmt: skip
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.02)
    ax.set_aspect("equal")
    style.dress(ax, x="stated probability", y="share that holds the truth")
    style.legend(ax, loc="upper left")
    return ax


def _sentence_pooling(result: Any) -> str:
    risks = ", ".join(
        f"{say(risk)} (Monte Carlo error {say(se)}) with {name}"
        for name, risk, se in zip(result.estimators, result.risk, result.se, strict=True)
    )
    saved = 100 * result.gain / result.risk[:2]
    words = " and ".join(
        f"{say(abs(share))} % {'less' if share >= 0 else 'more'} than {name}"
        for name, share in zip(result.estimators, saved, strict=False)
    )
    return (
        f"Mean squared error over {result.replicates:,} simulated data sets: {risks}. "
        f"Partial pooling errs {words}."
    )


@described_by(_sentence_pooling)
def pooling_study(result: Any, *, ax: Any = None) -> Any:
    """Draw the risk of no, complete and partial pooling.

    result: what ``simulate.pooling_study`` returned; bars show two Monte Carlo standard errors,
    the small strokes single groups. ax: where to draw; a new figure if None. Returns the Axes.

    ``pooling_study.describe(...)`` takes the same argument and returns what it shows in words.

    >>> import numpy as np
    >>> from hbtutor import NormalNormal, simulate
    >>> result = simulate.pooling_study(NormalNormal(mu=50, tau2=9), sigma2=16.0, groups=5,
    ...     replicates=200, rng=np.random.default_rng(1))
    >>> pooling_study.describe(result)[:50]
    'Mean squared error over 200 simulated data sets: 1'
    """
    ax = style.axes(ax, height=2.6)
    colours = style.palette(ax)
    rows = np.arange(len(result.estimators))[::-1]
    hues = (colours.data, colours.prior, colours.posterior)
    for row, hue, risk, se, groups in zip(
        rows, hues, result.risk, result.se, result.by_group, strict=True
    ):
        ax.plot(groups, np.full(groups.size, row), "|", ms=11, color=hue, alpha=0.55)
        ax.errorbar(risk, row, xerr=2 * se, fmt="o", ms=7, color=hue, lw=style.THICK, zorder=3)
        ax.annotate(
            say(risk), xy=(risk, row), xytext=(0, 9), textcoords="offset points", ha="center",
            fontsize=style.TICK_SIZE, color=colours.ink,
        )  # fmt: skip
    ax.set_yticks(rows, result.estimators)
    ax.set_ylim(-0.6, len(rows) - 0.3)
    ax.set_xlim(0, None)
    style.dress(ax, x="mean squared error", left=False)
    return ax
