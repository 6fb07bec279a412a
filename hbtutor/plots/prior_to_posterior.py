"""Prior, likelihood and posterior of one parameter on one axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.integrate import trapezoid

from hbtutor.plots import style
from hbtutor.plots.densities import density, one_value
from hbtutor.plots.described import described_by, say

POINTS = 801
TAIL = 0.0005  # what the axis leaves out of the prior and of the posterior on each side
VISIBLE = 0.01  # of the likelihood's largest value


def _sentence(
    prior: Any,
    posterior: Any,
    *,
    likelihood: Callable[[Any], Any] | None = None,
    symbol: str = "theta_j",
    quantity: str | None = None,
) -> str:
    x, _, heights, _ = _curves(prior, posterior, likelihood)
    peak = x[int(heights.argmax())]
    low, high = sorted((float(prior.mean), float(peak)))
    return (
        f"Prior, likelihood and posterior{f' of {quantity}' if quantity else ''}. "
        f"The prior has mean {say(prior.mean)} and standard deviation {say(prior.sd)}; "
        f"the likelihood peaks at {say(peak)}; "
        f"the posterior{', between them,' if low < posterior.mean < high else ''} has mean "
        f"{say(posterior.mean)} and standard deviation {say(posterior.sd)}."
    )


@described_by(_sentence)
def posterior(
    prior: Any,
    posterior: Any,
    *,
    likelihood: Callable[[Any], Any] | None = None,
    symbol: str = "theta_j",
    quantity: str | None = None,
    ax: Any = None,
) -> Any:
    """Draw the prior, the likelihood and the posterior of one parameter.

    prior, posterior: records of one value: distributions (Normal, Beta, Gamma, …) or posteriors
    such as ``full_bayes(...).theta["A"]``. likelihood: its logarithm up to a constant, a function
    of the parameter; by default log posterior - log prior, which Bayes' theorem says it is. It is
    drawn with unit area over the axis, so that the three can be compared. symbol: the parameter's
    name in the notation, for the axis, or quantity: what it is in words, with its unit. ax: where
    to draw; a new figure if None. Returns the Axes.

    ``posterior.describe(...)`` takes the same arguments and returns what they show in words.
    Raises ValueError for records of more than one value. Source: book, "The mechanism of
    shrinkage".

    >>> from hbtutor import Beta
    >>> print(posterior.describe(Beta(2, 6), Beta(9, 9), symbol="p"))
    Prior, likelihood and posterior. The prior has mean 0.25 and standard deviation 0.144;
    the likelihood peaks at 0.7; the posterior, between them, has mean 0.5 and standard
    deviation 0.115.
    """
    x, before, data, after = _curves(prior, posterior, likelihood)
    ax = style.axes(ax, height=3.4)
    colours = style.palette(ax)
    ax.fill_between(x, after, color=colours.posterior, alpha=0.15, lw=0)
    ax.plot(x, before, color=colours.prior, lw=style.THIN, ls=style.DASHES, label="prior", zorder=3)
    ax.plot(
        x, data, color=colours.data, lw=style.THIN, ls=style.DASH_DOTS, label="likelihood", zorder=3
    )
    ax.plot(x, after, color=colours.posterior, lw=style.THICK, label="posterior")
    ax.set_ylim(0, None)
    ax.set_xlim(x[0], x[-1])
    ax.set_yticks([])
    style.dress(ax, x=quantity or style.symbol(symbol), left=False)
    style.legend(ax, loc="best")
    return ax


def _curves(
    prior: Any, posterior: Any, likelihood: Callable[[Any], Any] | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    one_value("prior", prior)
    one_value("posterior", posterior)
    ends = np.array([record.quantile([TAIL, 1 - TAIL]) for record in (prior, posterior)])
    low, high = ends.min(), ends.max()
    x = _as_far_as_the_likelihood(low, high, prior, posterior, likelihood)
    before, after = density("prior", prior, x), density("posterior", posterior, x)
    data = _relative(x, before, after, likelihood)
    return x, before, data / trapezoid(data, x), after


def _as_far_as_the_likelihood(
    low: float, high: float, prior: Any, posterior: Any, likelihood: Callable[[Any], Any] | None
) -> np.ndarray:
    """Return the axis: widened by up to a half on each side while the likelihood is to be seen."""
    room = (high - low) / 2
    wide = np.linspace(low - room, high + room, POINTS // 4)
    before, after = density("prior", prior, wide), density("posterior", posterior, wide)
    possible = (before > 0) & (after > 0)
    wide = wide[possible]
    seen = wide[_relative(wide, before[possible], after[possible], likelihood) > VISIBLE]
    return np.linspace(min(low, seen[0]), max(high, seen[-1]), POINTS)


def _relative(
    x: np.ndarray,
    before: np.ndarray,
    after: np.ndarray,
    likelihood: Callable[[Any], Any] | None,
) -> np.ndarray:
    """Return the likelihood relative to its largest value on the axis."""
    if likelihood is not None:
        log = np.asarray(likelihood(x), dtype=float)
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            log = np.log(after) - np.log(before)
        log[~np.isfinite(log)] = -np.inf
    return np.exp(log - log.max())
