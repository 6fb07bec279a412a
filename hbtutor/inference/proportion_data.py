"""The data of the Beta-Binomial family, and its log marginal likelihood at any hyperparameters.

With mean m = alpha/(alpha + beta) and rho = 1/(alpha + beta) the rising factorials of alpha, beta
and alpha + beta become products of m + rho i, 1 - m + rho i and 1 + rho i: every power of
alpha + beta cancels, and rho = 0, complete pooling, is a point like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import special

from hbtutor.inference.compressed_sums import Points, below, compress
from hbtutor.inference.family import Array
from hbtutor.inference.labels import labels_of
from hbtutor.models.beta_binomial import check_successes
from hbtutor.validation import shape

_CHUNK = 400_000


@dataclass(frozen=True, eq=False)
class ProportionData:
    """Successes and trials of J groups, (J,) each, and the groups' labels or None."""

    successes: Array
    trials: Array
    labels: Any

    @classmethod
    def checked(cls, successes: Any, *, trials: Any) -> ProportionData:
        """Check once: whole numbers, successes <= trials, some trials, matching labels."""
        k, n = check_successes(successes, trials)
        if len(shape(k)) != 1:
            raise ValueError(
                f"successes must hold one number for each group, shape (J,); got shape {shape(k)}."
            )
        labels = labels_of(k, n)
        k = np.asarray(k)
        n = np.broadcast_to(np.asarray(n, dtype=float), k.shape)
        if not n.any():
            raise ValueError("trials must not all be zero: no group has data.")
        return cls(k, n, labels)

    @property
    def groups(self) -> int:
        """The number of groups J."""
        return self.successes.size

    @cached_property
    def total(self) -> tuple[float, float]:
        """Successes and trials of all groups together."""
        return float(self.successes.sum()), float(self.trials.sum())

    @cached_property
    def mixed(self) -> int:
        """The number of groups that have successes and failures."""
        return int(np.sum((self.successes > 0) & (self.successes < self.trials)))

    @cached_property
    def success_points(self) -> Points:
        """Points for sums over i below each group's successes."""
        return below(self.successes)

    @cached_property
    def failure_points(self) -> Points:
        """Points for sums over i below each group's failures."""
        return below(self.trials - self.successes)

    @cached_property
    def trial_points(self) -> Points:
        """Points for sums over i below each group's trials."""
        return below(self.trials)

    @cached_property
    def log_ways(self) -> float:
        """Sum of the logs of the binomial coefficients: log n! is the sum of log(1 + i), i < n."""
        successes, failures, trials = (
            float(points.total(np.log1p(points.at)))
            for points in (self.success_points, self.failure_points, self.trial_points)
        )
        return trials - successes - failures

    @cached_property
    def group_points(self) -> Points:
        """Points for two sums over the groups' trials: of the trials, and of the successes."""
        k, n = self.successes, self.trials
        if n.min() == n.max():
            return Points(n[:1], np.array([[float(n.sum())], [float(k.sum())]]))
        tried = n > 0
        return compress(n[tried], np.array([n[tried], k[tried]]))

    def ridge(self, log_size: Array) -> tuple[Array, Array]:
        """Where logit mean lies given the size alpha + beta, and how widely, (K,) each.

        The proportions' average with weights n / (1 + (n - 1) / (size + 1)), which are inverse
        to their marginal variances, and its standard error; at most 1.
        """
        k, n = self.total
        more = (self.group_points.at - 1) / (1 + np.exp(np.clip(log_size, -600, 600)))[:, None]
        weight, successes = self.group_points.weight @ (1 / (1 + more)).T
        half = 0.5 * weight / n
        centre = np.log(successes + half) - np.log(weight - successes + half)
        spread = (k + 0.5) * (n - k + 0.5) / (n + 1) ** 2
        return centre, (1 + weight * spread) ** -0.5

    def log_likelihood(self, logit_mean: Array, log_size: Array) -> Array:
        """Log marginal likelihood at K nodes, (K,) each; log_size is log(alpha + beta)."""
        m, q = special.expit(logit_mean), special.expit(-logit_mean)
        rho = np.exp(-log_size)
        answer = np.full(m.shape, self.log_ways)
        terms = [(m, self.success_points, 1), (q, self.failure_points, 1)]
        for first, points, sign in [*terms, (np.ones_like(m), self.trial_points, -1)]:
            for part in chunks(m.size, points.at.size):
                # The node's own part comes first; what rho adds to it is then never lost.
                value = np.log(first[part, None] + rho[part, None] * points.at)
                answer[part] += sign * points.total(value)
        return answer


def chunks(nodes: int, points: int) -> Iterator[slice]:
    """Yield slices of the nodes such that nodes x points stays small."""
    width = max(1, _CHUNK // max(points, 1))
    for first in range(0, nodes, width):
        yield slice(first, first + width)
