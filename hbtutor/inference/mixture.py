"""The posterior of a group's parameter as the mixture it is: one conditional law for each node."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from scipy import special

from hbtutor.inference.family import Array, Kernel
from hbtutor.inference.labels import labelled
from hbtutor.inference.posterior import Existence, Summaries
from hbtutor.validation import generator

_CHUNK = 60_000
_MANY = 300
_ROOT_TWO_PI = np.sqrt(2 * np.pi)
_CLOSE = 1e-6  # Newton doubles the digits: after one more step 1e-12 is left


@dataclass(frozen=True, eq=False, repr=False)
class Mixture(Summaries):
    """Posterior of `size` quantities, each a mixture over the nodes of the hyperparameters.

    weights: (K,) probabilities of the nodes; kernel: from a slice of the quantities to their laws
    (K, g) at the nodes; labels: None or the labels of the quantities; single: True where there is
    one quantity and the answers are plain numbers.
    Answers have shape (size,), or (P, size) for P quantile levels; with labels they are pandas
    Series and DataFrames.  Groups are worked off in chunks, so memory is linear in their number.
    """

    weights: Array
    kernel: Callable[[slice], Kernel]
    size: int
    labels: Any = None
    single: bool = False
    exists: Existence = field(default_factory=Existence)

    def __repr__(self) -> str:
        if self.single:
            return f"<Mixture: {self.in_words()}>"
        return f"<Mixture: posterior of {self.size} quantities over {self.weights.size} nodes>"

    def __len__(self) -> int:
        return self.size

    def _shaped(self, values: Array) -> Any:
        if self.single:
            return float(values[0]) if values.ndim == 1 else values[:, 0]
        return labelled(values, self.labels)

    @cached_property
    def _whole(self) -> Kernel:
        return self.kernel(slice(0, self.size))

    def _parts(self, rows: int = 1) -> Iterator[tuple[slice, Kernel]]:
        """Yield slices small enough that rows x nodes x groups fits the chunk, and their laws."""
        width = max(1, _CHUNK // (rows * self.weights.size))
        if width >= self.size:
            yield slice(0, self.size), self._whole
            return
        for first in range(0, self.size, width):
            part = slice(first, min(first + width, self.size))
            yield part, self.kernel(part)

    def _moments(self) -> tuple[Array, Array]:
        mean, var = np.empty(self.size), np.empty(self.size)
        with np.errstate(over="ignore", invalid="ignore"):
            for part, law in self._parts():
                means = law.mean
                mean[part] = self.weights @ means
                var[part] = self.weights @ (law.var + (means - mean[part]) ** 2)
        return mean, var

    def _quantile(self, p: Array) -> Array:
        answer = np.empty((p.size, self.size))
        mean, var = self._both
        if not self.exists.var:
            var = np.full_like(var, np.inf)
        weights, heavy = self.weights, None
        if weights.size > _MANY:
            # Far nodes may matter to moments; to a probability they add less than its last digit.
            heavy = np.flatnonzero(weights > 1e-14 * weights.max())
            weights = weights[heavy] / weights[heavy].sum()
        for part, law in self._parts(p.size):
            law = law if heavy is None else chosen(law, heavy)
            answer[:, part] = _invert(law, weights, p[:, None], mean[part], var[part])
        return answer

    def _pointwise(self, what: Callable[[Kernel, Array], Array], x: Any) -> Any:
        values = np.asarray(x, dtype=float)
        grid = np.broadcast_to(values, (self.size,)) if values.ndim == 0 else values
        if grid.shape != (self.size,) and not self.single:
            raise ValueError(
                f"x must be one number or one for each of the {self.size} quantities; "
                f"got shape {values.shape}. For a curve of one group use theta[label].density(x)."
            )
        if self.single:
            flat = np.atleast_1d(values)
            rows = [
                self.weights @ what(self._whole, block[:, None, None])[..., 0].T
                for block in np.array_split(flat, 1 + flat.size * self.weights.size // _CHUNK)
            ]
            joined = np.concatenate(rows)
            return float(joined[0]) if values.ndim == 0 else joined.reshape(values.shape)
        answer = np.empty(self.size)
        for part, law in self._parts():
            answer[part] = self.weights @ what(law, grid[part][None, :])
        return labelled(answer, self.labels)

    def cdf(self, x: Any) -> Any:
        """Return P(quantity <= x): x one number, or one for each quantity."""
        return self._pointwise(lambda law, at: law.cdf(at), x)

    def density(self, x: Any) -> Any:
        """Return the density (for counts the probability) at x, as `cdf` takes it."""
        return self._pointwise(lambda law, at: law.pdf(at), x)

    def draws(self, rng: Any, n: int) -> Array:
        """Draw n times from each quantity's own posterior, (n, size); not a joint draw."""
        rng = generator(rng)
        answer = np.empty((n, self.size))
        for part, law in self._parts(1 + n // self.weights.size):
            node = rng.choice(self.weights.size, size=n, p=self.weights)
            answer[:, part] = chosen(law, node).sample(rng)
        return answer[:, 0] if self.single else answer

    def __getitem__(self, label: Any) -> Mixture:
        """Return the posterior of one group, by label or, without labels, by position."""
        at = label if self.labels is None else self.labels.get_loc(label)
        at = range(self.size)[at]
        return Mixture(
            self.weights,
            lambda part: self.kernel(slice(at, at + 1)),
            1,
            single=True,
            exists=self.exists,
        )

    def to_frame(self, p: float = 0.95) -> Any:
        """Return a DataFrame with mean, sd and the interval of probability p, a row a group."""
        import pandas as pd

        low, high = self.interval(p)
        columns = {"mean": self.mean, "sd": self.sd, "low": low, "high": high}
        return pd.DataFrame(columns, index=self.labels)


def chosen(law: Kernel, node: Array) -> Any:
    """Return the law with the rows of its parameters that belong to the chosen nodes."""
    from dataclasses import fields

    values = [getattr(law, f.name) for f in fields(law) if f.init]  # type: ignore[arg-type]
    return type(law)(*[v[node] if np.shape(v)[:1] not in ((), (1,)) else v for v in values])


def _invert(law: Kernel, weights: Array, p: Array, mean: Array, var: Array) -> Array:
    """Solve weights @ cdf(x) = p for x: p (P, 1), answer (P, g)."""
    low, high = _cantelli(law, p, mean, var)
    if not np.isfinite(np.sum(high - low)):
        low, high = _bracket(law, weights, np.broadcast_to(p, low.shape))
    if law.discrete:
        return _bisect_counts(law, weights, p, np.floor(low) - 1, np.ceil(high))
    goal = special.ndtri(p)
    with np.errstate(all="ignore"):
        x = mean + np.sqrt(var) * goal
        x = np.where((x >= low) & (x <= high), x, (low + high) / 2)
        found = _newton(law, weights, goal, x)
        return _newton_between(law, weights, goal, x, low, high) if found is None else found


def _newton(law: Kernel, weights: Array, goal: Array, x: Array) -> Array | None:
    """Newton on the probit scale, where a mixture of bells is nearly a straight line.

    None if it has not arrived after eight steps.
    """
    for _ in range(8):
        step, miss = _step(law, weights, goal, x)
        x = x - step
        if np.abs(miss).max() < _CLOSE:
            return x
    return None


def _newton_between(
    law: Kernel, weights: Array, goal: Array, x: Array, low: Array, high: Array
) -> Array:
    """The same, but halving the bracket wherever a step would leave it."""
    for _ in range(100):
        step, miss = _step(law, weights, goal, x)
        low, high = np.where(miss > 0, low, x), np.where(miss > 0, x, high)
        new = x - step
        x = np.where((new >= low) & (new <= high), new, (low + high) / 2)
        if np.abs(miss).max() < _CLOSE:
            break
    return x


def _step(law: Kernel, weights: Array, goal: Array, x: Array) -> tuple[Array, Array]:
    """Return Newton's step and by how much the probit of the probability misses the goal."""
    at = x[:, None, :]
    both = getattr(law, "cdf_and_pdf", None)
    below, slope = both(at) if both else (law.cdf(at), law.pdf(at))
    z = special.ndtri(weights @ below)
    miss = z - goal
    return miss * np.exp(-0.5 * z * z) / (_ROOT_TWO_PI * (weights @ slope)), miss


def _cantelli(law: Kernel, p: Array, mean: Array, var: Array) -> tuple[Array, Array]:
    """Return bounds on the quantiles that hold for any law with this mean and variance."""
    sd, odds = np.sqrt(var), np.sqrt((1 - p) / p)
    low_end, high_end = law.support
    with np.errstate(invalid="ignore"):
        low, high = mean - sd * odds, mean + sd / odds
    if not np.isinf(low_end):
        low = np.maximum(low, low_end)
    if not np.isinf(high_end):
        high = np.minimum(high, high_end)
    return low, high


def _bracket(law: Kernel, weights: Array, p: Array) -> tuple[Array, Array]:
    """Double a bracket until it holds the quantiles, where the variance is infinite."""
    size = np.ones_like(p)
    low_end, high_end = law.support
    for _ in range(1100):
        low, high = np.maximum(-size, low_end), np.minimum(size, high_end)
        inside = weights @ law.cdf(low[:, None, :]) <= p
        inside &= weights @ law.cdf(high[:, None, :]) >= p
        if inside.all():
            break
        size = np.where(inside, size, 2 * size)
    return low, high


def _bisect_counts(law: Kernel, weights: Array, p: Array, low: Array, high: Array) -> Array:
    """Return the smallest whole numbers whose cdf reaches p, by halving (low, high]."""
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        reached = weights @ law.cdf(middle[:, None, :]) >= p - 1e-13
        high, low = np.where(reached, middle, high), np.where(reached, low, middle)
    return high
