"""AnnotatorBias against dense conditioning, NormalNormal, simulation and symbols."""

import numpy as np
import pandas as pd
import pytest
import sympy
from dense_gaussian import condition
from hypothesis import given
from hypothesis import strategies as st

from hbtutor import AnnotatorBias, NormalNormal

variances = st.floats(0.1, 50)
scores = st.lists(st.tuples(st.floats(-10, 10), st.sampled_from("abc")), min_size=1, max_size=9)


@given(tau2=variances, sigma2=variances, rows=scores)
def test_posterior_is_the_conditional_of_the_joint(tau2, sigma2, rows):
    deviation, annotator = (list(column) for column in zip(*rows, strict=True))
    labels = list(dict.fromkeys(annotator))
    J, n = len(labels), len(rows)
    design = np.array([[float(a == label) for label in labels] for a in annotator])
    cov = np.block(
        [
            [tau2 * np.eye(J), tau2 * design.T],
            [tau2 * design, tau2 * design @ design.T + sigma2 * np.eye(n)],
        ]
    )
    mean, cov = condition(np.zeros(J + n), cov, np.arange(J, J + n), deviation)
    posterior = AnnotatorBias(tau2=tau2, sigma2=sigma2).posterior(deviation, annotator=annotator)
    assert posterior.mean == pytest.approx(mean, rel=1e-8, abs=1e-9)
    assert posterior.var == pytest.approx(np.diag(cov), rel=1e-8)


def test_it_is_the_normal_normal_model_centred_at_zero():
    model, normal = AnnotatorBias(tau2=3.0, sigma2=7.0), NormalNormal(mu=0.0, tau2=3.0)
    assert model.shrinkage(n=4) == normal.shrinkage(sigma2=7.0, n=4)
    assert model.marginal(n=4).var == normal.marginal(sigma2=7.0, n=4).var == 3.0 + 7.0 / 4


def test_probability_of_a_bias_that_matters_agrees_with_draws():
    model = AnnotatorBias(tau2=3.0, sigma2=7.0)
    data = {"annotator": pd.Series(list("aab"), name="who")}
    exact = model.probability_beyond(0.5, [2.0, 1.0, -0.1], **data)
    drawn = model.posterior([2.0, 1.0, -0.1], **data).sample(np.random.default_rng(1), 200_000)
    assert list(exact.index) == ["a", "b"]
    assert (np.abs(drawn) > 0.5).mean(axis=0) == pytest.approx(exact.to_numpy(), abs=0.005)


def test_simulated_biases_are_covered():
    model, rng = AnnotatorBias(tau2=3.0, sigma2=7.0), np.random.default_rng(2)
    annotator = np.repeat(np.arange(4000), 3)
    drawn = model.simulate(rng, annotator=annotator)
    low, high = model.posterior(drawn.y, annotator=annotator).interval(0.9)
    assert ((drawn.theta > low) & (drawn.theta < high)).mean() == pytest.approx(0.9, abs=0.02)
    ahead = model.predictive(drawn.y, annotator=annotator)
    assert ahead.var == pytest.approx(np.full(4000, 3 * 7 / (7 + 9) + 7), rel=1e-12)


def test_symbols():
    y1, y2 = sympy.symbols("y1 y2", real=True)
    tau2, sigma2 = sympy.symbols("tau2 sigma2", positive=True)
    posterior = AnnotatorBias(tau2=tau2, sigma2=sigma2).posterior([y1, y2], annotator=["a", "a"])
    expected = (y1 + y2) / sigma2 / (1 / tau2 + 2 / sigma2)
    assert sympy.simplify(posterior.mean[0] - expected) == 0


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match="tau2 must be positive; got 0"):
        AnnotatorBias(tau2=0, sigma2=1.0)
    with pytest.raises(ValueError, match="sigma2 must be a single number"):
        AnnotatorBias(tau2=1.0, sigma2=[1.0, 2.0])
    model = AnnotatorBias(tau2=1.0, sigma2=2.0)
    with pytest.raises(ValueError, match="annotator must have one entry for each of the 2"):
        model.posterior([1.0, 2.0], annotator=["a"])
    with pytest.raises(ValueError, match="deviation must be finite numbers; got nan at position 1"):
        model.posterior([1.0, np.nan], annotator=["a", "b"])
    with pytest.raises(ValueError, match="limit must be positive; got -1"):
        model.probability_beyond(-1, [1.0], annotator=["a"])
