"""One asymmetric setting of every family: a model and its design."""

import numpy as np

from hbtutor import (
    BetaBinomial,
    BetaNegativeBinomial,
    GammaPoisson,
    HierarchicalLinear,
    NestedNormal,
    NormalNormal,
    ThreeLayerNormal,
)

SETTINGS = {
    "normal": (NormalNormal(mu=5, tau2=9), {"sigma2": np.array([1.0, 4.0, 30.0]), "n": [2, 3, 1]}),
    "binomial": (BetaBinomial(alpha=2, beta=6), {"trials": [3, 10, 40]}),
    "poisson": (GammaPoisson(alpha=2, beta=0.5), {"exposure": [0.3, 1.0, 14.0]}),
    "shared p": (BetaNegativeBinomial(alpha=3, beta=6, r=4), {"n": 3}),
    "three layers": (ThreeLayerNormal(mu0=2, gamma2=8, tau2=4, sigma2=12), {"farms": 4}),
    "nested": (
        NestedNormal(psi=3, omega2=4, tau2=2, sigma2=9),
        {"classroom": [1, 1, 2, 1, 1, 3], "school": list("aaabbb")},
    ),
    "linear": (
        HierarchicalLinear(mu=[1, 2], Sigma=[[4, 1], [1, 2]], sigma2=5),
        {"X": np.c_[np.ones(7), [0, 1, 2, 3, 0, 1, 5]], "group": list("aaaabbb")},
    ),
}
