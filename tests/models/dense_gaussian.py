"""The independent route for every normal model: condition one dense joint Gaussian."""

import numpy as np


def condition(mean, cov, observed, values):
    """Return mean and covariance of the other coordinates given the observed ones."""
    mean, cov = np.asarray(mean, dtype=float), np.asarray(cov, dtype=float)
    observed = np.asarray(observed)
    hidden = np.setdiff1d(np.arange(len(mean)), observed)
    gain = cov[np.ix_(hidden, observed)] @ np.linalg.inv(cov[np.ix_(observed, observed)])
    new_mean = mean[hidden] + gain @ (np.asarray(values) - mean[observed])
    return new_mean, cov[np.ix_(hidden, hidden)] - gain @ cov[np.ix_(observed, hidden)]
