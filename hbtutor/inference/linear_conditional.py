"""The laws of mu and of every group's coefficients given (Sigma, sigma2), at many points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.inference.kernels import NormalKernel
from hbtutor.inference.linear_coordinates import Natural
from hbtutor.inference.linear_deviance import inverse_and_logdet
from hbtutor.inference.linear_posterior import GivenSigma, LinearPosterior
from hbtutor.inference.linear_statistics import LinearStatistics


@dataclass(frozen=True, eq=False)
class LinearConditional:
    """mu | Sigma, sigma2 and beta_j | Sigma, sigma2 in the coordinates of the X that was given.

    sigma2: (n,); F: (n, q, q), factor of the relative covariance; given: the law of mu in
    orthonormal coordinates; embed: (p, q), from the varying coefficients to all.
    """

    statistics: LinearStatistics
    sigma2: Array
    F: Array
    given: GivenSigma
    embed: Array

    @classmethod
    def of(cls, posterior: LinearPosterior, at: Natural, columns: Any) -> LinearConditional:
        """Work out the laws at these points."""
        s = posterior.statistics
        embed = np.zeros((s.p, len(columns)))
        embed[columns, np.arange(len(columns))] = 1
        return cls(
            statistics=s,
            sigma2=at.sigma**2,
            F=posterior.relative(at.sigma, at.factor),
            given=posterior.given(at.sigma, at.factor),
            embed=embed @ np.linalg.inv(s.z_root),
        )

    @property
    def groups(self) -> int:
        """The number of groups J."""
        return self.statistics.groups

    @property
    def p(self) -> int:
        """The number of coefficients of a group."""
        return self.statistics.p

    @property
    def mu(self) -> tuple[Array, Array]:
        """Mean and variance of every coefficient of mu, each (n, p)."""
        back = np.linalg.inv(self.statistics.x_root)
        cov = self.sigma2[:, None, None] * (back @ self.given.cov @ back.T)
        return self.statistics.b_ols + self.given.b @ back.T, np.diagonal(cov, axis1=1, axis2=2)

    def theta(self, part: slice) -> NormalKernel:
        """The law of the coefficients, flattened (J p,), of this part: (n, part)."""
        first, last = part.start // self.p, -(-part.stop // self.p)
        mean, var = (
            np.stack(x, axis=1)
            for x in zip(*(self._group(j) for j in range(first, last)), strict=True)
        )
        inside = slice(part.start - first * self.p, part.stop - first * self.p)
        n = len(self.sigma2)
        return NormalKernel(mean.reshape(n, -1)[:, inside], var.reshape(n, -1)[:, inside])

    def _group(self, j: int) -> tuple[Array, Array]:
        """Mean and variances of beta_j with mu integrated out, each (n, p)."""
        mean, cov = self.moments(j)
        return mean, np.diagonal(cov, axis1=1, axis2=2)

    def moments(self, j: int | None) -> tuple[Array, Array]:
        """Mean, (n, p), and covariance, (n, p, p), of the coefficients of group j, None: a new one.

        mu is integrated out: its uncertainty is part of every group's.
        """
        if j is None:
            back = np.linalg.inv(self.statistics.x_root)
            F = self.embed @ self.F
            cov = F @ np.swapaxes(F, 1, 2) + back @ self.given.cov @ back.T
            return self.mu_mean, self.sigma2[:, None, None] * cov
        own, gain, through = self._given_mu(j)
        shift = self._score(j, self.given.b)
        cov = own + through @ self.given.cov @ np.swapaxes(through, 1, 2)
        mean = self.mu_mean + (gain @ shift[:, :, None])[:, :, 0]
        return mean, self.sigma2[:, None, None] * cov

    def observation(self, x: Array, j: int | None) -> tuple[Array, Array]:
        """Mean and variance of a new observation at the row x of group j, each (n,)."""
        mean, cov = self.moments(j)
        return mean @ x, np.einsum("a,nab,b->n", x, cov, x) + self.sigma2

    def _score(self, j: int, b: Array) -> Array:
        """Z_j'(y - X b), (n, q)."""
        own = self.statistics.own[j]
        return (own[:, -1] - b @ own[:, :-1].T) @ self.statistics.ZZ[j]

    @property
    def mu_mean(self) -> Array:
        """Mean of mu, (n, p)."""
        return self.mu[0]

    def _given_mu(self, j: int, at: Any = slice(None)) -> tuple[Array, Array, Array]:
        """Covariance of beta_j given mu, its gain on Z'(y - X mu), and its slope in mu."""
        F, s = self.F[at], self.statistics
        W = F @ inverse_and_logdet(np.eye(F.shape[2]) + np.swapaxes(F, 1, 2) @ s.ZZ[j] @ F)[0]
        W = W @ np.swapaxes(F, 1, 2)
        gain = self.embed @ W
        through = np.linalg.inv(s.x_root) - gain @ s.ZZ[j] @ s.own[j][:, :-1]
        return gain @ self.embed.T, gain, through

    def draw(self, rng: np.random.Generator, chosen: Any) -> tuple[Array, Array]:
        """Draw mu, (m, p), and all coefficients, (m, J, p), jointly at the chosen points."""
        s, back = self.statistics, np.linalg.inv(self.statistics.x_root)
        sigma = np.sqrt(self.sigma2[chosen])[:, None]
        root = np.linalg.cholesky(self.given.cov[chosen])
        noise = (root @ rng.standard_normal((len(chosen), s.p, 1)))[:, :, 0]
        b = self.given.b[chosen] + sigma * noise
        mu = s.b_ols + b @ back.T
        theta = np.empty((len(chosen), s.groups, s.p))
        F = self.F[chosen]
        for j in range(s.groups):
            inner = np.eye(F.shape[2]) + np.swapaxes(F, 1, 2) @ s.ZZ[j] @ F
            gain = self._given_mu(j, chosen)[1]
            shift = (gain @ self._score(j, b)[:, :, None])[:, :, 0]
            # F inner^-1 F' = A A' with A = F K^-T, inner = K K'.
            A = F @ np.swapaxes(np.linalg.inv(np.linalg.cholesky(inner)), 1, 2)
            own = (self.embed @ A @ rng.standard_normal((len(chosen), F.shape[2], 1)))[:, :, 0]
            theta[:, j] = mu + shift + sigma * own
        return mu, theta
