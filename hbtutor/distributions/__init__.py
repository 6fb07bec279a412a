"""Frozen records of the distributions that the book uses; scipy.stats does the work.

Parameters may be numbers, arrays or SymPy symbols: ``mean`` and ``var`` are plain arithmetic on
them, and SciPy is imported only when a density, a quantile or a draw is asked for.
The distributions sheet of the book compares the parametrisations with those of SciPy, Stan and R.
"""

from hbtutor.distributions.all_or_nothing_count import AllOrNothingCount
from hbtutor.distributions.beta_mixtures import BetaBinomialCount, BetaNegativeBinomialCount
from hbtutor.distributions.continuous import Beta, Gamma, Normal, StudentT
from hbtutor.distributions.discrete import Binomial, NegativeBinomial, Poisson
from hbtutor.distributions.multivariate import MultivariateNormal
from hbtutor.distributions.point_mass import PointMass

__all__ = [
    "AllOrNothingCount",
    "Beta",
    "BetaBinomialCount",
    "BetaNegativeBinomialCount",
    "Binomial",
    "Gamma",
    "MultivariateNormal",
    "NegativeBinomial",
    "Normal",
    "PointMass",
    "Poisson",
    "StudentT",
]
