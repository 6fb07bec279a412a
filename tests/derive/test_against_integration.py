"""What the proofs conclude, against brute-force numerical integration and summation.

Nothing here is shared with the proofs: densities are SciPy's, integrals are quadrature.  Every
case is asymmetric.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import dblquad, quad
from sympy import Expr, Symbol

from hbtutor import derive

Numbers = dict[str, float]


def at(expression: Expr, values: Numbers) -> float:
    put = {symbol: values[symbol.name] for symbol in expression.free_symbols}
    return float(expression.subs(put))


def moments(density: Callable[[float], float], low: float, high: float) -> tuple[float, ...]:
    """Mass, mean and variance of an unnormalised density."""
    mass, first, second = (
        quad(lambda x, k=k: x**k * density(x), low, high, limit=300, epsabs=0, epsrel=1e-10)[0]
        for k in range(3)
    )
    return mass, first / mass, second / mass - (first / mass) ** 2


def test_beta_binomial() -> None:
    result, values = derive.beta_binomial().result, {"alpha": 2.5, "beta": 4.5, "k": 3, "n": 11}

    def joint(p: float) -> float:
        return stats.beta.pdf(p, 2.5, 4.5) * stats.binom.pmf(3, 11, p)

    mass, mean, var = moments(joint, 0, 1)
    assert at(result["pmf"], values) == pytest.approx(mass)
    assert at(result["mean"], values) == pytest.approx(mean)
    assert at(result["var"], values) == pytest.approx(var)
    B = at(result["B"], values)
    assert at(result["shrinkage"], values | {"B": B}) == pytest.approx(mean)
    trials, a, b = (at(part, values | {"n_new": 6}) for part in result["predictive"].args)
    twice = quad(lambda p: joint(p) * stats.binom.pmf(2, 6, p), 0, 1, epsabs=0)[0] / mass
    assert stats.betabinom.pmf(2, trials, a, b) == pytest.approx(twice)


def test_beta_binomial_marginal_moments_by_summation() -> None:
    result, values = derive.beta_binomial().result, {"alpha": 2.5, "beta": 4.5, "n": 11}
    counts = np.arange(12)
    pmf = np.array([at(result["pmf"], values | {"k": int(k)}) for k in counts])
    mean = float((counts * pmf).sum())
    assert pmf.sum() == pytest.approx(1)
    assert at(result["marginal_mean"], values) == pytest.approx(mean)
    assert at(result["marginal_var"], values) == pytest.approx(((counts - mean) ** 2 * pmf).sum())


def test_gamma_poisson() -> None:
    result = derive.gamma_poisson().result
    values = {"alpha": 2.5, "beta": 0.7, "exposure": 3.2, "exposure_new": 1.9, "y": 4}

    def joint(rate: float) -> float:
        return stats.gamma.pdf(rate, 2.5, scale=1 / 0.7) * stats.poisson.pmf(4, 3.2 * rate)

    mass, mean, var = moments(joint, 0, 40)
    assert at(result["pmf"], values) == pytest.approx(mass)
    assert at(result["mean"], values) == pytest.approx(mean)
    assert at(result["var"], values) == pytest.approx(var)
    r, p = (at(part, values) for part in result["predictive"].args)
    new = quad(lambda rate: joint(rate) * stats.poisson.pmf(7, 1.9 * rate), 0, 40, epsabs=0)[0]
    assert stats.nbinom.pmf(7, r, p) == pytest.approx(new / mass)


def test_gamma_poisson_overdispersion_by_summation() -> None:
    result, values = derive.gamma_poisson().result, {"alpha": 2.5, "beta": 0.7, "exposure": 3.2}
    counts = np.arange(400)
    rates = np.linspace(0, 60, 60001)
    weight = stats.gamma.pdf(rates, 2.5, scale=1 / 0.7) * (rates[1] - rates[0])
    pmf = np.array([(stats.poisson.pmf(k, 3.2 * rates) * weight).sum() for k in counts])
    mean = float((counts * pmf).sum())
    var = float((counts**2 * pmf).sum() - mean**2)
    assert at(result["marginal_mean"], values) == pytest.approx(mean, rel=1e-6)
    assert at(result["overdispersion"], values) == pytest.approx(var, rel=1e-6)
    assert var == pytest.approx(mean + mean**2 / 2.5, rel=1e-6)


def test_beta_negative_binomial() -> None:
    counts, r = [2, 0, 7], 3
    result = derive.beta_negative_binomial().result
    values = {"alpha": 2.5, "beta": 1.5, "r": r, "n": len(counts), "s": sum(counts)}

    def joint(p: float) -> float:
        return stats.beta.pdf(p, 2.5, 1.5) * float(np.prod(stats.nbinom.pmf(counts, r, p)))

    mass, mean, var = moments(joint, 0, 1)
    assert at(result["mean"], values) == pytest.approx(mean)
    assert at(result["var"], values) == pytest.approx(var)
    size, a, b = (at(part, values) for part in result["predictive"].args)
    new = quad(lambda p: joint(p) * stats.nbinom.pmf(5, r, p), 0, 1, epsabs=0)[0] / mass
    assert stats.betanbinom.pmf(5, size, a, b) == pytest.approx(new)
    odds = quad(lambda p: joint(p) * r * (1 - p) / p, 0, 1, epsabs=0)[0] / mass
    assert at(result["predictive_mean"], values) == pytest.approx(odds)


def test_three_layers_with_mu_integrated_out() -> None:
    """Farm 1 of three: mu and theta_1 on a plane, the other farms' theta already integrated."""
    mu0, gamma2, tau2, sigma2, y = 1.5, 3.0, 0.8, 2.2, [4.0, -1.0, 2.5]

    def joint(theta: float, mu: float) -> float:
        bottom = (y[0] - theta) ** 2 / sigma2 + (theta - mu) ** 2 / tau2 + (mu - mu0) ** 2 / gamma2
        others = ((y[1] - mu) ** 2 + (y[2] - mu) ** 2) / (sigma2 + tau2)
        return math.exp(-(bottom + others) / 2)

    mass, first, second = (
        dblquad(lambda t, m, k=k: t**k * joint(t, m), -7, 10, -6, 11, epsabs=1e-11)[0]
        for k in range(3)
    )
    values = {"mu0": mu0, "gamma2": gamma2, "tau2": tau2, "sigma2": sigma2}
    values |= {"N": 3, "ybar": sum(y) / 3, "y_i": y[0], "B": sigma2 / (sigma2 + tau2)}
    mean, var = (at(part, values) for part in derive.three_layer().result["theta_posterior"].args)
    assert mean == pytest.approx(first / mass, rel=1e-6)
    assert var == pytest.approx(second / mass - (first / mass) ** 2, rel=1e-5)


def test_stein_by_simulation() -> None:
    """The proofs' averages within four standard errors of 200,000 simulated sets of groups."""
    J, sigma2, tau2, mu = 5, 2.0, 1.2, -3.0
    rng = np.random.default_rng(20261123)
    theta = rng.normal(mu, math.sqrt(tau2), (200_000, J))
    y = rng.normal(theta, math.sqrt(sigma2))
    S = ((y - mu) ** 2).sum(axis=1)
    centred = ((y - y.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    shrunk = mu + (1 - (J - 2) * sigma2 / S)[:, None] * (y - mu)
    B = sigma2 / (sigma2 + tau2)
    values = {"J": J, "sigma2": sigma2, "tau2": tau2, "B": B}
    result = derive.stein().result
    for name, drawn in (
        ("efron_morris", (J - 2) * sigma2 / S),
        ("efron_morris_centred", (J - 3) * sigma2 / centred),
        ("average_risk", ((shrunk - theta) ** 2).sum(axis=1)),
        ("risk_grand_mean", (y.mean(axis=1) - theta[:, 0]) ** 2),
        ("risk_partial", ((1 - B) * y[:, 0] + B * mu - theta[:, 0]) ** 2),
    ):
        error = drawn.std() / math.sqrt(len(drawn))
        assert abs(drawn.mean() - at(result[name], values)) < 4 * error, name


def test_flat_priors_by_integration() -> None:
    """The data's density given tau, and which priors on the spread have a finite mass."""
    y, sigma2, tau = np.array([3.0, -1.0, 7.0]), 2.5, 1.7
    spread = sigma2 + tau**2

    def likelihood(mu: float) -> float:
        return float(np.prod(stats.norm.pdf(y, mu, math.sqrt(spread))))

    marginal = quad(likelihood, -40, 46, points=[3], epsabs=0)[0]
    result = derive.flat_prior().result
    values = {"J": 3, "sigma2": sigma2, "tau": tau, "S": float(((y - y.mean()) ** 2).sum())}
    assert at(result["marginal"], values) == pytest.approx(math.log(marginal), rel=1e-8)
    m = Symbol("m", integer=True, nonnegative=True)
    assert result["tau_three_groups"].subs(m, 0) == 1
    assert {result[name].is_finite for name in ("tau_two_groups", "log_tau")} == {False}
    assert result["tau2_three_groups"].is_finite is False
    assert result["tau2_four_groups"].subs(m, 0).is_finite
