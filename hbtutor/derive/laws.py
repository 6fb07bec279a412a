r"""Probability laws as SymPy expressions: parameters, log density, mean, variance.

These are the laws that a derivation may conclude with.  They are written independently of
:mod:`hbtutor.distributions`; the tests hold each against SciPy.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sympy import Expr, MatrixBase, exp, gamma, log, pi, sympify

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
        inside = r",\, ".join(map(printer._print, self.args))
        return rf"\mathrm{{{self.name}}}\left({inside}\right)"

    def _sympystr(self, printer: Any) -> str:
        return f"{self.name}({', '.join(map(printer._print, self.args))})"


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
        return rf"\mathrm{{{law.name}}}\left({printer._print(x)} \mid {inside}\right)"

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

    def _latex(self, printer: Any) -> str:
        return super()._latex(printer).replace(r"\mathrm{N}", r"\mathcal{N}", 1)


class MultivariateNormalLaw(Law):
    """Normal law of several variables: mean (a column matrix) and covariance matrix."""

    name = "N"

    def log_density(self, *x: Any) -> Expr:
        mean, covariance = self.args
        error = type(mean)(x) - mean
        square = (error.T * covariance.inv() * error)[0, 0]
        return -square / 2 - log((2 * pi) ** len(x) * covariance.det()) / 2

    @property
    def mean(self) -> MatrixBase:
        return self.args[0]

    @property
    def variance(self) -> MatrixBase:
        return self.args[1]

    def _latex(self, printer: Any) -> str:
        return super()._latex(printer).replace(r"\mathrm{N}", r"\mathcal{N}", 1)


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


def log_gamma(x: Expr) -> Expr:
    """Log of the gamma function, in the form that SymPy simplifies best."""
    return log(gamma(x))


def log_beta(alpha: Expr, beta: Expr) -> Expr:
    """Log of the beta function."""
    return log_gamma(alpha) + log_gamma(beta) - log_gamma(alpha + beta)
