"""Stein's estimators against simulation, closed forms at zero and Efron and Morris's baseball."""

import json
from pathlib import Path

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from hbtutor import datasets, efron_morris_weight, james_stein, risk_of_pooling

REFERENCE = Path(__file__).parents[1] / "reference" / "efron_morris_baseball.json"


def test_efron_morris_baseball():
    """Efron and Morris (1975), JASA 70:311-319, as recomputed in efron_morris_baseball.json."""
    reference = json.loads(REFERENCE.read_text())
    players = datasets.load("efron_morris_baseball")
    x = np.sqrt(45) * np.arcsin(2 * players["hits_early"] / 45 - 1)
    estimate = james_stein(x, sigma2=1.0)
    assert pytest.approx(reference["S"], rel=1e-12) == estimate.S
    assert pytest.approx(reference["shrink_factor"], rel=1e-12) == 1 - estimate.B
    assert estimate.center == pytest.approx(reference["xbar"], rel=1e-12)
    assert estimate.theta == pytest.approx(np.array(reference["js"]), rel=1e-12)
    truth = np.array(reference["truth_transformed_published_avg"])
    assert ((x - truth) ** 2).sum() == pytest.approx(reference["sse_transformed_mle"], rel=1e-12)
    error = ((estimate.theta - truth) ** 2).sum()
    assert error == pytest.approx(reference["sse_transformed_js"], rel=1e-12)


@pytest.mark.parametrize("spread", [0.0, 0.4, 1.0, 3.0, 20.0])
def test_exact_risks_agree_with_simulation(spread):
    rng, sigma2 = np.random.default_rng(17), 2.3
    theta = spread * np.array([0.0, 2.0, -1.0, 3.0, 0.5, 0.2])
    y = rng.normal(theta, np.sqrt(sigma2), (60_000, 6))
    average = y.mean(axis=1, keepdims=True)
    S = ((y - average) ** 2).sum(axis=1, keepdims=True) / sigma2
    risk = risk_of_pooling(theta, sigma2=sigma2)
    for exact, B in (
        (risk.no_pooling, 0.0),
        (risk.complete_pooling, 1.0),
        (risk.james_stein, 3 / S),
        (risk.positive_part, np.minimum(1.0, 3 / S)),
    ):
        loss = ((average + (1 - B) * (y - average) - theta) ** 2).sum(axis=1)
        assert exact == pytest.approx(loss.mean(), abs=5 * loss.std() / np.sqrt(len(loss)))


def test_partial_pooling_is_the_best_fixed_weight():
    theta, sigma2 = np.array([0.0, 2.0, -1.0, 3.0]), 2.3
    spread = ((theta - theta.mean()) ** 2).sum()
    grid = np.linspace(0, 1, 100_001)
    risks = sigma2 + (1 - grid) ** 2 * 3 * sigma2 + grid**2 * spread
    assert risk_of_pooling(theta, sigma2=sigma2).partial_pooling == pytest.approx(risks.min())


@given(
    theta=st.lists(st.floats(-30, 30), min_size=4, max_size=12),
    sigma2=st.floats(0.05, 50),
)
def test_james_stein_dominates_and_its_positive_part_dominates_it(theta, sigma2):
    risk = risk_of_pooling(theta, sigma2=sigma2)
    slack = 1e-9 * risk.no_pooling
    assert risk.positive_part <= risk.james_stein + slack
    assert risk.james_stein <= risk.no_pooling + slack
    assert risk.partial_pooling <= min(risk.positive_part, risk.complete_pooling) + slack


def test_risk_at_equal_means_is_three_sigma2_whatever_k():
    """1 for the average and 2 = (k - 1) - (k - 3) for the shrinkage; James and Stein (1961)."""
    for k in (4, 7, 50):
        risk = risk_of_pooling(np.full(k, 3.7), sigma2=2.0)
        assert risk.james_stein == pytest.approx(6.0, rel=1e-10)


def test_weight_is_unbiased_over_the_marginal():
    """E[(k - 3) / S] = sigma2 / (sigma2 + tau2) when theta ~ N(mu, tau2)."""
    rng, sigma2, tau2 = np.random.default_rng(3), 2.0, 3.0
    y = rng.normal(10.0, np.sqrt(sigma2 + tau2), (20_000, 9))
    weights = [efron_morris_weight(row, sigma2=sigma2) for row in y]
    assert np.mean(weights) == pytest.approx(sigma2 / (sigma2 + tau2), abs=0.006)


def test_known_center_and_positive_part():
    y = np.array([1.0, 2.0, 4.0])
    assert pytest.approx(7.0 / 21.0) == james_stein(y, sigma2=7.0, center=0.0).B
    plain = james_stein(y, sigma2=70.0, center=0.0, positive_part=False)
    assert pytest.approx(70.0 / 21.0) == plain.B
    assert plain.theta == pytest.approx((1 - 70.0 / 21.0) * y)
    assert james_stein(y, sigma2=70.0, center=0.5).theta.tolist() == [0.5] * 3


def test_symbols():
    y = sympy.symbols("y1:5", real=True)
    sigma2 = sympy.Symbol("sigma2", positive=True)
    average = sum(y) / 4
    S = sum((one - average) ** 2 for one in y) / sigma2
    assert sympy.simplify(efron_morris_weight(list(y), sigma2=sigma2) - 1 / S) == 0


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match="at least 4 means; got 3"):
        james_stein([1.0, 2.0, 4.0], sigma2=1.0)
    with pytest.raises(ValueError, match="at least 3 means with a known center; got 2"):
        james_stein([1.0, 2.0], sigma2=1.0, center=0.0)
    with pytest.raises(ValueError, match="y must not all equal the center"):
        james_stein([2.0] * 5, sigma2=1.0)
    with pytest.raises(ValueError, match="sigma2 must be a single number"):
        risk_of_pooling([1.0, 2.0, 3.0, 4.0], sigma2=[1.0] * 4)
    with pytest.raises(ValueError, match="sigma2 must be positive"):
        james_stein([1.0, 2.0, 4.0, 8.0], sigma2=-1.0)
