"""The multivariate normal distribution, one or one for each group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions.base import square_root
from hbtutor.distributions.continuous import Normal
from hbtutor.validation import finite, generator


@dataclass(frozen=True, eq=False)
class MultivariateNormal:
    """Normal vectors: mean of shape (p,) or (J, p), cov of shape (p, p) or (J, p, p).

    cov must be symmetric and positive semi-definite.

    >>> d = MultivariateNormal(mean=[1.0, 2.0], cov=[[4.0, 1.0], [1.0, 9.0]])
    >>> d.sd
    array([2., 3.])
    """

    mean: Any
    cov: Any

    def __post_init__(self) -> None:
        import numpy as np

        mean, cov = finite("mean", self.mean), finite("cov", self.cov)
        if mean.ndim == 0 or cov.shape != (*mean.shape, mean.shape[-1]):
            raise ValueError(
                f"cov must have shape (..., p, p) for a mean of shape (..., p); got "
                f"{cov.shape} for {mean.shape}."
            )
        if cov.dtype != object:
            scale = np.abs(cov).max(axis=(-1, -2))[..., None, None]
            if not (np.abs(cov - np.swapaxes(cov, -1, -2)) <= 1e-10 * scale).all():
                raise ValueError("cov must be symmetric; its entries [i, j] and [j, i] differ.")
            smallest = np.linalg.eigvalsh(cov)[..., 0]
            if (smallest < -1e-10 * scale[..., 0, 0]).any():
                raise ValueError(
                    f"cov must be positive semi-definite; it has the eigenvalue {smallest.min()!r}."
                )
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "cov", cov)

    @property
    def var(self) -> Any:
        """Variances of the coordinates: the diagonal of cov, in the shape of the mean."""
        import numpy as np

        return np.diagonal(self.cov, axis1=-2, axis2=-1)

    @property
    def sd(self) -> Any:
        """Standard deviations of the coordinates, in the shape of the mean."""
        return square_root(self.var)

    @property
    def marginal(self) -> Normal:
        """The coordinates one by one: Normal records in the shape of the mean."""
        return Normal(self.mean, self.var)

    def quantile(self, p: Any) -> Any:
        """Return the coordinates' own quantiles."""
        return self.marginal.quantile(p)

    def interval(self, p: float = 0.95) -> tuple[Any, Any]:
        """Return the coordinates' own equal-tailed intervals."""
        return self.marginal.interval(p)

    def logpdf(self, x: Any) -> Any:
        """Return the log density at x, of shape (..., p) broadcast against the mean."""
        import numpy as np

        deviation = np.asarray(x, dtype=float) - self.mean
        sign, logdet = np.linalg.slogdet(self.cov)
        if (sign <= 0).any():
            raise ValueError("cov must be positive definite for a density to exist.")
        weighted = np.linalg.solve(self.cov, deviation[..., None])[..., 0]
        p = self.mean.shape[-1]
        return -0.5 * ((deviation * weighted).sum(-1) + logdet + p * np.log(2 * np.pi))

    def cdf(self, x: Any) -> Any:
        """Return P(every coordinate <= x's), by SciPy's numerical integration, for one vector."""
        from scipy import stats

        if self.mean.ndim != 1:
            raise ValueError(f"cdf needs one distribution; this record holds {self.mean.shape[0]}.")
        return stats.multivariate_normal(self.mean, self.cov, allow_singular=True).cdf(x)

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator: the mean's shape, or (size, *shape)."""
        import numpy as np

        values, vectors = np.linalg.eigh(self.cov)
        root = vectors * np.sqrt(np.clip(values, 0, None))[..., None, :]
        full = self.mean.shape if size is None else (size, *self.mean.shape)
        return self.mean + (root @ generator(rng).standard_normal(full)[..., None])[..., 0]
