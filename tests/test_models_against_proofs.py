"""Every formula is written twice, as arithmetic in models/ and as a proof in derive/: they agree.

On symbols the difference simplifies to zero; at random numbers both give the same digits.  The
normal families' random numbers are in tests/models/test_normal_proofs.py.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Matrix, Symbol

from hbtutor import (
    AnnotatorBias,
    BetaBinomial,
    BetaNegativeBinomial,
    FlatPriorNormal,
    GammaPoisson,
    HierarchicalLinear,
    NestedNormal,
    NormalNormal,
    ThreeLayerNormal,
    derive,
    james_stein,
)
from hbtutor import notation as S  # noqa: N812


def same(model_value: object, proved: object) -> bool:
    difference = sympy.together(sympy.sympify(model_value) - proved)
    return sympy.expand(sympy.fraction(difference)[0]) == 0


def defined(proof: object, name: str) -> object:
    """A result with the shrinkage factor put in."""
    result = proof.result
    return result[name].subs({S.B: result["B"], S.B_j: result["B"]})


def test_normal_normal_on_symbols() -> None:
    proof = derive.normal_normal()
    model = NormalNormal(mu=S.mu, tau2=S.tau2)
    posterior = model.posterior(S.ybar_j, sigma2=S.sigma2, n=S.n_j)
    assert same(model.shrinkage(sigma2=S.sigma2, n=S.n_j), proof.result["B"])
    assert same(posterior.mean, proof.result["mean"])
    assert same(posterior.mean, defined(proof, "shrinkage"))
    assert same(posterior.var, proof.result["var"])
    assert same(posterior.var, defined(proof, "var_shrinkage"))
    marginal = model.marginal(sigma2=S.sigma2, n=S.n_j)
    assert same(marginal.mean, proof.result["marginal"].args[0])
    assert same(marginal.var, proof.result["marginal"].args[1])


@settings(max_examples=40)
@given(
    mu=st.fractions(-50, 50),
    tau2=st.fractions(Fraction(1, 9), 30),
    sigma2=st.fractions(Fraction(1, 7), 90),
    n=st.integers(1, 400),
    y=st.fractions(-50, 50),
)
def test_normal_normal_on_exact_fractions(
    mu: Fraction, tau2: Fraction, sigma2: Fraction, n: int, y: Fraction
) -> None:
    values = {S.mu: mu, S.tau2: tau2, S.sigma2: sigma2, S.n_j: n, S.ybar_j: y}
    rational = {key: sympy.Rational(value) for key, value in values.items()}
    posterior = NormalNormal(mu=mu, tau2=tau2).posterior(y, sigma2=sigma2, n=n)
    result = derive.normal_normal().result
    assert sympy.Rational(posterior.mean) == result["mean"].subs(rational)
    assert sympy.Rational(posterior.var) == result["var"].subs(rational)


def test_the_wrong_models_do_not_agree() -> None:
    """The comparison can see a dropped n, an sd for a variance and a swapped B."""
    proved = derive.normal_normal().result
    for wrong in (
        NormalNormal(mu=S.mu, tau2=S.tau2).posterior(S.ybar_j, sigma2=S.sigma2),
        NormalNormal(mu=S.mu, tau2=sympy.sqrt(S.tau2)).posterior(
            S.ybar_j, sigma2=S.sigma2, n=S.n_j
        ),
        NormalNormal(mu=S.ybar_j, tau2=S.tau2).posterior(S.mu, sigma2=S.sigma2, n=S.n_j),
    ):
        assert not same(wrong.mean, proved["mean"])


def test_annotator_bias_on_symbols() -> None:
    proof = derive.annotator_bias()
    scores = [Symbol(f"y_{i}", real=True) for i in (1, 2, 3)]
    posterior = AnnotatorBias(tau2=S.tau2, sigma2=S.sigma2).posterior(scores, annotator=["a"] * 3)
    three = {S.n: 3, S.ybar: sum(scores) / 3}
    assert same(posterior.mean[0], proof.result["mean"].subs(three))
    assert same(posterior.var[0], proof.result["var"].subs(three))


def test_three_layers_on_symbols() -> None:
    proof = derive.three_layer()
    model = ThreeLayerNormal(mu0=S.mu0, gamma2=S.gamma2, tau2=S.tau2, sigma2=S.sigma2)
    y = [Symbol(f"y_{i}", real=True) for i in (1, 2, 3)]
    data = {S.N: 3, S.ybar: sum(y) / 3, S.y_i: y[1]}
    posterior, new, predictive = model.posterior(y), model.new_farm(y), model.predictive(y)
    for law, mean, var in (
        ("mu_posterior", posterior.mu.mean, posterior.mu.var),
        ("theta_posterior", posterior.theta.mean[1], posterior.theta.var[1]),
        ("theta_new", new.mean, new.var),
        ("y_new", predictive.mean, predictive.var),
    ):
        proved = [part.subs(data) for part in defined(proof, law).args]
        assert same(mean, proved[0]), law
        assert same(var, proved[1]), law
    assert Matrix(model.joint(farms=2).cov) == Matrix(proof.result["joint_of_two"])


def test_beta_binomial_on_symbols() -> None:
    proof = derive.beta_binomial()
    model = BetaBinomial(alpha=S.alpha, beta=S.beta)
    posterior = model.posterior(S.k, trials=S.n)
    assert (posterior.alpha, posterior.beta) == proof.result["posterior"].args
    assert same(posterior.mean, proof.result["mean"])
    assert same(posterior.mean, defined(proof, "shrinkage"))
    assert same(posterior.var, proof.result["var"])
    assert same(model.shrinkage(trials=S.n), proof.result["B"])
    marginal = model.marginal(trials=S.n)
    assert same(marginal.mean, proof.result["marginal_mean"])
    assert same(marginal.var, proof.result["marginal_var"])


def test_gamma_poisson_on_symbols() -> None:
    proof = derive.gamma_poisson()
    model = GammaPoisson(alpha=S.alpha, beta=S.beta)
    posterior, marginal = (
        model.posterior(S.y, exposure=S.exposure),
        model.marginal(exposure=S.exposure),
    )
    assert (posterior.alpha, posterior.beta) == proof.result["posterior"].args
    assert same(posterior.mean, defined(proof, "shrinkage"))
    assert same(posterior.var, proof.result["var"])
    assert same(model.shrinkage(exposure=S.exposure), proof.result["B"])
    r, p = proof.result["marginal"].args
    assert same(marginal.r, r)
    assert same(marginal.p, p)
    assert same(marginal.mean, proof.result["marginal_mean"])
    assert same(marginal.var, proof.result["overdispersion"])


def test_beta_negative_binomial_on_symbols() -> None:
    proof = derive.beta_negative_binomial()
    model = BetaNegativeBinomial(alpha=S.alpha, beta=S.beta, r=S.r)
    counts = [Symbol(f"y_{i}", integer=True, nonnegative=True) for i in (1, 2)]
    two = {S.n: 2, S.s: sum(counts)}
    posterior = model.posterior(counts)
    assert [posterior.alpha, posterior.beta] == [
        part.subs(two) for part in proof.result["posterior"].args
    ]
    assert same(posterior.mean, defined(proof, "shrinkage").subs(two))
    assert same(posterior.var, proof.result["var"].subs(two))
    assert same(model.shrinkage(counts), proof.result["B"].subs(two))
    predictive = model.predictive(counts)
    assert [predictive.r, predictive.alpha, predictive.beta] == [
        part.subs(two) for part in proof.result["predictive"].args
    ]
    assert same(predictive.mean, proof.result["predictive_mean"].subs(two))


def test_nested_normal_on_symbols() -> None:
    proof = derive.nested_normal()
    model = NestedNormal(psi=S.psi, omega2=S.omega2, tau2=S.tau2, sigma2=S.sigma2)
    about = model.classroom_mean(n=S.n_jk, school_mean=S.mu_k)
    assert same(about.mean, proof.result["classroom_mean"].args[0])
    assert same(about.var, proof.result["classroom_mean"].args[1])
    assert same(model.intraclass.classroom, proof.result["icc_classroom"])
    assert same(model.intraclass.school, proof.result["icc_school"])


def unbalanced(expression: sympy.Expr, means: list[Symbol], sizes: list[int]) -> sympy.Expr:
    """A school of two classrooms in the proof's sums."""
    expression = expression.subs(S.J, 2).doit()
    for index in (1, 2):
        expression = expression.subs(sympy.IndexedBase("y", real=True)[index], means[index - 1])
        expression = expression.subs(sympy.IndexedBase("n", positive=True)[index], sizes[index - 1])
    return expression


def test_unbalanced_classrooms_on_symbols() -> None:
    """One classroom of two students, one of one."""
    proof = derive.nested_normal()
    y = [Symbol(f"y_{i}", real=True) for i in (1, 2, 3)]
    model = NestedNormal(psi=S.psi, omega2=S.omega2, tau2=S.tau2, sigma2=S.sigma2)
    posterior = model.posterior(y, classroom=["a", "a", "b"], school=["x"] * 3)
    means, sizes = [(y[0] + y[1]) / 2, y[2]], [2, 1]
    mean, var = (unbalanced(part, means, sizes) for part in proof.result["school"].args)
    assert same(posterior.school.mean[0], mean)
    assert same(posterior.school.var[0], var)
    room = {S.n_jk: 2, S.ybar_jk: means[0]}
    for found, part in zip(
        (posterior.classroom.mean[0], posterior.classroom.var[0]),
        defined(proof, "classroom").args,
        strict=True,
    ):
        assert same(found, unbalanced(part, means, sizes).subs(room))


def test_flat_prior_on_symbols() -> None:
    y = [Symbol(f"y_{i}", real=True) for i in (1, 2)]
    variances = [S.sigma2, 3 * S.sigma2]
    posterior = FlatPriorNormal(tau2=S.tau2).posterior(y, sigma2=variances)
    for found, part in zip(
        (posterior.mu.mean, posterior.mu.var),
        derive.flat_prior().result["posterior"].args,
        strict=True,
    ):
        proved = part.subs(S.J, 2).doit()
        for index in (1, 2):
            proved = proved.subs(sympy.IndexedBase("y", real=True)[index], y[index - 1])
            spread = S.tau2 + variances[index - 1]
            proved = proved.subs(sympy.IndexedBase("v", positive=True)[index], spread)
        assert same(found, proved)


@pytest.mark.parametrize(("rows", "name"), [(2, "posterior"), (1, "posterior_singular")])
def test_hierarchical_linear_at_random_numbers(rows: int, name: str) -> None:
    """p = 2; with one row X'X is singular."""
    rng = np.random.default_rng(rows)
    X, y, mu = rng.normal(size=(rows, 2)), rng.normal(size=rows), rng.normal(size=2)
    half = rng.normal(size=(2, 2))
    Sigma, sigma2 = half @ half.T + np.eye(2), 1.7
    Q = np.linalg.inv(Sigma)
    values = {"sigma2": sigma2, "mu_1": mu[0], "mu_2": mu[1]}
    values |= {"q_11": Q[0, 0], "q_12": Q[0, 1], "q_22": Q[1, 1]}
    values |= {f"x_{i + 1}{j + 1}": X[i, j] for i in range(rows) for j in range(2)}
    values |= {f"y_{i + 1}": y[i] for i in range(rows)}
    mean, cov = derive.hierarchical_linear().result[name].args
    put = {symbol: values[symbol.name] for symbol in mean.free_symbols}
    model = HierarchicalLinear(mu=mu, Sigma=Sigma, sigma2=sigma2)
    posterior = model.posterior(y, X=X, group=["a"] * rows)
    assert posterior.mean[0] == pytest.approx(np.array(mean.subs(put).doit(), float).ravel())
    assert posterior.cov[0] == pytest.approx(np.array(cov.subs(put).doit(), float))


def test_one_coefficient_is_the_normal_normal_model_on_symbols() -> None:
    y = [Symbol(f"y_{i}", real=True) for i in (1, 2, 3)]
    model = HierarchicalLinear(mu=[S.mu], Sigma=[[S.tau2]], sigma2=S.sigma2)
    posterior = model.posterior(y, X=[[1], [1], [1]], group=["a"] * 3)
    result, three = derive.hierarchical_linear().result, {S.n_j: 3, S.ybar_j: sum(y) / 3}
    assert same(posterior.mean[0, 0], result["mean"].subs(three))
    assert same(posterior.cov[0, 0, 0], result["var"].subs(three))


def test_james_stein_on_symbols() -> None:
    """The estimate shrinks by (J - 2) sigma2/S, whose mean the proof shows to be B."""
    y = [Symbol(f"y_{i}", real=True) for i in (1, 2, 3, 4)]
    estimate = james_stein(y, sigma2=S.sigma2, center=S.mu, positive_part=False)
    squares = sum((value - S.mu) ** 2 for value in y)
    c = derive.stein().result["best_c"].subs(S.J, 4)
    assert same(estimate.B, c * S.sigma2 / squares)
    assert same(estimate.theta[2], y[2] - c * S.sigma2 / squares * (y[2] - S.mu))
