r"""Probability laws as SymPy expressions: parameters, log density, mean, variance.

These are the laws that a derivation may conclude with.  They are written independently of
:mod:`hbtutor.distributions`; the tests hold each against SciPy.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sympy import Expr, gamma, log, pi, sympify

__all__ = ["BetaLaw", "GammaLaw", "Law", "NormalLaw"]


class Law(Expr):
    """A law with its parameters: compared, substituted and printed like any expression."""

    is_commutative = True
    name: ClassVar[str] = ""
    parameters: ClassVar[int] = 2

    def __new__(cls, *parameters: Any) -> Law:
        if len(parameters) != cls.parameters:
            raise ValueError(f"{cls.name} takes {cls.parameters} parameters, got {len(parameters)}")
        return Expr.__new__(cls, *map(sympify, parameters))

    def log_density(self, x: Any) -> Expr:
        """Log of the density, or of the mass, at x."""
        raise NotImplementedError

    def _latex(self, printer: Any) -> str:
        inside = r",\, ".join(map(printer._print, self.args))
        return rf"\mathrm{{{self.name}}}\left({inside}\right)"

    def _sympystr(self, printer: Any) -> str:
        return f"{self.name}({', '.join(map(printer._print, self.args))})"


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


class BetaLaw(Law):
    """Beta law: density proportional to x^(alpha - 1) (1 - x)^(beta - 1)."""

    name = "Beta"

    def log_density(self, x: Any) -> Expr:
        alpha, beta = self.args
        normaliser = log(gamma(alpha + beta)) - log(gamma(alpha)) - log(gamma(beta))
        return normaliser + (alpha - 1) * log(x) + (beta - 1) * log(1 - x)

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
        return shape * log(rate) - log(gamma(shape)) + (shape - 1) * log(x) - rate * x

    @property
    def mean(self) -> Expr:
        shape, rate = self.args
        return shape / rate

    @property
    def variance(self) -> Expr:
        shape, rate = self.args
        return shape / rate**2
