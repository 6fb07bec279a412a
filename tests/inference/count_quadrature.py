"""Brute-force posteriors of two hyperparameters: one large grid, SciPy's gamma functions.

Nothing of the package is used: neither its sums, nor its coordinates, nor its rule.
"""

import numpy as np
from scipy.special import betaln, gammaln, roots_legendre


class Grid:
    """Weighted nodes of alpha and beta; `mean` integrates any function of them."""

    def __init__(self, alpha, beta, log_density):
        self.alpha, self.beta = alpha, beta
        weight = np.exp(log_density - log_density.max())
        self.weight = weight / weight.sum()

    def mean(self, values):
        return float(np.sum(self.weight * values))

    def sd(self, values):
        return self.mean((values - self.mean(values)) ** 2) ** 0.5


def logarithmic(low, high, n):
    """Trapezoid nodes of x on log x, and the log of their weights."""
    u = np.linspace(low, high, n)
    return np.exp(u), u


def limited(low, high, n=400):
    """Gauss-Legendre nodes of x between two limits, and the log of their weights."""
    x, w = roots_legendre(n)
    return low + (high - low) * (x + 1) / 2, np.log(w)


def beta_binomial(k, n, log_prior, first, second, to_alpha_beta=lambda x, y: (x, y)):
    """first, second: nodes and log weights of two parameters whose prior density is log_prior."""
    (x, log_x), (y, log_y) = first, second
    X, Y = np.meshgrid(x, y, indexing="ij")
    A, B = to_alpha_beta(X, Y)
    log_density = log_prior(X, Y) + log_x[:, None] + log_y
    for successes, trials in zip(k, n, strict=True):
        log_density += betaln(A + successes, B + trials - successes) - betaln(A, B)
    return Grid(A, B, log_density)


def gamma_poisson(y, t, log_prior, first, second, to_alpha_beta=lambda x, y: (x, y)):
    """As beta_binomial, for counts y with exposures t."""
    (a, log_a), (b, log_b) = first, second
    X, Y = np.meshgrid(a, b, indexing="ij")
    A, B = to_alpha_beta(X, Y)
    log_density = log_prior(X, Y) + log_a[:, None] + log_b
    for events, exposure in zip(y, t, strict=True):
        log_density += gammaln(A + events) - gammaln(A) + A * np.log(B)
        log_density -= (A + events) * np.log(B + exposure)
    return Grid(A, B, log_density)
