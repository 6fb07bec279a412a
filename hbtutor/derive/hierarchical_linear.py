"""The hierarchical linear model: matrices that shrink, also where a group's X'X is singular."""

from __future__ import annotations

from functools import cache

from sympy import (
    Determinant,
    Eq,
    Expr,
    ImmutableMatrix,
    Inverse,
    MatMul,
    Sum,
    Symbol,
    log,
    pi,
    symbols,
)

from hbtutor.derive.checks import Assumed, Defined, Kernel, Modulo
from hbtutor.derive.derivation import Derivation
from hbtutor.derive.laws import MultivariateNormalLaw
from hbtutor.derive.normal_normal import normal_normal
from hbtutor.derive.quantities import Distribution, LogDensity
from hbtutor.derive.step import Step
from hbtutor.derive.written import log_normal, times, total
from hbtutor.notation import Sigma, betahat_j, mu, n_j, sigma2, tau2, ybar_j

__all__ = ["hierarchical_linear"]

_i = Symbol("i", integer=True, positive=True)
_b1, _b2, _m1, _m2 = symbols("beta_1 beta_2 mu_1 mu_2", real=True)
_beta, _mu = ImmutableMatrix([_b1, _b2]), ImmutableMatrix([_m1, _m2])
_q11, _q22 = symbols("q_11 q_22", positive=True)
_q12 = Symbol("q_12", real=True)
_Q = ImmutableMatrix([[_q11, _q12], [_q12, _q22]])  # the inverse of Sigma
_X = ImmutableMatrix(2, 2, symbols("x_11 x_12 x_21 x_22", real=True))
_y = ImmutableMatrix(symbols("y_1 y_2", real=True))


@cache
def hierarchical_linear() -> Derivation:
    r"""Posterior of a group's coefficients as a matrix-weighted average, for any X.

    beta_j ~ N(mu, Sigma) and y = X beta_j + noise of variance sigma2.  The posterior is proved in
    full for two coefficients and two rows, then for one row, where X'X is singular; the matrix
    identities are proved for any number of either, from V (P + Q) = 1 alone, with P = X'X/sigma2,
    Q the inverse of Sigma and V the posterior covariance.  The result holds ``posterior`` and
    ``posterior_singular`` (laws, p = 2), ``average``, ``correction``, ``cov`` (in matrices of any
    size), ``B`` and ``mean`` and ``var`` of the scalar case, which are those of
    :func:`~hbtutor.derive.normal_normal`.  Book: *Regression in groups*; Lindley and Smith
    (1972), JRSS B 34, 1-41.

    >>> from hbtutor import derive
    >>> derive.hierarchical_linear().result["average"]
    B*mu + (1 - B)*betahat_j
    """
    return Derivation(
        steps=(*_two_rows(), *_one_row(), *_any_size(), *_scalar()),
        title="A group's regression coefficients",
        conclusion=("average", "correction", "cov", "inverse_B", "B", "mean", "var"),
    )


def _log_likelihood(rows: int) -> Expr:
    fitted = _X * _beta
    return total(*(log_normal(_y[row], fitted[row], sigma2) for row in range(rows)))


def _posterior_law(rows: int) -> MultivariateNormalLaw:
    X, y = _X[:rows, :], ImmutableMatrix(_y[:rows])
    cov = Inverse(ImmutableMatrix(X.T * X / sigma2 + _Q))
    return MultivariateNormalLaw(
        MatMul(cov, ImmutableMatrix(X.T * y / sigma2 + _Q * _mu), evaluate=False), cov
    )


def _two_rows() -> tuple[Step, ...]:
    error = _beta - _mu
    prior = total(-(error.T * _Q * error)[0, 0] / 2, log(_Q.det()) / 2, -log(2 * pi))
    both = LogDensity(*_y, given=tuple(_beta))
    return (
        Step(
            Eq(Distribution(*_beta), MultivariateNormalLaw(_mu, Inverse(_Q))),
            "Two coefficients. The prior, with q the entries of the inverse of its covariance.",
            Assumed(prior),
        ),
        Step(
            Eq(both, _log_likelihood(2)),
            "Two rows x of the design, their data independent given the coefficients.",
            Defined(_log_likelihood(2)),
        ),
        Step(
            Eq(Distribution(*_beta, given=tuple(_y)), _posterior_law(2)),
            "In both coefficients the joint density has the slope of a normal density: precisions "
            "add, as matrices.",
            Kernel(both + LogDensity(*_beta)),
            name="posterior",
        ),
    )


def _one_row() -> tuple[Step, ...]:
    X = _X[:1, :]
    one = LogDensity(_y[0], given=tuple(_beta))
    precision = X.T * X / sigma2 + _Q
    seen = (X * _Q.adjugate() * X.T)[0, 0]
    return (
        Step(
            Eq(Determinant(ImmutableMatrix(X.T * X)), 0, evaluate=False),
            "One row for two coefficients: X'X is singular, there is no least-squares estimate.",
        ),
        Step(
            Eq(one, _log_likelihood(1)),
            "The likelihood of that row.",
            Defined(_log_likelihood(1)),
        ),
        Step(
            Eq(Distribution(*_beta, given=_y[0]), _posterior_law(1)),
            "The posterior is the same formula: nothing of it needs the inverse of X'X.",
            Kernel(one + LogDensity(*_beta)),
            name="posterior_singular",
        ),
        Step(
            Eq(
                Determinant(ImmutableMatrix(precision)),
                total(Determinant(_Q), seen / sigma2),
                evaluate=False,
            ),
            "Its precision is never singular: the determinant exceeds the prior's by a positive "
            "definite form of the row, over {sigma2}.",
        ),
    )


def _any_size() -> tuple[Step, ...]:
    P, Q, V, B, g, m, prior = (
        Symbol(name, commutative=False) for name in ("P", "Q", "V", "B", "g", "m", "mu")
    )
    inverse = Eq(V * Q, 1 - V * P, evaluate=False)
    of_prior = Eq(Q * Sigma, 1, evaluate=False)
    return (
        Step(
            Eq(B, V * Q),
            "Any number of coefficients and rows, in matrices: P = X'X/{sigma2} is the precision "
            "of the data, Q that of the prior, V the inverse of their sum. B is what multiplies "
            "the prior mean.",
            Defined(V * Q),
        ),
        Step(
            Eq(m, V * g + V * Q * prior),
            "The posterior mean just found, with g = X'y/{sigma2}.",
            Defined(V * g + V * Q * prior),
        ),
        Step(
            Eq(m, prior + V * (g - P * prior), evaluate=False),
            "The posterior mean corrects the prior mean by what the data say beyond it, whether "
            "P is singular or not.",
            Modulo((inverse,)),
            name="correction",
        ),
        Step(
            Eq(
                V * P * betahat_j + V * Q * prior,
                total(times(1 - B, betahat_j), B * prior),
                evaluate=False,
            ),
            "Where the least-squares estimate exists, g is P times it: the posterior mean is a "
            "matrix-weighted average.",
            Modulo((inverse,)),
            name="average",
        ),
        Step(
            Eq(B * Sigma, V, evaluate=False),
            "The posterior covariance is the shrinkage matrix times the prior's.",
            Modulo((of_prior,)),
            name="cov",
        ),
        Step(
            Eq(B * (1 + Sigma * P), 1, evaluate=False),
            "So the shrinkage matrix is the inverse of 1 + ΣP, which needs the inverse of neither.",
            Modulo((of_prior, inverse)),
            name="inverse_B",
        ),
    )


def _scalar() -> tuple[Step, ...]:
    proved = normal_normal().result
    square = Sum(1, (_i, 1, n_j))
    P, Q = square / sigma2, 1 / tau2
    weight = Q / (P + Q)
    return (
        Step(
            Eq(weight, proved["B"], evaluate=False),
            "One coefficient, X a column of ones: X'X is the number of rows, and the shrinkage "
            "matrix is the shrinkage factor of the Normal-Normal model.",
            name="B",
        ),
        Step(
            Eq(mu + (n_j * ybar_j / sigma2 - P * mu) / (P + Q), proved["mean"], evaluate=False),
            "The corrected prior mean is its posterior mean.",
            name="mean",
        ),
        Step(
            Eq(weight * tau2, proved["var"], evaluate=False),
            "The shrinkage factor times the prior variance is its posterior variance.",
            name="var",
        ),
    )
