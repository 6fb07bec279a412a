"""Laws of counts as SymPy expressions, beside the laws of :mod:`hbtutor.derive.laws`."""

from __future__ import annotations

from typing import Any

from sympy import Expr, factorial, log

from hbtutor.derive.laws import Law, log_beta, log_gamma

__all__ = [
    "BetaBinomialLaw",
    "BetaNegativeBinomialLaw",
    "BinomialLaw",
    "NegativeBinomialLaw",
    "PoissonLaw",
]


class BinomialLaw(Law):
    """Successes in n trials of probability p."""

    name = "Binomial"

    def log_density(self, x: Any) -> Expr:
        trials, p = self.args
        return _log_choose(trials, x) + x * log(p) + (trials - x) * log(1 - p)

    @property
    def mean(self) -> Expr:
        trials, p = self.args
        return trials * p

    @property
    def variance(self) -> Expr:
        trials, p = self.args
        return trials * p * (1 - p)


class PoissonLaw(Law):
    """Counts of mean rate."""

    name = "Poisson"
    parameters = 1

    def log_density(self, x: Any) -> Expr:
        (rate,) = self.args
        return x * log(rate) - rate - log(factorial(x))

    @property
    def mean(self) -> Expr:
        return self.args[0]

    @property
    def variance(self) -> Expr:
        return self.args[0]


class NegativeBinomialLaw(Law):
    """Failures before the r-th success, each trial a success with probability p."""

    name = "NegativeBinomial"

    def log_density(self, x: Any) -> Expr:
        r, p = self.args
        ways = _log_ways(x, r)
        return ways + r * log(p) + x * log(1 - p)

    @property
    def mean(self) -> Expr:
        r, p = self.args
        return r * (1 - p) / p

    @property
    def variance(self) -> Expr:
        r, p = self.args
        return r * (1 - p) / p**2


class BetaBinomialLaw(Law):
    """Successes in n trials whose probability has a beta law."""

    name = "BetaBinomial"
    parameters = 3

    def log_density(self, x: Any) -> Expr:
        trials, alpha, beta = self.args
        beside = log_beta(alpha + x, beta + trials - x) - log_beta(alpha, beta)
        return _log_choose(trials, x) + beside

    @property
    def mean(self) -> Expr:
        trials, alpha, beta = self.args
        return trials * alpha / (alpha + beta)

    @property
    def variance(self) -> Expr:
        trials, alpha, beta = self.args
        total = alpha + beta
        return trials * alpha * beta * (total + trials) / (total**2 * (total + 1))


class BetaNegativeBinomialLaw(Law):
    """Failures before the r-th success when the probability of success has a beta law."""

    name = "BetaNegativeBinomial"
    parameters = 3

    def log_density(self, x: Any) -> Expr:
        r, alpha, beta = self.args
        ways = _log_ways(x, r)
        return ways + log_beta(alpha + r, beta + x) - log_beta(alpha, beta)

    @property
    def mean(self) -> Expr:
        """For alpha > 1; infinite otherwise."""
        r, alpha, beta = self.args
        return r * beta / (alpha - 1)

    @property
    def variance(self) -> Expr:
        """For alpha > 2; infinite otherwise."""
        r, alpha, beta = self.args
        top = r * beta * (alpha + r - 1) * (alpha + beta - 1)
        return top / ((alpha - 2) * (alpha - 1) ** 2)


def _log_choose(n: Expr, k: Expr) -> Expr:
    return log(factorial(n)) - log(factorial(k)) - log(factorial(n - k))


def _log_ways(failures: Expr, r: Expr) -> Expr:
    """Log of the number of orders of failures and r successes that end in a success."""
    return log_gamma(failures + r) - log_gamma(r) - log(factorial(failures))
