"""The laws of the proofs against SciPy's, and their normalisers by brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad
from sympy import ImmutableMatrix, Inverse, MatMul, Rational, Symbol

from hbtutor.derive.count_laws import (
    BetaBinomialLaw,
    BetaNegativeBinomialLaw,
    BinomialLaw,
    NegativeBinomialLaw,
    PoissonLaw,
)
from hbtutor.derive.laws import BetaLaw, DensityOf, GammaLaw, MultivariateNormalLaw, NormalLaw

Q = Rational
COUNTS = [
    (BinomialLaw(9, Q(3, 10)), stats.binom(9, 0.3)),
    (PoissonLaw(Q(7, 2)), stats.poisson(3.5)),
    (NegativeBinomialLaw(Q(5, 2), Q(3, 10)), stats.nbinom(2.5, 0.3)),
    (BetaBinomialLaw(9, Q(5, 2), Q(7, 3)), stats.betabinom(9, 2.5, 7 / 3)),
    (BetaNegativeBinomialLaw(3, Q(9, 2), Q(7, 3)), stats.betanbinom(3, 4.5, 7 / 3)),
]
CONTINUOUS = [
    (NormalLaw(Q(3, 2), Q(5, 4)), stats.norm(1.5, math.sqrt(1.25)), (-30, 30)),
    (BetaLaw(Q(5, 2), Q(7, 3)), stats.beta(2.5, 7 / 3), (0, 1)),
    (GammaLaw(Q(5, 2), Q(3, 4)), stats.gamma(2.5, scale=4 / 3), (0, 90)),
]


@pytest.mark.parametrize(("law", "reference"), COUNTS, ids=lambda value: str(value)[:18])
def test_mass_mean_and_variance_of_counts(law, reference) -> None:
    for count in (0, 1, 4, 8):
        assert float(law.log_density(count)) == pytest.approx(reference.logpmf(count), rel=1e-10)
    assert float(law.mean) == pytest.approx(reference.mean())
    assert float(law.variance) == pytest.approx(reference.var())


@pytest.mark.parametrize(("law", "reference", "support"), CONTINUOUS, ids=lambda v: str(v)[:12])
def test_density_mass_mean_and_variance(law, reference, support) -> None:
    for x in (Q(1, 5), Q(3, 4)):
        assert float(law.log_density(x)) == pytest.approx(reference.logpdf(float(x)))
        assert float(DensityOf(law, x).doit()) == pytest.approx(reference.pdf(float(x)))
    symbol = Symbol("x", positive=True)
    density = law.log_density(symbol)
    mass = quad(lambda x: math.exp(float(density.subs(symbol, x))), *support, points=[1], limit=200)
    assert mass[0] == pytest.approx(1, abs=1e-7)
    assert float(law.mean) == pytest.approx(reference.mean())
    assert float(law.variance) == pytest.approx(reference.var())


def test_multivariate_normal_in_both_forms() -> None:
    """With the covariance given, and as the inverse of a precision times a score."""
    cov = ImmutableMatrix([[Q(2), Q(1, 3)], [Q(1, 3), Q(5, 4)]])
    mean = ImmutableMatrix([Q(1, 2), Q(-3)])
    precision = cov.inv()
    held = Inverse(ImmutableMatrix(precision))
    score = ImmutableMatrix(precision * mean)
    inverse_form = MultivariateNormalLaw(MatMul(held, score, evaluate=False), held)
    reference = stats.multivariate_normal([0.5, -3], np.array(cov, dtype=float))
    for law in (MultivariateNormalLaw(mean, cov), inverse_form):
        found = float(law.log_density(Q(7, 5), Q(-2)))
        assert found == pytest.approx(reference.logpdf([1.4, -2]))


def test_a_law_names_its_parameters() -> None:
    with pytest.raises(ValueError, match="Beta takes 2 parameters, got 1"):
        BetaLaw(3)
