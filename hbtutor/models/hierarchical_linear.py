"""A regression in every group, their coefficients drawn from one population."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hbtutor.distributions import MultivariateNormal, Normal
from hbtutor.models.groups import Groups, group_by, matrix, observations
from hbtutor.models.linear_solve import solve_each
from hbtutor.models.simulated import Simulated
from hbtutor.validation import finite, generator, positive, shape


@dataclass(frozen=True, eq=False)
class HierarchicalLinear:
    """The hierarchical linear model with known hyperparameters.

    beta_j ~ Normal(mu, Sigma) for groups j = 1 ... J, and y_i | beta_j ~ Normal(x_i' beta_j,
    sigma2) for the observations i of group j.

    mu: shape (p,), the population's mean coefficients, in units of y per unit of each column.
    Sigma: shape (p, p), symmetric positive definite: how coefficients vary between groups;
        ``HierarchicalLinear.boundary`` allows a singular one (coefficients that do not vary).
    sigma2: variance of the observations about their group's line, positive: one number, or one
        known variance for each observation, shape (n,).

    With p = 1 and X a column of ones it is the Normal-Normal model.  Numbers and SymPy symbols
    will do.  Wrong shapes, missing values and variances that are not positive raise a ValueError
    that names the argument.

    Source: Lindley and Smith (1972), JRSS B 34:1-41, section 4; Gelman et al., Bayesian Data
    Analysis, 3rd ed., section 15.4; book, "Hierarchical linear models".

    >>> model = HierarchicalLinear(mu=[50.0, 2.0], Sigma=[[16.0, 0.0], [0.0, 1.0]], sigma2=8.0)
    >>> X = [[1, 0], [1, 2], [1, 4]]
    >>> posterior = model.posterior([56.0, 62.0, 60.0], X=X, group=["sales", "sales", "legal"])
    >>> posterior.mean.round(3)
    array([[55.231,  2.462],
           [50.8  ,  2.2  ]])
    """

    mu: Any
    Sigma: Any
    sigma2: Any

    def __init__(self, *, mu: Any, Sigma: Any, sigma2: Any) -> None:
        self._set(mu, Sigma, sigma2, singular=False)

    @classmethod
    def boundary(cls, *, mu: Any, Sigma: Any, sigma2: Any) -> HierarchicalLinear:
        """Return the limit in which Sigma is singular: some combination of coefficients is shared.

        >>> lines = HierarchicalLinear.boundary(mu=[5, 2], Sigma=[[4, 0], [0, 0]], sigma2=8)
        >>> lines.posterior([6.0], X=[[1.0, 1.0]], group=["a"]).mean[0, 1]
        np.float64(2.0)
        """
        model = object.__new__(cls)
        model._set(mu, Sigma, sigma2, singular=True)
        return model

    def _set(self, mu: Any, Sigma: Any, sigma2: Any, *, singular: bool) -> None:
        import numpy as np

        mu, Sigma = np.atleast_1d(finite("mu", mu)), np.atleast_2d(finite("Sigma", Sigma))
        if mu.ndim != 1 or Sigma.shape != (mu.size, mu.size):
            raise ValueError(
                f"Sigma must have shape (p, p) where mu has shape (p,); got {Sigma.shape} for "
                f"{mu.shape}."
            )
        if Sigma.dtype != object:
            _check_definite(Sigma, singular)
        object.__setattr__(self, "mu", mu)
        object.__setattr__(self, "Sigma", Sigma)
        object.__setattr__(self, "sigma2", positive("sigma2", sigma2))

    def shrinkage(self, *, X: Any, group: Any) -> Any:
        """Return B_j = (I + Sigma X_j'X_j / sigma2)^-1, the matrix weight on mu, (J, p, p).

        beta_j's posterior mean is B_j mu + (I - B_j) times its least-squares estimate; where a
        group's own X'X is singular that estimate does not exist, B_j and the mean still do.

        >>> model = HierarchicalLinear(mu=[50], Sigma=[[25]], sigma2=100)
        >>> model.shrinkage(X=[[1], [1], [1], [1]], group=["a"] * 4)
        array([[[0.5]]])
        """

        X, groups, sigma2 = self._design(None, X, group)[1:]
        return self._weights(groups.sum(X[:, :, None] * X[:, None, :] / sigma2[:, None, None]))

    def posterior(self, y: Any, *, X: Any, group: Any) -> MultivariateNormal:
        """Return the posterior of every group's coefficients: mean (J, p), cov (J, p, p).

        y: shape (n,); X: shape (n, p), with a column of ones if there is an intercept; group:
        shape (n,), labels of any kind.  Groups are in first-seen order.

        The mean is B_j mu + B_j Sigma X_j'y_j / sigma2 and the covariance B_j Sigma.  No inverse
        of X_j'X_j or of Sigma is taken, so that neither has to exist.

        >>> model = HierarchicalLinear(mu=[50], Sigma=[[25]], sigma2=100)
        >>> model.posterior([60, 64, 56, 60], X=[[1], [1], [1], [1]], group=["a"] * 4).mean
        array([[55.]])
        """
        import numpy as np

        y, X, groups, sigma2 = self._design(y, X, group)
        gram = groups.sum(X[:, :, None] * X[:, None, :] / sigma2[:, None, None])
        # The deviation from mu, not y itself: digits are kept where y is large and varies little.
        score = groups.sum(X * ((y - X @ self.mu) / sigma2)[:, None])
        cov = self._weights(gram) @ self.Sigma
        cov = (cov + np.swapaxes(cov, 1, 2)) / 2
        return MultivariateNormal(self.mu + (cov @ score[..., None])[..., 0], cov)

    def marginal(self, *, X: Any, group: Any) -> MultivariateNormal:
        """Return the joint distribution of all observations with the coefficients integrated out.

        Dense, shape (n, n): for proofs and checks; the inference never forms it.

        >>> model = HierarchicalLinear(mu=[50], Sigma=[[25]], sigma2=100)
        >>> model.marginal(X=[[1], [1]], group=["a", "a"]).cov
        array([[125.,  25.],
               [ 25., 125.]])
        """
        import numpy as np

        _, X, groups, sigma2 = self._design(None, X, group)
        together = 1 * (groups.codes[:, None] == groups.codes)
        return MultivariateNormal(X @ self.mu, together * (X @ self.Sigma @ X.T) + np.diag(sigma2))

    def predictive(
        self, y: Any, *, X: Any, group: Any, X_new: Any, group_new: Any, sigma2: Any = None
    ) -> Normal:
        """Return the distribution of new observations at the rows X_new, each in its group.

        A label in group_new that is not in group is a new group, known only through mu and Sigma.
        sigma2: their variance, needed only where the model has one for each observation.

        >>> model = HierarchicalLinear(mu=[50], Sigma=[[25]], sigma2=100)
        >>> model.predictive([60.0], X=[[1]], group=["a"], X_new=[[1], [1]],
        ...                  group_new=["a", "b"]).mean
        array([52., 50.])
        """
        import numpy as np

        noise = self.sigma2 if sigma2 is None else positive("sigma2", sigma2)
        if shape(noise):
            raise ValueError(
                f"predictive needs a single sigma2 for new observations; got shape {shape(noise)}."
            )
        posterior, seen = self.posterior(y, X=X, group=group), group_by("group", group)
        new = group_by("group_new", group_new)
        X_new = self._rows("X_new", X_new, len(new.codes))
        place = {label: j for j, label in enumerate(seen.labels)}
        which = np.array([place.get(label, len(seen)) for label in new.labels])[new.codes]
        mean = np.concatenate([posterior.mean, self.mu[None]])[which]
        cov = np.concatenate([posterior.cov, self.Sigma[None]])[which]
        spread = (X_new[:, None, :] @ cov @ X_new[:, :, None])[:, 0, 0]
        return Normal((X_new * mean).sum(1), spread + noise)

    def simulate(self, rng: Any, *, X: Any, group: Any) -> Simulated:
        """Draw the groups' coefficients, theta of shape (J, p), and observations, y of shape (n,).

        >>> import numpy as np
        >>> model = HierarchicalLinear(mu=[50], Sigma=[[25]], sigma2=100)
        >>> model.simulate(np.random.default_rng(1), X=np.ones((3, 1)), group=list("aab")).y.shape
        (3,)
        """

        _, X, groups, sigma2 = self._design(None, X, group)
        beta = MultivariateNormal(self.mu, self.Sigma).sample(generator(rng), len(groups))
        y = rng.normal((X * beta[groups.codes]).sum(1), sigma2**0.5)
        return Simulated(theta=beta, y=y)

    def _weights(self, gram: Any) -> Any:
        import numpy as np

        identity = np.eye(self.mu.size, dtype=int)[None]
        return solve_each(identity + self.Sigma @ gram, identity)

    def _design(self, y: Any, X: Any, group: Any) -> tuple[Any, Any, Groups, Any]:
        import numpy as np

        known = {"sigma2": self.sigma2} if shape(self.sigma2) else {}
        groups, rows = group_by("group", group), matrix("X", X)
        name, y = ("X", [0.0] * len(rows)) if y is None else ("y", y)
        y = observations(name, y, X=X, group=group, **known)
        sigma2 = np.full(len(y), 1) * np.asarray(self.sigma2)
        return y, self._rows("X", rows, len(y)), groups, sigma2

    def _rows(self, name: str, X: Any, count: int) -> Any:
        rows = matrix(name, X)
        if rows.shape != (count, self.mu.size):
            raise ValueError(
                f"{name} must have one row for each observation and one column for each entry of "
                f"mu, shape {(count, self.mu.size)}; got shape {rows.shape}."
            )
        return rows


def _check_definite(Sigma: Any, singular: bool) -> None:
    import numpy as np

    scale = np.abs(np.diag(Sigma)).max()
    if not np.allclose(Sigma, Sigma.T, rtol=0, atol=1e-10 * scale):
        i, j = (int(k) for k in divmod(int(np.argmax(np.abs(Sigma - Sigma.T))), len(Sigma)))
        raise ValueError(
            f"Sigma must be symmetric; got {Sigma[i, j]!r} at position {i, j} and "
            f"{Sigma[j, i]!r} at {j, i}."
        )
    if (np.diag(Sigma) < 0).any():
        i = int(np.argmin(np.diag(Sigma)))
        raise ValueError(f"Sigma must have variances on its diagonal; got {Sigma[i, i]} at {i, i}.")
    # Judged as a correlation matrix, so that columns in very different units do no harm.
    sd = np.sqrt(np.diag(Sigma))
    smallest = float(np.linalg.eigvalsh(Sigma / np.outer(sd + (sd == 0), sd + (sd == 0)))[0])
    rounding = 1e-14 * len(Sigma)
    if smallest < -1e-10 or (smallest <= rounding and not singular):
        advice = "" if singular else " For a singular one use HierarchicalLinear.boundary(...)."
        wanted = "positive semi-definite" if singular else "positive definite"
        raise ValueError(
            f"Sigma must be {wanted}; its correlation matrix has the eigenvalue {smallest:.3g}."
            f"{advice}"
        )
