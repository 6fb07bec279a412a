"""Priors for hyperparameters: a log density on the scale of the name that it is given for.

prior={"tau": HalfCauchy(25)} is a density of the standard deviation tau, {"tau2": ...} one of the
variance.  Constants do not matter, so a prior may be improper; whether the posterior is proper is
checked when it is integrated.  Anything with `logpdf` and `support` will do, in particular the
records of hbtutor.distributions, and any callable that returns a log density.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from hbtutor.inference.family import Array
from hbtutor.validation import finite, generator, positive


class Prior(Protocol):
    """What a prior is: a log density, up to a constant, and the interval where it lives."""

    @property
    def support(self) -> tuple[float, float]: ...
    @property
    def logpdf(self) -> Callable[..., Array]: ...


class _OnPositive:
    """A prior on positive numbers."""

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, np.inf


@dataclass(frozen=True)
class Flat:
    """The constant density on the whole domain of the parameter; improper.

    >>> float(Flat().logpdf(3.0))
    0.0
    """

    @property
    def support(self) -> tuple[float, float]:
        return -np.inf, np.inf

    def logpdf(self, x: Array) -> Array:
        return np.zeros_like(x, dtype=float)


@dataclass(frozen=True)
class HalfCauchy(_OnPositive):
    """The positive half of a Cauchy density with this scale, which is also its median.

    The weakly informative choice for a standard deviation between few groups.
    Source: Gelman (2006), Bayesian Analysis 1:515-534.

    >>> HalfCauchy(25).logpdf(25.0).round(6)
    np.float64(-4.363606)
    """

    scale: float

    def __post_init__(self) -> None:
        positive("scale", self.scale)

    def logpdf(self, x: Array) -> Array:
        return np.log(2 / (np.pi * self.scale)) - np.log1p((x / self.scale) ** 2)

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator."""
        return np.abs(self.scale * generator(rng).standard_cauchy(size))


@dataclass(frozen=True)
class HalfNormal(_OnPositive):
    """The positive half of a normal density centred at zero; scale is the normal's sd.

    >>> HalfNormal(2).logpdf(0.0).round(6)
    np.float64(-0.918939)
    """

    scale: float

    def __post_init__(self) -> None:
        positive("scale", self.scale)

    def logpdf(self, x: Array) -> Array:
        return 0.5 * np.log(2 / np.pi) - np.log(self.scale) - 0.5 * (x / self.scale) ** 2

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator."""
        return np.abs(generator(rng).normal(0.0, self.scale, size))


@dataclass(frozen=True)
class Uniform:
    """The constant density between low and high, zero outside.

    >>> Uniform(0, 4).logpdf(1.0).round(6)
    np.float64(-1.386294)
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        finite("low", self.low)
        finite("high", self.high)
        if not self.low < self.high:
            raise ValueError(f"low must be less than high; got low={self.low}, high={self.high}.")

    @property
    def support(self) -> tuple[float, float]:
        return float(self.low), float(self.high)

    def logpdf(self, x: Array) -> Array:
        inside = (np.asarray(x) >= self.low) & (np.asarray(x) <= self.high)
        return np.where(inside, -np.log(self.high - self.low), -np.inf)

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator."""
        return generator(rng).uniform(self.low, self.high, size)


@dataclass(frozen=True)
class InverseGamma(_OnPositive):
    """The inverse-gamma density with shape alpha and scale beta; warns when it is made.

    It is zero at zero, so it rules out complete pooling whatever the data say, and as alpha and
    beta tend to 0 the posterior does not settle: "InverseGamma(0.001, 0.001)" is not a vague
    prior for a variance between groups.  Source: Gelman (2006), Bayesian Analysis 1:515-534.

    >>> import warnings
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     InverseGamma(3, 2).logpdf(1.0).round(6)
    np.float64(-0.613706)
    """

    alpha: float
    beta: float

    def __post_init__(self) -> None:
        positive("alpha", self.alpha)
        positive("beta", self.beta)
        warnings.warn(
            f"{self} has density zero at zero: it rules out complete pooling whatever the data "
            "say, and for small alpha and beta the answer depends on their values. "
            "HalfCauchy or HalfNormal on the standard deviation is the safer choice.",
            UserWarning,
            stacklevel=3,
        )

    def logpdf(self, x: Array) -> Array:
        from scipy.special import gammaln

        norm = self.alpha * np.log(self.beta) - gammaln(self.alpha)
        with np.errstate(divide="ignore", over="ignore"):
            return norm - (self.alpha + 1) * np.log(x) - self.beta / np.asarray(x)

    def sample(self, rng: Any, size: int | None = None) -> Any:
        """Draw with a numpy.random.Generator."""
        return self.beta / generator(rng).gamma(self.alpha, 1.0, size)


@dataclass(frozen=True)
class SumPower(_OnPositive):
    """The density (alpha + beta)^exponent of two positive parameters, improper; -5/2 by default.

    With -5/2 it is flat in (alpha / (alpha + beta), (alpha + beta)^(-1/2)): in the mean and,
    roughly, the standard deviation of a Beta law.  Given as {("alpha", "beta"): SumPower()}.
    Source: Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.3.

    >>> SumPower().logpdf(1.0, 3.0).round(6)
    np.float64(-3.465736)
    """

    exponent: float = -2.5

    def __post_init__(self) -> None:
        finite("exponent", self.exponent)

    def logpdf(self, alpha: Array, beta: Array) -> Array:
        return self.exponent * np.log(np.asarray(alpha) + beta)


@dataclass(frozen=True)
class LogDensity:
    """A prior from any function that returns the log density, up to a constant.

    The function must be smooth inside the support (low, high); where a density begins or ends is
    said by the support, not by a step in the function.

    >>> LogDensity(lambda tau: -tau / 10, support=(0, np.inf)).logpdf(5.0)
    -0.5
    """

    function: Callable[..., Any]
    support: tuple[float, float] = (-np.inf, np.inf)

    def logpdf(self, *x: Array) -> Array:
        return self.function(*x)


def prior_of(name: Any, value: Any, domain: tuple[float, float]) -> Prior:
    """Return the value as a prior for the named parameter, its support cut to the domain.

    value: a prior, a record of hbtutor.distributions or a callable log density.

    >>> prior_of("tau", Flat(), (0, np.inf)).support
    (0, inf)
    """
    if hasattr(value, "logpdf"):
        low, high = getattr(value, "support", domain)
        function = value.logpdf
    elif callable(value):
        (low, high), function = domain, value
    else:
        raise ValueError(
            f"prior[{name!r}] must be a prior such as HalfCauchy(25), Flat() or a function that "
            f"returns a log density; got {value!r}."
        )
    support = max(low, domain[0]), min(high, domain[1])
    if not support[0] < support[1]:
        raise ValueError(
            f"prior[{name!r}] = {value!r} has no mass on {domain}, where {name} lives."
        )
    return LogDensity(function, support)


def check_names(prior: Mapping[Any, Any], allowed: Iterable[Any]) -> None:
    """Refuse a prior for a name that the family does not have.

    >>> check_names({"sigma": Flat()}, ("mu", "tau"))
    Traceback (most recent call last):
    ...
    ValueError: prior has no use for 'sigma'; it may name 'mu', 'tau'.
    """
    if not isinstance(prior, Mapping):
        raise ValueError(f"prior must be a dict such as {{'tau': HalfCauchy(25)}}; got {prior!r}.")
    allowed = tuple(allowed)
    for name in prior:
        if name not in allowed:
            raise ValueError(
                f"prior has no use for {name!r}; it may name {', '.join(map(repr, allowed))}."
            )
