"""How often intervals hold the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from hbtutor.simulate.pooling import drawn_at
from hbtutor.simulate.replicate import replicate
from hbtutor.simulate.setting import Setting, records, truths

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Coverage:
    """The share of intervals that hold the truth.

    names: the quantities; levels: the intervals' probabilities, (P,).
    covered, se: share and its Monte Carlo standard error, (quantities, P); the groups of a
    replicate are averaged before the error is taken, since they need not be independent.
    width: mean width of the intervals, in the units of the quantity, (quantities, P).
    replicates: their number.
    """

    names: tuple[str, ...]
    levels: np.ndarray
    covered: np.ndarray
    se: np.ndarray
    width: np.ndarray
    replicates: int

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each quantity and level: covered, se, width."""
        import pandas as pd

        index = pd.MultiIndex.from_product([self.names, self.levels], names=["quantity", "level"])
        columns = {"covered": self.covered, "se": self.se, "width": self.width}
        return pd.DataFrame({name: part.ravel() for name, part in columns.items()}, index=index)


def coverage(
    model: Any,
    *,
    rng: Any,
    levels: Sequence[float] = (0.5, 0.8, 0.9, 0.95),
    replicates: int = 1000,
    theta: Any = None,
    posterior: Callable[..., Any] | None = None,
    prior: Mapping[str, Any] | None = None,
    workers: int = 1,
    progress: bool | None = None,
    **design: Any,
) -> Coverage:
    """Estimate how often posterior intervals of each probability hold the true values.

    model, posterior, prior, design, rng, replicates, workers, progress: as in ``calibration``.
    levels: probabilities of the equal-tailed intervals, from ``posterior.quantile``.
    theta: None draws new true values in every replicate; given, (J,) or (J, p), they stay fixed,
    and only the data are drawn.

    Right posteriors cover at the stated rate on average over the prior; at fixed true values, or
    with estimated hyperparameters taken for known, they need not.
    Source: Morris (1983), JASA 78:47-55; book, "Simulation".

    >>> import numpy as np
    >>> from hbtutor import BetaBinomial
    >>> result = coverage(BetaBinomial(alpha=2, beta=6), trials=[5, 50], levels=[0.9],
    ...                   replicates=400, rng=np.random.default_rng(2))
    >>> bool(abs(result.covered[0, 0] - 0.9) < 4 * result.se[0, 0])
    True
    """
    at = np.array(levels, dtype=float)
    if at.ndim != 1 or not at.size or not ((at > 0) & (at < 1)).all():
        raise ValueError(f"levels must be strictly between 0 and 1; got {levels!r}.")
    setting = Setting(model, posterior, prior, design)
    if theta is not None:
        theta = np.asarray(theta, dtype=float)
    once = partial(_hits, setting, theta, at)
    found = replicate(
        once, rng=rng, times=replicates, workers=workers, progress=progress, what="coverage"
    )
    names = tuple(found[0])
    hits, widths = (
        np.array([[one[name][part] for one in found] for name in names]) for part in (0, 1)
    )
    return Coverage(
        names=names,
        levels=at,
        covered=hits.mean(axis=1),
        se=hits.std(axis=1, ddof=1) / np.sqrt(replicates),
        width=widths.mean(axis=1),
        replicates=replicates,
    )


def _hits(setting: Setting, theta: Any, levels: np.ndarray, rng: Any) -> dict[str, np.ndarray]:
    """Return, for each quantity, the shares that hold the truth and the widths: (2, P)."""
    if theta is None:
        model, simulated, known = setting.draw(rng)
        y = simulated.y
    else:
        model, y, _, known = drawn_at(setting, theta, rng)
    found = records(setting.fit(model, y, known, rng))
    if theta is None:
        true = truths(model, simulated, tuple(found))
    else:
        true = {"theta": theta}
    hits = {}
    tails = np.concatenate([(1 - levels) / 2, (1 + levels) / 2])
    for name, truth in true.items():
        ends = np.asarray(found[name].quantile(tails), dtype=float)
        low, high = ends.reshape(2, len(levels), *truth.shape)
        inside = (low <= truth) & (truth <= high)
        flat = (len(levels), -1)
        hits[name] = np.array(
            [inside.reshape(flat).mean(axis=1), (high - low).reshape(flat).mean(axis=1)]
        )
    return hits
