"""The data of the Gamma-Poisson family, and its log marginal likelihood at any hyperparameters.

The exposures enter only through sums of log(1 + t_j / beta), plain and weighted with the counts;
the counts only through sums of log(1 + i / alpha) over i below each count.  With log y_j! and
y_j log t_j, which no hyperparameter changes, they make up the negative binomial probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hbtutor.inference.compressed_sums import Points, below, compress
from hbtutor.inference.family import Array
from hbtutor.inference.labels import labels_of
from hbtutor.inference.proportion_data import chunks
from hbtutor.models.gamma_poisson import check_counts
from hbtutor.validation import shape


@dataclass(frozen=True, eq=False)
class RateData:
    """Counts and exposures of J groups, (J,) each, and the groups' labels or None."""

    counts: Array
    exposure: Array
    labels: Any

    @classmethod
    def checked(cls, counts: Any, *, exposure: Any = 1) -> RateData:
        """Check once: whole numbers, no events in no exposure, some exposure, matching labels."""
        y, t = check_counts(counts, exposure)
        if len(shape(y)) != 1:
            raise ValueError(
                f"counts must hold one number for each group, shape (J,); got shape {shape(y)}. "
                "Several counts of one group go in as their sum, with the sum of their exposures."
            )
        labels = labels_of(y, t)
        y = np.asarray(y)
        t = np.broadcast_to(np.asarray(t, dtype=float), y.shape)
        if not t.any():
            raise ValueError("exposure must not be zero in every group: no group has data.")
        return cls(y, t, labels)

    @property
    def groups(self) -> int:
        """The number of groups J."""
        return self.counts.size

    @cached_property
    def total(self) -> tuple[float, float]:
        """Events and exposure of all groups together."""
        return float(self.counts.sum()), float(self.exposure.sum())

    @cached_property
    def count_points(self) -> Points:
        """Points for sums over i below each group's count."""
        return below(self.counts)

    @cached_property
    def exposure_points(self) -> Points:
        """Points for two sums over the groups' exposures: plain, and weighted with the counts."""
        y, t = self.counts, self.exposure
        if t.min() == t.max():
            return Points(t[:1], np.array([[float(t.size)], [self.total[0]]]))
        exposed = t > 0
        return compress(t[exposed], np.array([np.ones(int(exposed.sum())), y[exposed]]))

    @cached_property
    def log_constant(self) -> float:
        """Sum of y log t - log y!: log y! is the sum of log(1 + i), i < y."""
        counts, exposure = self.count_points, self.exposure_points
        powers = exposure.weight[1] @ np.log(exposure.at)
        return float(powers - counts.total(np.log1p(counts.at)))

    def ridge(self, log_alpha: Array) -> tuple[Array, Array]:
        """Where the log of the mean rate lies given alpha, and how widely, (K,) each.

        The rates' average with weights m / (1 + m / alpha), m the expected count, which are
        inverse to their marginal variances, and its standard error; at most 1.
        """
        y, t = self.total
        rate, points = (y + 0.5) / t, self.exposure_points
        alpha = np.exp(np.clip(log_alpha, -600, 600))[:, None]
        share = alpha / (alpha + rate * points.at)
        weight, events = share @ (points.weight[0] * points.at), share @ points.weight[1]
        centre = np.log(events + 0.5 * weight / t) - np.log(weight)
        return centre, (1 + rate * weight) ** -0.5

    def log_likelihood(self, log_mean: Array, log_beta: Array) -> Array:
        """Log marginal likelihood at K nodes, (K,) each; log_mean is log(alpha / beta)."""
        log_alpha = log_mean + log_beta
        alpha = np.exp(np.minimum(log_alpha, 700.0))
        answer = self.log_constant + self.total[0] * log_mean
        counts, exposure = self.count_points, self.exposure_points
        with np.errstate(divide="ignore"):
            log_count, log_exposure = np.log(counts.at), np.log(exposure.at)
        for part in chunks(alpha.size, counts.at.size + exposure.at.size):
            rising = np.logaddexp(0.0, log_count - log_alpha[part, None])
            falling = np.logaddexp(0.0, log_exposure - log_beta[part, None])
            plain, weighted = falling @ exposure.weight[0], falling @ exposure.weight[1]
            with np.errstate(over="ignore"):
                answer[part] += counts.total(rising) - alpha[part] * plain - weighted
        return answer
