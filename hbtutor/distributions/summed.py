"""Counts whose distribution function has no closed form: it is summed from the probabilities."""

from __future__ import annotations

from typing import Any

from hbtutor.distributions.base import Discrete
from hbtutor.validation import generator

_FEW = 2**14  # terms that are summed at once
_MOST = 2**22  # terms that are summed at all: some seconds


class Summed(Discrete):
    """A distribution of counts that gives its log probabilities and knows how to draw.

    SciPy's own betabinom and betanbinom lose digits for large parameters, and the latter accepts
    only whole r.
    """

    def cdf(self, x: Any) -> Any:
        """Return P(value <= x), elementwise over x and the parameters."""
        return self._each(lambda distribution, x: distribution._below(x), x)

    def _below(self, x: float) -> float:
        """Return P(value <= x) of a single distribution."""
        import math

        import numpy as np

        if x < 0:
            return 0.0
        if math.isinf(x) or x >= self._largest():
            return 1.0
        if x < _FEW:
            return float(min(np.exp(self.logpmf(np.arange(math.floor(x) + 1))).sum(), 1.0))
        return self._far_below(math.floor(x))

    def _far_below(self, x: int) -> float:
        import numpy as np

        if x >= _MOST:
            raise ValueError(
                f"the distribution function at {x:,} would be the sum of that many probabilities; "
                f"at most {_MOST:,} are summed."
            )
        blocks = (np.arange(first, min(first + _FEW, x + 1)) for first in range(0, x + 1, _FEW))
        return float(min(sum(np.exp(self.logpmf(block)).sum() for block in blocks), 1.0))

    def _inverse_cdf(self, p: Any) -> Any:
        return self._each(lambda distribution, p: distribution._least(p), p)

    def _least(self, p: float) -> float:
        """Return the smallest whole number x with P(value <= x) >= p, of a single distribution."""
        import numpy as np

        most = float(self._largest())
        if p == 1:
            return most
        cumulative = np.cumsum(np.exp(self.logpmf(np.arange(min(most + 1, _FEW)))))
        if cumulative[-1] >= p or most < _FEW:
            return min(float(np.searchsorted(cumulative, p)), most)
        low, high = _FEW - 1.0, 2.0 * _FEW
        while high < most and self._below(high) < p:
            low, high = high, 2 * high
        high = min(high, most)
        while high - low > max(1, high * 2.0**-52):
            middle = np.floor((low + high) / 2)
            low, high = (low, middle) if self._below(middle) >= p else (middle, high)
        return float(high)

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator: shape ``shape``, or (size, *shape)."""
        return self._draw(generator(rng), self.shape if size is None else (size, *self.shape))

    def _each(self, function: Any, x: Any) -> Any:
        """Return function(distribution, x) for every entry of x and of the parameters."""
        from dataclasses import fields

        import numpy as np

        names = [field.name for field in fields(self)]  # type: ignore[arg-type]
        values = [np.asarray(getattr(self, name), dtype=float) for name in names]
        x, *values = np.broadcast_arrays(x, *values)
        found = np.empty(x.shape)
        for place in np.ndindex(x.shape):
            parameters = {
                name: float(value[place]) for name, value in zip(names, values, strict=True)
            }
            found[place] = function(type(self)(**parameters), float(x[place]))
        return found[()]

    def _draw(self, rng: Any, shape: tuple[int, ...]) -> Any:
        raise NotImplementedError
