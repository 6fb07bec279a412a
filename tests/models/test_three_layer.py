"""ThreeLayerNormal against dense Gaussian conditioning, simulation and symbols."""

import numpy as np
import pytest
import sympy
from dense_gaussian import condition
from hypothesis import given
from hypothesis import strategies as st

from hbtutor import NormalNormal, ThreeLayerNormal

numbers = st.floats(-50, 50)
variances = st.floats(0.1, 200)
yields = st.lists(numbers, min_size=1, max_size=5)


@given(mu0=numbers, gamma2=variances, tau2=variances, sigma2=variances, y=yields)
def test_posterior_is_the_conditional_of_the_joint(mu0, gamma2, tau2, sigma2, y):
    model, farms = ThreeLayerNormal(mu0=mu0, gamma2=gamma2, tau2=tau2, sigma2=sigma2), len(y)
    joint = model.joint(farms=farms)
    mean, cov = condition(joint.mean, joint.cov, range(farms + 1, 2 * farms + 1), y)
    posterior = model.posterior(y)
    close = {"rel": 1e-8, "abs": 1e-8}
    assert posterior.mu.mean == pytest.approx(mean[0], **close)
    assert posterior.mu.var == pytest.approx(cov[0, 0], **close)
    assert posterior.theta.mean == pytest.approx(mean[1:], **close)
    assert posterior.theta.var == pytest.approx(np.diag(cov)[1:], **close)
    assert model.posterior_theta(y).cov == pytest.approx(cov[1:, 1:], **close)


def test_joint_has_the_covariances_of_the_three_layers_built_by_hand():
    """Cov(y_i, y_j) = gamma2, Cov(theta_i, y_i) = gamma2 + tau2, and so on."""
    model = ThreeLayerNormal(mu0=2.0, gamma2=9.0, tau2=4.0, sigma2=12.0)
    expected = [
        [9, 9, 9, 9, 9],
        [9, 13, 9, 13, 9],
        [9, 9, 13, 9, 13],
        [9, 13, 9, 25, 9],
        [9, 9, 13, 9, 25],
    ]
    joint = model.joint(farms=2)
    assert joint.cov.tolist() == expected
    assert joint.mean.tolist() == [2.0] * 5
    assert model.marginal(farms=2).cov.tolist() == joint.cov[3:, 3:].tolist()
    assert model.marginal_theta(farms=2).cov.tolist() == joint.cov[1:3, 1:3].tolist()


def test_simulation_agrees_with_the_joint_distribution():
    model, rng = (
        ThreeLayerNormal(mu0=2.0, gamma2=9.0, tau2=4.0, sigma2=12.0),
        np.random.default_rng(7),
    )
    draws = [model.simulate(rng, farms=2) for _ in range(8000)]
    rows = np.array([[d.mu, *d.theta, *d.y] for d in draws])
    assert rows.mean(axis=0) == pytest.approx(np.full(5, 2.0), abs=0.2)
    assert np.cov(rows.T) == pytest.approx(model.joint(farms=2).cov, abs=1.5)


@given(mu=numbers, tau2=variances, sigma2=variances, y=yields)
def test_with_mu_given_it_is_the_normal_normal_model(mu, tau2, sigma2, y):
    model = ThreeLayerNormal(mu0=0.0, gamma2=1.0, tau2=tau2, sigma2=sigma2)
    here = model.theta_given_mu_y(y, mu=mu)
    there = NormalNormal(mu=mu, tau2=tau2).posterior(y, sigma2=sigma2)
    assert here.mean == pytest.approx(there.mean, rel=1e-9, abs=1e-9)
    assert here.var == pytest.approx(there.var, rel=1e-9)


def test_variance_is_larger_with_mu_integrated_out_by_its_own_share():
    posterior = ThreeLayerNormal(mu0=2.0, gamma2=9.0, tau2=4.0, sigma2=12.0).posterior([10.0, 2.0])
    excess = posterior.theta.var - posterior.theta_given_mu_var
    assert (excess > 0).all()
    assert excess == pytest.approx(np.full(2, posterior.B**2 * posterior.mu.var), rel=1e-12)


def test_conditionals_of_each_layer():
    model = ThreeLayerNormal(mu0=2.0, gamma2=9.0, tau2=4.0, sigma2=12.0)
    joint = model.joint(farms=2)
    mean, cov = condition(joint.mean[:3], joint.cov[:3, :3], [1, 2], [1.0, 5.0])
    given_theta = model.mu_given_theta([1.0, 5.0])
    assert given_theta.mean == pytest.approx(mean[0], rel=1e-12)
    assert given_theta.var == pytest.approx(cov[0, 0], rel=1e-12)
    assert (model.theta_given_mu(7.0).mean, model.theta_given_mu(7.0).var) == (7.0, 4.0)
    assert (model.y_given_mu(7.0).mean, model.y_given_mu(7.0).var) == (7.0, 16.0)
    assert model.y_given_theta([1.0, 5.0]).var.tolist() == [12.0, 12.0]


def test_predictive_is_the_conditional_of_a_farm_without_data():
    """Build the joint of three farms, and observe two of them."""
    model = ThreeLayerNormal(mu0=2.0, gamma2=9.0, tau2=4.0, sigma2=12.0)
    joint = model.joint(farms=3)
    mean, cov = condition(joint.mean, joint.cov, [4, 5], [10.0, 2.0])
    new_effect, new_yield = model.new_farm([10.0, 2.0]), model.predictive([10.0, 2.0])
    assert (new_effect.mean, new_effect.var) == pytest.approx((mean[3], cov[3, 3]), rel=1e-12)
    assert (new_yield.mean, new_yield.var) == pytest.approx((mean[4], cov[4, 4]), rel=1e-12)


def test_symbols_give_the_textbook_formula():
    mu0, y1, y2 = sympy.symbols("mu0 y1 y2", real=True)
    gamma2, tau2, sigma2 = sympy.symbols("gamma2 tau2 sigma2", positive=True)
    model = ThreeLayerNormal(mu0=mu0, gamma2=gamma2, tau2=tau2, sigma2=sigma2)
    posterior = model.posterior([y1, y2])
    precision = 1 / gamma2 + 2 / (tau2 + sigma2)
    mean = (mu0 / gamma2 + (y1 + y2) / (tau2 + sigma2)) / precision
    assert sympy.simplify(posterior.mu.mean - mean) == 0
    assert sympy.simplify(posterior.mu.var - 1 / precision) == 0
    assert model.joint(farms=1).cov[0, 1] == gamma2


def test_bad_input_is_refused_by_name():
    good = {"mu0": 2.0, "gamma2": 9.0, "tau2": 4.0, "sigma2": 12.0}
    for name in ("gamma2", "tau2", "sigma2"):
        with pytest.raises(ValueError, match=f"{name} must be positive; got 0"):
            ThreeLayerNormal(**{**good, name: 0})
        with pytest.raises(ValueError, match=f"{name} must be a single number"):
            ThreeLayerNormal(**{**good, name: [1.0, 2.0]})
    model = ThreeLayerNormal(**good)
    with pytest.raises(ValueError, match="y must be finite numbers; got nan at position 1"):
        model.posterior([1.0, np.nan])
    with pytest.raises(ValueError, match=r"y must have one entry for each observation"):
        model.posterior(3.0)
    with pytest.raises(ValueError, match="farms must be a whole number, one or more; got 0"):
        model.joint(farms=0)
    with pytest.raises(ValueError, match=r"rng must be a numpy\.random\.Generator; got 3"):
        model.simulate(3, farms=2)
