"""The normal families' arithmetic against their machine-checked proofs, at random numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Indexed, Matrix

from hbtutor import (
    AnnotatorBias,
    FlatPriorNormal,
    HierarchicalLinear,
    NestedNormal,
    ThreeLayerNormal,
    derive,
)

numbers = st.floats(-20, 20)
variances = st.floats(0.2, 40)


def at(expression, **values):
    """Evaluate a proof's expression; lists stand for indexed symbols, counted from 1."""
    size = {s: len(v) for s in ("J",) for v in values.values() if isinstance(v, list)}
    named = {**size, **{k: v for k, v in values.items() if not isinstance(v, list)}}
    symbols = {s: named[str(s)] for s in expression.free_symbols if str(s) in named}
    found = expression.subs(symbols).doit()
    for entry in found.atoms(Indexed):
        found = found.subs(entry, values[str(entry.base)][int(entry.indices[0]) - 1])
    return np.squeeze(np.array(found, dtype=float)) if found.is_Matrix else float(found)


@settings(max_examples=12)
@given(mu0=numbers, gamma2=variances, tau2=variances, sigma2=variances, y=st.tuples(*[numbers] * 3))
def test_three_layers(mu0, gamma2, tau2, sigma2, y):
    proof = derive.three_layer().result
    model = ThreeLayerNormal(mu0=mu0, gamma2=gamma2, tau2=tau2, sigma2=sigma2)
    posterior = model.posterior(list(y))
    given = {"mu0": mu0, "gamma2": gamma2, "tau2": tau2, "sigma2": sigma2, "N": 3}
    given |= {"ybar": sum(y) / 3, "B": model.shrinkage, "y_i": y[1]}
    close = {"rel": 1e-9, "abs": 1e-9}
    assert model.shrinkage == pytest.approx(at(proof["B"], **given))
    for law, record in (
        (proof["mu_posterior"], posterior.mu),
        (proof["theta_new"], model.new_farm(list(y))),
        (proof["y_new"], model.predictive(list(y))),
    ):
        mean, var = (at(value, **given) for value in law.args)
        assert (record.mean, record.var) == pytest.approx((mean, var), **close)
    mean, var = (at(value, **given) for value in proof["theta_posterior"].args)
    assert (posterior.theta.mean[1], posterior.theta.var[1]) == pytest.approx((mean, var), **close)
    assert posterior.theta.var[1] - posterior.theta_given_mu_var == pytest.approx(
        at(proof["excess"], **given), rel=1e-6, abs=1e-9
    )


def test_joint_of_two_farms():
    values = {"gamma2": 9.0, "tau2": 4.0, "sigma2": 12.0}
    model = ThreeLayerNormal(mu0=2.0, **values)
    assert (
        model.joint(farms=2).cov.tolist()
        == at(Matrix(derive.three_layer().result["joint_of_two"]), **values).tolist()
    )


@settings(max_examples=12)
@given(
    psi=numbers,
    omega2=variances,
    tau2=variances,
    sigma2=variances,
    y=st.lists(numbers, min_size=5, max_size=5),
)
def test_nested_classrooms_of_sizes_two_and_three(psi, omega2, tau2, sigma2, y):
    proof = derive.nested_normal().result
    model = NestedNormal(psi=psi, omega2=omega2, tau2=tau2, sigma2=sigma2)
    posterior = model.posterior(y, classroom=list("aabbb"), school=["X"] * 5)
    means = [sum(y[:2]) / 2, sum(y[2:]) / 3]
    given = {"psi": psi, "omega2": omega2, "tau2": tau2, "sigma2": sigma2}
    given |= {"y": means, "n": [2, 3], "n_jk": 3, "ybar_jk": means[1]}
    given["B"] = at(proof["B"], **given)
    close = {"rel": 1e-9, "abs": 1e-9}
    mean, var = (at(value, **given) for value in proof["school"].args)
    assert (posterior.school.mean[0], posterior.school.var[0]) == pytest.approx(
        (mean, var), **close
    )
    mean, var = (at(value, **given) for value in proof["classroom"].args)
    room = posterior.classroom
    assert (room.mean[1], room.var[1]) == pytest.approx((mean, var), **close)
    average = proof["classroom_mean"].args[1]
    assert model.classroom_mean(n=3).var == pytest.approx(at(average, **given))
    assert model.intraclass.classroom == pytest.approx(at(proof["icc_classroom"], **given))
    assert model.intraclass.school == pytest.approx(at(proof["icc_school"], **given))


@pytest.mark.parametrize("rows", [1, 2])
def test_linear_with_a_regular_and_a_singular_gram_matrix(rows):
    rng = np.random.default_rng(rows)
    root = rng.normal(size=(2, 2))
    Sigma, X, y, mu = (
        root @ root.T + np.eye(2),
        rng.normal(size=(rows, 2)),
        rng.normal(size=rows),
        [3.0, -1.0],
    )
    proof = derive.hierarchical_linear().result["posterior" if rows == 2 else "posterior_singular"]
    precision = np.linalg.inv(Sigma)
    given = {"mu_1": mu[0], "mu_2": mu[1], "sigma2": 2.5}
    given |= {f"q_{i + 1}{k + 1}": precision[i, k] for i in range(2) for k in range(2)}
    given |= {f"x_{i + 1}{k + 1}": X[i, k] for i in range(rows) for k in range(2)}
    given |= {f"y_{i + 1}": y[i] for i in range(rows)}
    posterior = HierarchicalLinear(mu=mu, Sigma=Sigma, sigma2=2.5).posterior(
        y, X=X, group=["a"] * rows
    )
    mean, cov = (at(Matrix(value.doit()), **given) for value in proof.args)
    assert posterior.mean[0] == pytest.approx(mean, rel=1e-10)
    assert posterior.cov[0] == pytest.approx(cov, rel=1e-10)


@settings(max_examples=12)
@given(tau2=variances, sigma2=variances, y=st.lists(numbers, min_size=4, max_size=4))
def test_annotator_bias(tau2, sigma2, y):
    proof = derive.annotator_bias().result
    given = {"n": 4, "tau2": tau2, "sigma2": sigma2, "ybar": sum(y) / 4}
    model = AnnotatorBias(tau2=tau2, sigma2=sigma2)
    posterior = model.posterior(y, annotator=["ann"] * 4)
    assert posterior.mean[0] == pytest.approx(at(proof["mean"], **given), rel=1e-9, abs=1e-9)
    assert posterior.var[0] == pytest.approx(at(proof["var"], **given), rel=1e-9)
    assert model.shrinkage(n=4) == pytest.approx(at(proof["B"], **given), rel=1e-9)


@settings(max_examples=12)
@given(y=st.lists(numbers, min_size=3, max_size=3), v=st.lists(variances, min_size=3, max_size=3))
def test_flat_prior(y, v):
    """In the proof v_j is the whole variance of y_j about mu, sigma2_j + tau2."""
    mean, var = (at(e, y=y, v=v) for e in derive.flat_prior().result["posterior"].args)
    posterior = FlatPriorNormal(tau2=0.1).posterior(y, sigma2=np.array(v) - 0.1)
    assert posterior.mu.mean == pytest.approx(mean, rel=1e-9, abs=1e-9)
    assert posterior.mu.var == pytest.approx(var, rel=1e-9)
