"""The right formulas, from the models, and the quantities that they depend on."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
from sympy import Basic, exp, pi

from hbtutor.check.tasks import Argument
from hbtutor.distributions import Normal
from hbtutor.models.flat_prior import FlatPriorNormal
from hbtutor.models.normal_normal import NormalNormal

Y = Argument("y", -40, 60, each=True)
SIGMA2 = Argument("sigma2", 60, 900, each=True)
TAU2 = Argument("tau2", 300, 700)
YBAR = Argument("ybar", 12, 30)
J = Argument("J", 4, 25, whole=True)
V = Argument("v", 15, 40)
MU0 = Argument("mu0", 2, 9)
GAMMA2 = Argument("gamma2", 3, 9)
SHARE = Argument("b", 0.05, 0.4)
Y1 = Argument("y1", 10, 18)
Y2 = Argument("y2", 2, 8)


def posterior_mu(y: Any, sigma2: Any, tau2: Any) -> Normal:
    """Return the posterior of mu under its flat prior."""
    y, sigma2 = np.atleast_1d(np.asarray(y, float)), np.atleast_1d(np.asarray(sigma2, float))
    return FlatPriorNormal(tau2=tau2).posterior(y, sigma2=sigma2).mu


def proper_mean(ybar: Any, J: Any, v: Any, mu0: Any, gamma2: Any) -> Any:
    """Return the posterior mean of mu under Normal(mu0, gamma2): that of one group of J."""
    return NormalNormal(mu=mu0, tau2=gamma2).posterior(ybar, sigma2=v, n=J).mean


def gamma2_needed(b: Any, J: Any, v: Any) -> Any:
    """Return the prior variance at which the prior mean gets the weight b."""
    return v * (1 - b) / (J * b)


def exponential(x: Any) -> Any:
    """Return exp(x) of a number or a formula."""
    return exp(x) if isinstance(x, Basic) else np.exp(x)


def number(x: Any, *of: Any) -> Any:
    """Return a SymPy constant as a float where the arguments are numbers."""
    return x if any(isinstance(one, Basic) for one in of) else float(x)


def evidence(y1: Any, y2: Any, v: Any) -> Any:
    """Return the integral over mu of the likelihood of two observations of variance v."""
    return exponential(-((y1 - y2) ** 2) / (4 * v)) / (4 * number(pi, y1, y2, v) * v) ** 0.5


def groups_needed(var: float, goal: float) -> float:
    """Return the smallest number of groups whose mean is known with this standard deviation."""
    return float(ceil(var / goal**2))
