"""The right formulas, and the quantities that they depend on.

The models take a list of farms; what the questions ask for needs only their mean and number.  Both
ways are held against each other in tests/check/test_fertilizer.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.check.tasks import Argument
from hbtutor.distributions import Normal
from hbtutor.models.normal_normal import NormalNormal

Y = Argument("y", -2, 14, each=True)
THETA = Argument("theta", 0, 12, each=True)
MU = Argument("mu", 6, 9)
YBAR = Argument("ybar", 6, 12)
N = Argument("N", 4, 20, whole=True)
MU0 = Argument("mu0", 2, 5)
GAMMA2 = Argument("gamma2", 9, 16)
TAU2 = Argument("tau2", 4, 8)
SIGMA2 = Argument("sigma2", 18, 30)


def log_normal(x: Any, mean: Any, var: Any) -> Any:
    """Return the log density of a normal distribution at x."""
    return -np.log(2 * np.pi * var) / 2 - (x - mean) ** 2 / (2 * var)


def log_joint(y: Any, theta: Any, mu: Any, mu0: Any, gamma2: Any, tau2: Any, sigma2: Any) -> float:
    """Return the log joint density of the three layers, summed over the farms."""
    farms = log_normal(theta, mu, tau2) + log_normal(y, theta, sigma2)
    return float(log_normal(mu, mu0, gamma2) + np.sum(farms))


def correlation(gamma2: Any, tau2: Any, sigma2: Any) -> Any:
    """Return the correlation of two farms' yield increases before any data."""
    return gamma2 / (gamma2 + tau2 + sigma2)


def posterior_mu(ybar: Any, N: Any, mu0: Any, gamma2: Any, tau2: Any, sigma2: Any) -> Normal:
    """Return the posterior of the global effect: that of one group of N farms."""
    return NormalNormal(mu=mu0, tau2=gamma2).posterior(ybar, sigma2=tau2 + sigma2, n=N)


def var_mu(N: Any, gamma2: Any, tau2: Any, sigma2: Any) -> Any:
    """Return the posterior variance of the global effect, which needs no yield."""
    return posterior_mu(0, N, 0, gamma2, tau2, sigma2).var


def weight(tau2: Any, sigma2: Any) -> Any:
    """Return B, the weight of a farm's effect on the global one."""
    return NormalNormal(mu=0, tau2=tau2).shrinkage(sigma2=sigma2)
