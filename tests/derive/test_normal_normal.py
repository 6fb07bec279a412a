"""The Normal-Normal proof against brute-force integration and the textbook's own numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm
from sympy import simplify

from hbtutor import derive, notation

CASES = [
    {"mu": 3.0, "tau2": 2.5, "sigma2": 7.0, "n_j": 3.0, "ybar_j": 8.25},
    {"mu": -40.0, "tau2": 0.3, "sigma2": 11.0, "n_j": 19.0, "ybar_j": -41.5},
]


def number(name: str, case: dict[str, float]) -> float:
    expression = derive.normal_normal().result[name]
    return float(expression.subs({getattr(notation, key): value for key, value in case.items()}))


@pytest.mark.parametrize("case", CASES)
def test_moments_agree_with_numerical_integration(case: dict[str, float]) -> None:
    noise = case["sigma2"] / case["n_j"]

    def joint(theta: float) -> float:
        return norm.pdf(theta, case["mu"], np.sqrt(case["tau2"])) * norm.pdf(
            case["ybar_j"], theta, np.sqrt(noise)
        )

    low, high = case["mu"] - 30, case["mu"] + 30
    middle = [case["mu"], case["ybar_j"]]
    mass, first, second = (
        quad(lambda t, k=k: t**k * joint(t), low, high, points=middle, epsabs=1e-14)[0]
        for k in range(3)
    )
    assert number("mean", case) == pytest.approx(first / mass, rel=1e-9)
    assert number("var", case) == pytest.approx(second / mass - (first / mass) ** 2, rel=1e-7)
    law = derive.normal_normal().result["marginal"]
    density = norm.pdf(case["ybar_j"], case["mu"], np.sqrt(case["tau2"] + noise))
    assert mass == pytest.approx(density, rel=1e-9)
    assert law.args == (notation.mu, notation.tau2 + notation.sigma2 / notation.n_j)


def test_shrinkage_form_is_the_mean_with_B_put_in() -> None:
    result = derive.normal_normal().result
    put_in = result["shrinkage"].subs(notation.B_j, result["B"])
    assert simplify(put_in - result["mean"]) == 0


def test_B_is_the_weight_on_the_prior_mean() -> None:
    """DESIGN: B = sigma2/(sigma2 + tau2), here with sigma2/n for a mean of n."""
    case = {"mu": 1.0, "tau2": 25.0, "sigma2": 400.0, "n_j": 4.0, "ybar_j": 9.0}
    assert number("B", case) == pytest.approx(0.8, abs=1e-15)
    assert number("mean", case) == pytest.approx(0.8 * 1 + 0.2 * 9)
