"""Seven groups of one to six observations, and their likelihood by dense algebra."""

import numpy as np

RNG = np.random.default_rng(21)
GROUP = np.repeat(np.arange(7), [3, 5, 2, 4, 1, 6, 4])
X = np.column_stack([np.ones(25), RNG.normal(2, 1, 25)])
Y = 20 + X @ [1.0, 2.0] + RNG.normal(0, 2, 7)[GROUP] + RNG.normal(0, 1, 25)


def dense_log_likelihood(sigma, Sigma):
    """Log of the integral over mu of N(y; X mu, V) for a flat prior on mu, by dense algebra."""
    V = sigma**2 * np.eye(25) + (GROUP[:, None] == GROUP) * (X @ Sigma @ X.T)
    inverse = np.linalg.inv(V)
    precision = X.T @ inverse @ X
    b = np.linalg.solve(precision, X.T @ inverse @ Y)
    rest = (Y - X @ b) @ inverse @ (Y - X @ b)
    return -0.5 * (np.linalg.slogdet(V)[1] + np.linalg.slogdet(precision)[1] + rest)
