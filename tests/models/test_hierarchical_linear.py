"""HierarchicalLinear against dense Gaussian conditioning, NormalNormal, least squares, symbols."""

import numpy as np
import pandas as pd
import pytest
import sympy
from dense_gaussian import condition
from hypothesis import given
from hypothesis import strategies as st

from hbtutor import HierarchicalLinear, NormalNormal

SIGMA = np.array([[16.0, -3.0], [-3.0, 1.0]])
MODEL = HierarchicalLinear(mu=[50.0, 2.0], Sigma=SIGMA, sigma2=8.0)
GROUP = ["sales", "sales", "sales", "legal", "it", "it"]
X = np.array([[1.0, 0.0], [1.0, 2.0], [1.0, 5.0], [1.0, 4.0], [1.0, 3.0], [1.0, 3.0]])
Y = np.array([56.0, 62.0, 70.0, 60.0, 41.0, 44.0])


def dense_posterior(mu, Sigma, sigma2, y, X, group):
    """Condition the joint of (all beta, all y), stacked into one dense Gaussian."""
    labels = list(dict.fromkeys(group))
    J, p, n = len(labels), len(mu), len(y)
    design = np.zeros((n, J * p))
    for i, label in enumerate(group):
        j = labels.index(label)
        design[i, j * p : (j + 1) * p] = X[i]
    prior = np.kron(np.eye(J), Sigma)
    noise = np.diag(np.broadcast_to(sigma2, n))
    cov = np.block([[prior, prior @ design.T], [design @ prior, design @ prior @ design.T + noise]])
    mean = np.concatenate([np.tile(mu, J), design @ np.tile(mu, J)])
    mean, cov = condition(mean, cov, np.arange(J * p, J * p + n), y)
    blocks = [cov[j * p : (j + 1) * p, j * p : (j + 1) * p] for j in range(J)]
    return mean.reshape(J, p), np.array(blocks)


@given(
    root=st.lists(st.floats(-3, 3), min_size=4, max_size=4),
    sigma2=st.floats(0.5, 50),
    rows=st.lists(
        st.tuples(st.floats(-20, 20), st.floats(-5, 5), st.sampled_from("abc")),
        min_size=1,
        max_size=7,
    ),
)
def test_posterior_is_the_conditional_of_the_joint(root, sigma2, rows):
    """Including groups with fewer observations than coefficients."""
    Sigma = np.reshape(root, (2, 2)) @ np.reshape(root, (2, 2)).T + 0.3 * np.eye(2)
    y, x, group = zip(*rows, strict=True)
    X = np.column_stack([np.ones(len(y)), x])
    model = HierarchicalLinear(mu=[1.5, -0.5], Sigma=Sigma, sigma2=sigma2)
    posterior = model.posterior(list(y), X=X, group=list(group))
    mean, cov = dense_posterior([1.5, -0.5], Sigma, sigma2, y, X, group)
    assert posterior.mean == pytest.approx(mean, rel=1e-7, abs=1e-7)
    assert posterior.cov == pytest.approx(cov, rel=1e-7, abs=1e-7)


def test_group_whose_own_gram_matrix_is_singular():
    """ "legal" has one row and "it" two equal ones: neither has a least-squares line."""
    assert np.linalg.matrix_rank(X[4:].T @ X[4:]) == 1
    posterior = MODEL.posterior(Y, X=X, group=GROUP)
    mean, cov = dense_posterior(MODEL.mu, SIGMA, 8.0, Y, X, GROUP)
    assert posterior.mean == pytest.approx(mean, rel=1e-10)
    assert posterior.cov == pytest.approx(cov, rel=1e-9, abs=1e-12)
    assert np.isfinite(MODEL.shrinkage(X=X, group=GROUP)).all()


def test_posterior_is_the_matrix_weighted_average():
    """beta = B mu + (I - B) least squares, where least squares exists."""
    one = X[:3]
    ols = np.linalg.lstsq(one, Y[:3], rcond=None)[0]
    B = MODEL.shrinkage(X=one, group=["sales"] * 3)[0]
    expected = B @ MODEL.mu + (np.eye(2) - B) @ ols
    posterior = MODEL.posterior(Y[:3], X=one, group=["sales"] * 3)
    assert posterior.mean[0] == pytest.approx(expected, rel=1e-11)
    precision = np.linalg.inv(SIGMA) + one.T @ one / 8.0
    assert pytest.approx(np.linalg.inv(precision) @ np.linalg.inv(SIGMA), rel=1e-9) == B
    assert not np.allclose(B, B.T), "a transposed B must not pass"


@given(
    mu=st.floats(-50, 50),
    tau2=st.floats(0.1, 100),
    sigma2=st.floats(0.1, 100),
    y=st.lists(st.floats(-50, 50), min_size=1, max_size=6),
)
def test_scalar_case_is_the_normal_normal_model(mu, tau2, sigma2, y):
    ones = np.ones((len(y), 1))
    linear = HierarchicalLinear(mu=[mu], Sigma=[[tau2]], sigma2=sigma2)
    here = linear.posterior(y, X=ones, group=["a"] * len(y))
    normal = NormalNormal(mu=mu, tau2=tau2)
    there = normal.posterior(float(np.mean(y)), sigma2=sigma2, n=len(y))
    assert here.mean[0, 0] == pytest.approx(there.mean, rel=1e-9, abs=1e-9)
    assert here.cov[0, 0, 0] == pytest.approx(there.var, rel=1e-9)
    B = linear.shrinkage(X=ones, group=["a"] * len(y))[0, 0, 0]
    assert pytest.approx(normal.shrinkage(sigma2=sigma2, n=len(y)), rel=1e-9) == B


def test_known_variance_of_each_observation():
    sigma2 = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    model = HierarchicalLinear(mu=[50.0, 2.0], Sigma=SIGMA, sigma2=sigma2)
    mean, cov = dense_posterior(model.mu, SIGMA, sigma2, Y, X, GROUP)
    posterior = model.posterior(Y, X=X, group=GROUP)
    assert posterior.mean == pytest.approx(mean, rel=1e-10)
    assert posterior.cov == pytest.approx(cov, rel=1e-9, abs=1e-12)


def test_boundary_is_the_limit_of_a_nearly_singular_sigma():
    Sigma = np.array([[16.0, 0.0], [0.0, 0.0]])
    near = HierarchicalLinear(mu=[50.0, 2.0], Sigma=Sigma + 1e-9 * np.eye(2), sigma2=8.0)
    limit = HierarchicalLinear.boundary(mu=[50.0, 2.0], Sigma=Sigma, sigma2=8.0)
    at = limit.posterior(Y, X=X, group=GROUP)
    assert at.mean == pytest.approx(near.posterior(Y, X=X, group=GROUP).mean, rel=1e-7)
    assert at.mean[:, 1].tolist() == [2.0] * 3


def test_marginal_and_simulation_agree():
    marginal = MODEL.marginal(X=X, group=GROUP)
    assert marginal.mean == pytest.approx(X @ MODEL.mu)
    assert marginal.cov[0, 3] == 0
    assert marginal.cov[1, 2] == pytest.approx(X[1] @ SIGMA @ X[2])
    rng = np.random.default_rng(2)
    draws = np.array([MODEL.simulate(rng, X=X, group=GROUP).y for _ in range(5000)])
    assert np.cov(draws.T) == pytest.approx(marginal.cov, abs=2.5)
    assert draws.mean(axis=0) == pytest.approx(marginal.mean, abs=0.4)


def test_predictive_in_known_and_new_groups():
    posterior = MODEL.posterior(Y, X=X, group=GROUP)
    row = np.array([1.0, 6.0])
    ahead = MODEL.predictive(Y, X=X, group=GROUP, X_new=[row, row], group_new=["legal", "new"])
    assert ahead.mean == pytest.approx([posterior.mean[1] @ row, MODEL.mu @ row], rel=1e-12)
    assert ahead.var == pytest.approx(
        [row @ posterior.cov[1] @ row + 8.0, row @ SIGMA @ row + 8.0], rel=1e-12
    )


def test_data_frames_and_labels_in_first_seen_order():
    frame = pd.DataFrame({"one": 1, "years": X[:, 1], "dept": GROUP, "pay": Y})
    labelled = MODEL.posterior(frame["pay"], X=frame[["one", "years"]], group=frame["dept"])
    plain = MODEL.posterior(Y.tolist(), X=X.tolist(), group=GROUP)
    assert labelled.mean.tolist() == plain.mean.tolist()
    reordered = np.array([3, 0, 1, 2, 4, 5])
    moved = MODEL.posterior(Y[reordered], X=X[reordered], group=[GROUP[i] for i in reordered])
    assert moved.mean[0] == pytest.approx(plain.mean[1], rel=1e-12)


def test_symbols_for_one_and_two_coefficients():
    mu, y1, y2 = sympy.symbols("mu y1 y2", real=True)
    tau2, sigma2 = sympy.symbols("tau2 sigma2", positive=True)
    scalar = HierarchicalLinear(mu=[mu], Sigma=[[tau2]], sigma2=sigma2)
    posterior = scalar.posterior([y1, y2], X=[[1], [1]], group=["a", "a"])
    B = (sigma2 / 2) / (sigma2 / 2 + tau2)
    assert (
        sympy.nsimplify(sympy.simplify(posterior.mean[0, 0] - (B * mu + (1 - B) * (y1 + y2) / 2)))
        == 0
    )
    a, b, x = sympy.symbols("a b x", positive=True)
    line = HierarchicalLinear(mu=[mu, 0], Sigma=[[a, 0], [0, b]], sigma2=sigma2)
    slope = line.posterior([y1], X=[[1, x]], group=["a"]).mean[0, 1]
    gain = b * x / (a + b * x**2 + sigma2)
    assert sympy.simplify(slope - gain * (y1 - mu)) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"Sigma": [[1.0, 2.0], [2.0, 1.0]]}, "Sigma must be positive definite"),
        ({"Sigma": [[1.0, 1.0], [1.0, 1.0]]}, r"use HierarchicalLinear\.boundary"),
        ({"Sigma": [[1.0, 0.5], [0.2, 1.0]]}, r"Sigma must be symmetric; got .*0\.5.* at position"),
        ({"Sigma": [[-1.0, 0.0], [0.0, 1.0]]}, "Sigma must have variances on its diagonal"),
        ({"Sigma": [[1.0]]}, r"Sigma must have shape \(p, p\)"),
        ({"sigma2": 0.0}, r"sigma2 must be positive; got 0\.0"),
        ({"mu": [1.0, np.inf]}, "mu must be finite numbers; got inf at position 1"),
    ],
)
def test_bad_hyperparameters_are_refused_by_name(change, message):
    good = {"mu": [50.0, 2.0], "Sigma": SIGMA, "sigma2": 8.0}
    with pytest.raises(ValueError, match=message):
        HierarchicalLinear(**{**good, **change})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"X": X.T}, "X must have one entry for each of the 6 observations in y; got 2"),
        ({"X": X[:, :1]}, r"X must have one row for each observation .* got shape \(6, 1\)"),
        ({"X": X[:, 1]}, r"X must have one row for each observation .* got shape \(6,\)"),
        (
            {"X": np.where(X == 5, np.nan, X)},
            r"X must be finite numbers; got nan at position \(2, 1\)",
        ),
        (
            {"group": GROUP[:4]},
            "group must have one entry for each of the 6 observations in y; got 4",
        ),
        ({"y": [*Y[:5], None]}, "y must be finite numbers; got None at position 5"),
    ],
)
def test_bad_data_is_refused_by_name(change, message):
    data = {"y": Y, "X": X, "group": GROUP, **change}
    with pytest.raises(ValueError, match=message):
        MODEL.posterior(data["y"], X=data["X"], group=data["group"])


def test_designs_without_data_are_refused_by_name_too():
    with pytest.raises(ValueError, match="group must be a list or array with one label for each"):
        MODEL.simulate(np.random.default_rng(1), X=X, group=3)
    with pytest.raises(ValueError, match="X must have one row for each observation and one column"):
        MODEL.shrinkage(X=2.0, group=GROUP)
    with pytest.raises(
        ValueError, match="group must have one entry for each of the 6 observations"
    ):
        MODEL.marginal(X=X, group=GROUP[:2])
