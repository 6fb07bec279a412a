"""FlatPriorNormal against generalised least squares, the limit of ThreeLayerNormal and symbols."""

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from hbtutor import FlatPriorNormal, ThreeLayerNormal

pairs = st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 200)), min_size=1, max_size=6)


@given(tau2=st.floats(0.1, 200), data=pairs)
def test_posterior_of_mu_is_generalised_least_squares(tau2, data):
    y, sigma2 = np.array(data).T
    inverse = np.linalg.inv(np.diag(sigma2) + tau2 * np.eye(len(y)))
    ones = np.ones(len(y))
    posterior = FlatPriorNormal(tau2=tau2).posterior(y, sigma2=sigma2)
    assert posterior.mu.var == pytest.approx(1 / (ones @ inverse @ ones), rel=1e-9)
    mean = (ones @ inverse @ y) / (ones @ inverse @ ones)
    assert posterior.mu.mean == pytest.approx(mean, rel=1e-9, abs=1e-9)


@given(y=st.lists(st.floats(-50, 50), min_size=1, max_size=6))
def test_it_is_the_limit_of_a_vague_prior_whatever_its_mean(y):
    flat = FlatPriorNormal(tau2=4.0).posterior(y, sigma2=12.0)
    for mu0 in (-30.0, 80.0):
        vague = ThreeLayerNormal(mu0=mu0, gamma2=1e12, tau2=4.0, sigma2=12.0).posterior(y)
        assert vague.mu.mean == pytest.approx(flat.mu.mean, abs=1e-8)
        assert vague.theta.mean == pytest.approx(flat.theta.mean, abs=1e-8)
        assert vague.theta.var == pytest.approx(flat.theta.var, rel=1e-9)


def test_limit_is_exact_in_symbols():
    y1, y2, mu0 = sympy.symbols("y1 y2 mu0", real=True)
    gamma2, tau2, sigma2 = sympy.symbols("gamma2 tau2 sigma2", positive=True)
    proper = ThreeLayerNormal(mu0=mu0, gamma2=gamma2, tau2=tau2, sigma2=sigma2).posterior([y1, y2])
    flat = FlatPriorNormal(tau2=tau2).posterior([y1, y2], sigma2=sigma2)
    for vague, limit in ((proper.mu.mean, flat.mu.mean), (proper.mu.var, flat.mu.var)):
        assert sympy.simplify(sympy.limit(vague, gamma2, sympy.oo) - limit) == 0


def test_variance_of_mu_vanishes_with_many_groups_and_that_of_theta_does_not():
    model = FlatPriorNormal(tau2=4.0)
    few, many = (model.posterior(np.zeros(J), sigma2=12.0) for J in (2, 20_000))
    assert few.mu.var == pytest.approx(8.0, rel=1e-12)
    assert many.mu.var == pytest.approx(16.0 / 20_000, rel=1e-9)
    assert many.theta.var[0] == pytest.approx(3.0, rel=1e-3)


def test_predictive_adds_three_variances():
    predicted = FlatPriorNormal(tau2=4.0).predictive([10.0, 2.0], sigma2=12.0, new_sigma2=3.0)
    assert (predicted.mean, predicted.var) == pytest.approx((6.0, 8.0 + 4.0 + 3.0), rel=1e-12)


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match="tau2 must be positive; got -1"):
        FlatPriorNormal(tau2=-1)
    with pytest.raises(ValueError, match="tau2 must be a single number"):
        FlatPriorNormal(tau2=[1.0, 2.0])
    with pytest.raises(ValueError, match="sigma2 must be a single number or have the shape of y"):
        FlatPriorNormal(tau2=1.0).posterior([1.0, 2.0], sigma2=[1.0, 2.0, 3.0])
