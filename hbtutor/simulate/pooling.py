"""The risk of no, complete and partial pooling, over repeated data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from hbtutor.simulate.estimators import estimators_of
from hbtutor.simulate.replicate import replicate
from hbtutor.simulate.setting import Setting, records

if TYPE_CHECKING:
    import pandas as pd

ESTIMATORS = ("no pooling", "complete pooling", "partial pooling")


@dataclass(frozen=True, eq=False)
class PoolingStudy:
    """Squared errors of the three estimators, group by group and replicate by replicate.

    losses: shape (3, replicates, J), in squared units of theta (summed over the coefficients where
    a group has several); estimators: their names, in this order.
    """

    losses: np.ndarray
    estimators: tuple[str, ...] = ESTIMATORS

    @property
    def replicates(self) -> int:
        """Number of replicates."""
        return self.losses.shape[1]

    @property
    def risk(self) -> np.ndarray:
        """Mean squared error, averaged over groups: (3,)."""
        return self.losses.mean(axis=(1, 2))

    @property
    def se(self) -> np.ndarray:
        """Monte Carlo standard error of the risk, from the replicates: (3,)."""
        return _error(self.losses.mean(axis=2))

    @property
    def by_group(self) -> np.ndarray:
        """Mean squared error in each group: (3, J)."""
        return self.losses.mean(axis=1)

    @property
    def by_group_se(self) -> np.ndarray:
        """Monte Carlo standard error of ``by_group``: (3, J)."""
        return _error(np.moveaxis(self.losses, 1, -1))

    @property
    def gain(self) -> np.ndarray:
        """Risk saved by partial pooling against (no, complete) pooling: (2,).

        The estimators saw the same data, so the difference is known better than the risks.
        """
        return self._differences.mean(axis=1)

    @property
    def gain_se(self) -> np.ndarray:
        """Monte Carlo standard error of the gain, from paired differences: (2,)."""
        return _error(self._differences)

    @property
    def _differences(self) -> np.ndarray:
        total = self.losses.mean(axis=2)
        return total[:2] - total[2]

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each estimator: risk, se."""
        import pandas as pd

        index = pd.Index(self.estimators, name="estimator")
        return pd.DataFrame({"risk": self.risk, "se": self.se}, index=index)


def pooling_study(
    model: Any,
    *,
    rng: Any,
    replicates: int = 1000,
    theta: Any = None,
    posterior: Callable[..., Any] | None = None,
    prior: Mapping[str, Any] | None = None,
    workers: int = 1,
    progress: bool | None = None,
    **design: Any,
) -> PoolingStudy:
    """Estimate the risk (mean squared error) of no, complete and partial pooling.

    No pooling takes each group by itself, complete pooling all groups as one (both by maximum
    likelihood), partial pooling the posterior mean.

    model: a model with known hyperparameters; or a model class with prior=, or a function from a
    Generator to a model, as in ``calibration``.
    theta: None draws new true values from the model in every replicate (Bayes risk); given, (J,)
    or (J, p), they stay fixed and only the data are drawn (frequentist risk).
    posterior: another partial pooling, from (y, **design) to a record with ``mean``, such as
    empirical Bayes: ``lambda y, sigma2: empirical_bayes(NormalNormal, y,
    sigma2=sigma2).model.posterior(y, sigma2=sigma2)``; or to an array of estimates.
    design: what the model's ``simulate`` takes.  rng, replicates, workers, progress: as in
    ``calibration``; the numbers do not depend on the workers.

    Raises ValueError for a family without groups (BetaNegativeBinomial: all counts share one p),
    and where a group has no estimate of its own (fewer observations than coefficients).
    Source: book, "Why it works"; Stein (1956), Third Berkeley Symposium 1:197-206.

    >>> import numpy as np
    >>> from hbtutor import NormalNormal
    >>> study = pooling_study(
    ...     NormalNormal(mu=0, tau2=4), sigma2=12.0, groups=10, rng=np.random.default_rng(5))
    >>> exact = np.array([12.0, 4 * 0.9 + 12 / 10, 12 * 4 / 16])  # sigma2, ..., (1 - B) sigma2
    >>> bool((abs(study.risk - exact) < 4 * study.se).all())
    True
    """
    setting = Setting(model, posterior, prior, design)
    if theta is not None:
        theta = np.asarray(theta, dtype=float)
    once = partial(_losses, setting, theta)
    losses = replicate(
        once, rng=rng, times=replicates, workers=workers, progress=progress, what="pooling study"
    )
    return PoolingStudy(losses=np.moveaxis(np.array(losses), 0, 1))


def _losses(setting: Setting, theta: Any, rng: Any) -> np.ndarray:
    """Return the squared errors of one replicate, (3, J)."""
    model, y, truth, known = drawn_at(setting, theta, rng)
    pooling = estimators_of(model)
    fit = setting.fit(model, y, known, rng)
    partly = np.asarray(fit if isinstance(fit, np.ndarray) else _mean(fit), dtype=float)
    if partly.shape != truth.shape:
        raise ValueError(
            f"posterior must estimate theta in its shape, {truth.shape}; got {partly.shape}."
        )
    errors = np.array(
        [
            pooling.none(y, model, setting.design) - truth,
            pooling.complete(y, model, setting.design) - truth,
            partly - truth,
        ]
    )
    return (errors**2).reshape(*errors.shape[:2], -1).sum(axis=2)


def drawn_at(setting: Setting, theta: Any, rng: Any) -> tuple[Any, Any, np.ndarray, dict[str, Any]]:
    """Return (model, y, true theta, the posterior's design), at theta if it is given."""
    model, simulated, known = setting.draw(rng)
    y, truth = simulated.y, np.asarray(simulated.theta, dtype=float)
    if theta is not None:
        if theta.shape != truth.shape:
            raise ValueError(
                f"theta must have the shape of the groups' parameters, {truth.shape}; "
                f"got {theta.shape}."
            )
        y, truth = estimators_of(model).observe(rng, model, theta, setting.design), theta
    return model, y, truth, known


def _mean(posterior: Any) -> Any:
    return records(posterior)["theta"].mean


def _error(values: np.ndarray) -> np.ndarray:
    """Return the standard error of the means over the last axis."""
    return values.std(axis=-1, ddof=1) / np.sqrt(values.shape[-1])
