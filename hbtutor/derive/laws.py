r"""Probability laws as SymPy expressions: parameters, log density, mean, variance.

These are the laws that a derivation may conclude with.  They are written independently of
:mod:`hbtutor.distributions`; the tests hold each against SciPy.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sympy import Expr, ImmutableMatrix, Inverse, MatMul, MatrixBase, exp, gamma, log, pi, sympify

__all__ = ["BetaLaw", "DensityOf", "GammaLaw", "Law", "MultivariateNormalLaw", "NormalLaw"]


class Law(Expr):
    """A law with its parameters: compared, substituted and printed like any expression."""

    is_commutative = True
    name: ClassVar[str] = ""
    parameters: ClassVar[int] = 2

    def __new__(cls, *parameters: Any) -> Law:
        if len(parameters) != cls.parameters:
            raise ValueError(f"{cls.name} takes {cls.parameters} parameters, got {len(parameters)}")
        return Expr.__new__(cls, *map(sympify, parameters))

    def log_density(self, *x: Any) -> Expr:
        """Log of the density, or of the mass, at x."""
        raise NotImplementedError

    def _latex(self, printer: Any) -> str:
        inside = r",\, ".join(_shown(printer, parameter) for parameter in self.args)
        return rf"{self.name_latex}\left({inside}\right)"

    def _sympystr(self, printer: Any) -> str:
        inside = ", ".join(_shown(printer, parameter) for parameter in self.args)
        return f"{self.name}({inside})"

    @property
    def name_latex(self) -> str:
        return r"\mathcal{N}" if self.name == "N" else rf"\mathrm{{{self.name}}}"


def _shown(printer: Any, parameter: Expr) -> str:
    """A product of matrices factor by factor: SymPy would expand it to look for its sign."""
    factors = parameter.args if isinstance(parameter, MatMul) else (parameter,)
    return " ".join(map(printer._print, factors))


class DensityOf(Expr):
    """The density of a named law at x, kept by name until it is evaluated.

    >>> from hbtutor.derive.laws import DensityOf, GammaLaw
    >>> from hbtutor.notation import alpha, beta, lambda_j
    >>> DensityOf(GammaLaw(alpha, beta), lambda_j)
    Gamma(lambda_j | alpha, beta)
    """

    is_commutative = True

    def __new__(cls, law: Law, x: Any) -> DensityOf:
        return Expr.__new__(cls, law, sympify(x))

    def doit(self, **_hints: Any) -> Expr:
        law, x = self.args
        return exp(law.log_density(x))

    def _latex(self, printer: Any) -> str:
        law, x = self.args
        inside = r",\, ".join(map(printer._print, law.args))
        return rf"{law.name_latex}\left({printer._print(x)} \mid {inside}\right)"

    def _sympystr(self, printer: Any) -> str:
        law, x = self.args
        inside = ", ".join(map(printer._print, law.args))
        return f"{law.name}({printer._print(x)} | {inside})"


class NormalLaw(Law):
    """Normal law, its parameters mean and variance.

    >>> from hbtutor.derive.laws import NormalLaw
    >>> from hbtutor.notation import mu, tau2, theta_j
    >>> NormalLaw(mu, tau2).log_density(theta_j)
    -log(2*pi*tau2)/2 - (-mu + theta_j)**2/(2*tau2)
    """

    name = "N"

    def log_density(self, x: Any) -> Expr:
        mean, variance = self.args
        return -((x - mean) ** 2) / (2 * variance) - log(2 * pi * variance) / 2

    @property
    def mean(self) -> Expr:
        return self.args[0]

    @property
    def variance(self) -> Expr:
        return self.args[1]


class MultivariateNormalLaw(Law):
    """Normal law of several variables: mean (a column) and covariance, which may be an Inverse."""

    name = "N"

    def log_density(self, *x: Any) -> Expr:
        mean, covariance = self.args
        precision = covariance.arg if isinstance(covariance, Inverse) else _inverse(covariance)
        x_column = ImmutableMatrix(x)
        if isinstance(mean, MatMul) and mean.args[0] == covariance:
            score = mean.args[1]  # the mean is covariance times this: no need to expand it
            constant = (score.T * _inverse(precision) * score)[0, 0]
            square = (x_column.T * (precision * x_column - 2 * score))[0, 0] + constant
        else:
            error = x_column - mean.replace(Inverse, _inverse).doit()
            square = (error.T * precision * error)[0, 0]
        return log(_det(precision)) / 2 - len(x) * log(2 * pi) / 2 - square / 2

    def _latex(self, printer: Any) -> str:
        mean, covariance = self.args
        if not (isinstance(mean, MatMul) and mean.args[0] == covariance):
            return super()._latex(printer)
        precision, score = printer._print(covariance.arg), printer._print(mean.args[1])
        return (
            r"\begin{gathered}\mathcal{N}\left(V s,\, V\right) \\ "
            rf"V^{{-1}} = {precision} \\ s = {score}\end{{gathered}}"
        )

    @property
    def mean(self) -> MatrixBase:
        return self.args[0]

    @property
    def variance(self) -> MatrixBase:
        return self.args[1]


class BetaLaw(Law):
    """Beta law: density proportional to x^(alpha - 1) (1 - x)^(beta - 1)."""

    name = "Beta"

    def log_density(self, x: Any) -> Expr:
        alpha, beta = self.args
        return -log_beta(alpha, beta) + (alpha - 1) * log(x) + (beta - 1) * log(1 - x)

    @property
    def mean(self) -> Expr:
        alpha, beta = self.args
        return alpha / (alpha + beta)

    @property
    def variance(self) -> Expr:
        alpha, beta = self.args
        return alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1))


class GammaLaw(Law):
    """Gamma law by shape and rate: density proportional to x^(shape - 1) exp(-rate x)."""

    name = "Gamma"

    def log_density(self, x: Any) -> Expr:
        shape, rate = self.args
        return shape * log(rate) - log_gamma(shape) + (shape - 1) * log(x) - rate * x

    @property
    def mean(self) -> Expr:
        shape, rate = self.args
        return shape / rate

    @property
    def variance(self) -> Expr:
        shape, rate = self.args
        return shape / rate**2


def _det(matrix: MatrixBase) -> Expr:
    return matrix.det(method="berkowitz")  # no search for pivots that are not zero


def _inverse(matrix: MatrixBase) -> MatrixBase:
    """By the adjugate, which leaves short entries."""
    return ImmutableMatrix(matrix.adjugate(method="berkowitz") / _det(matrix))


def log_gamma(x: Expr) -> Expr:
    """Log of the gamma function, in the form that SymPy simplifies best."""
    return log(gamma(x))


def log_beta(alpha: Expr, beta: Expr) -> Expr:
    """Log of the beta function."""
    return log_gamma(alpha) + log_gamma(beta) - log_gamma(alpha + beta)
