"""Simulation-based calibration: are the posteriors right on average over what they believe?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from hbtutor.simulate import bands
from hbtutor.simulate.replicate import replicate
from hbtutor.simulate.setting import Setting, draws, truths
from hbtutor.validation import generator

if TYPE_CHECKING:
    import pandas as pd

MOST_POINTS = 100


@dataclass(frozen=True, eq=False)
class Calibration:
    """Ranks of the true values among posterior draws; uniform if the posteriors are right.

    names: the quantities; ranks: shape (quantities, replicates), whole numbers from 0 to n_draws;
    n_draws: posterior draws in each replicate.
    """

    names: tuple[str, ...]
    ranks: np.ndarray
    n_draws: int

    @property
    def replicates(self) -> int:
        """Number of replicates."""
        return self.ranks.shape[1]

    @property
    def points(self) -> np.ndarray:
        """Where the distribution functions are compared, strictly between 0 and 1: (K,)."""
        return (self._cuts + 1) / (self.n_draws + 1)

    @property
    def counts(self) -> np.ndarray:
        """How many ranks lie at or below each point: (quantities, K)."""
        return (self.ranks[:, :, None] <= self._cuts).sum(axis=1)

    @property
    def ecdf_difference(self) -> np.ndarray:
        """Share of the ranks at or below each point, less the point: (quantities, K)."""
        return self.counts / self.replicates - self.points

    def band(self, p: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Return (low, high), (K,) each: all of one quantity's differences lie between them with
        probability p if it is calibrated (exact, Säilynoja et al. 2022).
        """
        low, high = bands.simultaneous(self.replicates, tuple(self.points.tolist()), p)
        return (
            np.array(low) / self.replicates - self.points,
            np.array(high) / self.replicates - self.points,
        )

    @property
    def p_value(self) -> dict[str, float]:
        """For each quantity: how often a calibrated one would stray as far as this one does."""
        return {
            name: bands.p_value(self.replicates, self.points, counts)
            for name, counts in zip(self.names, self.counts, strict=True)
        }

    def outside(self, p: float = 0.95) -> tuple[str, ...]:
        """Return the quantities whose differences leave the band of probability p."""
        low, high = self.band(p)
        difference = self.ecdf_difference
        left = (difference < low - 1e-12) | (difference > high + 1e-12)
        return tuple(name for name, gone in zip(self.names, left, strict=True) if gone.any())

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each quantity and replicate: quantity, replicate, rank."""
        import pandas as pd

        return pd.DataFrame(
            {
                "quantity": np.repeat(self.names, self.replicates),
                "replicate": np.tile(np.arange(self.replicates), len(self.names)),
                "rank": self.ranks.ravel(),
            }
        )

    @property
    def _cuts(self) -> np.ndarray:
        """The ranks at which the counts are taken: all but the last, or some 100 of them."""
        return np.unique(np.linspace(0, self.n_draws - 1, min(self.n_draws, MOST_POINTS)).round())


def calibration(
    model: Any,
    *,
    rng: Any,
    replicates: int = 1000,
    n_draws: int = 99,
    posterior: Callable[..., Any] | None = None,
    prior: Mapping[str, Any] | None = None,
    workers: int = 1,
    progress: bool | None = None,
    **design: Any,
) -> Calibration:
    """Draw truth and data, form the posterior, rank the truth among its draws; many times.

    If posterior and simulation agree, the rank of every quantity is uniform on 0, …, n_draws.

    model: one of three.  A model: its hyperparameters are known.  A model class, with prior=
    (name to a proper prior with ``sample``): hyperparameters are drawn from the prior, and the
    posterior is ``full_bayes(model, y, prior=prior, ...)``.  A function from a Generator to a
    model: hyperparameters drawn as it pleases; give posterior= too.
    posterior: from (y, **design) to the posterior to be examined, instead of the right one; if it
    is itself random (importance sampling), with a parameter rng, which it is given.
    design: what the model's ``simulate`` takes (sigma2=, trials=, exposure=, X=, group=, groups=).
    rng: a numpy.random.Generator; replicates, n_draws: how many, at least 2 and 1.
    workers: processes; the ranks do not depend on their number.  progress: show a bar (None: on a
    terminal).

    Of several groups one is taken at random in each replicate, so that replicates are independent.
    A nested model's schools, a vector's coefficients and each hyperparameter of which the model
    holds the true value are ranked by themselves.  Ties are broken at random.

    Source: Talts, Betancourt, Simpson, Vehtari & Gelman (2018), arXiv:1804.06788; book,
    "Simulation".

    >>> import numpy as np
    >>> from hbtutor import NormalNormal
    >>> right = NormalNormal(mu=50, tau2=9)
    >>> study = dict(sigma2=16.0, groups=5, replicates=300)
    >>> calibration(right, rng=np.random.default_rng(1), **study).outside()
    ()
    >>> wrong = NormalNormal(mu=50, tau2=1).posterior  # the prior far too narrow
    >>> calibration(right, posterior=wrong, rng=np.random.default_rng(1), **study).outside()
    ('theta',)
    """
    if not isinstance(n_draws, int) or n_draws < 1:
        raise ValueError(f"n_draws must be a whole number, at least 1; got {n_draws!r}.")
    setting = Setting(model, posterior, prior, design)
    once = partial(_ranks, setting, n_draws)
    found = replicate(
        once, rng=generator(rng), times=replicates, workers=workers, progress=progress,
        what="calibration",
    )  # fmt: skip
    names = tuple(found[0])
    ranks = np.array([[one[name] for one in found] for name in names])
    return Calibration(names=names, ranks=ranks, n_draws=n_draws)


def _ranks(setting: Setting, n_draws: int, rng: Any) -> dict[str, int]:
    """Return the rank of each quantity in one replicate."""
    model, simulated, known = setting.draw(rng)
    drawn = draws(setting.fit(model, simulated.y, known, rng), rng, n_draws)
    ranks: dict[str, int] = {}
    for name, truth in truths(model, simulated, tuple(drawn)).items():
        sample = drawn[name]
        if sample.shape[1:] != truth.shape:
            raise ValueError(
                f"posterior must draw {name} in the shape of its true value, {truth.shape}; "
                f"got {sample.shape[1:]}."
            )
        if name in ("theta", "school"):  # exchangeable: one of the groups, at random
            group = int(rng.integers(len(truth)))
            truth, sample = truth[group], sample[:, group]
        for index, value in np.ndenumerate(truth):
            others = sample[(slice(None), *index)]
            below, ties = (others < value).sum(), (others == value).sum()
            label = name if truth.size == 1 else f"{name}[{', '.join(map(str, index))}]"
            ranks[label] = int(below + rng.integers(ties + 1))
    return ranks
