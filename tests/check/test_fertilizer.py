"""The declared formulas of *Fertilizer on N farms* against the model, which takes the farms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbtutor import ThreeLayerNormal, check
from hbtutor.check.exercises.fertilizer import farms, formulas
from hbtutor.check.exercises.fertilizer.layers import LOG_JOINT

STUDENTS = st.text(max_size=8)


@given(STUDENTS)
def test_every_answer_is_the_models(student):
    data = check.data("fertilizer", student=student)
    mu0, gamma2, tau2, sigma2 = data.layers
    model = ThreeLayerNormal(mu0=mu0, gamma2=gamma2, tau2=tau2, sigma2=sigma2)
    known = model.posterior(data.farms.y.to_numpy())
    top = formulas.posterior_mu(*data.trial())
    assert (top.mean, top.var) == pytest.approx((known.mu.mean, known.mu.var), rel=1e-12)
    effects = farms.FARMS.formula(*farms.FARMS.given(data))
    assert effects == pytest.approx(known.theta.mean, rel=1e-10, abs=1e-10)
    doubt = farms.FARM_VAR.formula(*farms.FARM_VAR.given(data))
    assert doubt == pytest.approx(known.theta.var[0], rel=1e-12)
    new = farms.NEW_FARM.formula(*farms.NEW_FARM.given(data))
    theirs = model.predictive(data.farms.y.to_numpy())
    assert (new.mean, new.var) == pytest.approx((theirs.mean, theirs.var), rel=1e-12)


def test_the_joint_density_is_the_models_multivariate_normal():
    y, theta, mu = np.array([3.5, 9.25]), np.array([2.0, 6.5]), 5.5
    layers = {"mu0": 3.25, "gamma2": 11.0, "tau2": 6.0, "sigma2": 21.0}
    joint = ThreeLayerNormal(**layers).joint(farms=2)
    at = np.array([mu, *theta, *y])
    off = at - joint.mean
    log = -(np.linalg.slogdet(2 * np.pi * joint.cov)[1] + off @ np.linalg.solve(joint.cov, off)) / 2
    assert LOG_JOINT.formula(y, theta, mu, *layers.values()) == pytest.approx(log, rel=1e-12)
    cov = joint.cov[3:, 3:]
    correlation = formulas.correlation(11.0, 6.0, 21.0)
    assert cov[0, 1] / cov[0, 0] == pytest.approx(correlation, rel=1e-12)
