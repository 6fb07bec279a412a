"""Counts whose distribution function has no closed form: it is summed from the probabilities."""

from __future__ import annotations

from typing import Any

from hbtutor.distributions.base import Discrete
from hbtutor.validation import generator

_MOST = 2**24  # terms: 128 MB, a second or two


class Summed(Discrete):
    """A distribution of counts that gives its log probabilities and knows how to draw.

    SciPy's own betabinom and betanbinom lose digits for large parameters, and the latter accepts
    only whole r.
    """

    def cdf(self, x: Any) -> Any:
        """Return P(value <= x), elementwise over x and the parameters."""
        import numpy as np

        x = np.asarray(x, dtype=float)

        def one(distribution: Any, x: float) -> float:
            last = min(np.floor(x), distribution._largest())
            if last < 0:
                return 0.0
            if np.isinf(last) or last == distribution._largest():
                return 1.0
            return float(min(np.exp(distribution._first(last + 1)).sum(), 1.0))

        return self._each(one, x)

    def _inverse_cdf(self, p: Any) -> Any:
        import numpy as np

        def one(distribution: Any, p: float) -> float:
            if p == 1:
                return float(distribution._largest())
            terms = 256.0
            while True:
                cumulative = np.cumsum(np.exp(distribution._first(terms)))
                if cumulative[-1] >= p or terms > distribution._largest():
                    found = int(np.searchsorted(cumulative, p))
                    return float(min(found, distribution._largest()))
                terms *= 2

        return self._each(one, p)

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator: shape ``shape``, or (size, *shape)."""
        return self._draw(generator(rng), self.shape if size is None else (size, *self.shape))

    def _first(self, terms: float) -> Any:
        """Return the log probabilities of 0, 1, ... terms - 1."""
        import numpy as np

        if terms > _MOST:
            raise ValueError(
                f"the distribution function would be the sum of over {_MOST:,} probabilities "
                f"({self!r}): this tail is too long to be summed."
            )
        return self.logpmf(np.arange(terms))

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
