"""What the linear posterior answers: predictions, summary and ArviZ, against its joint draws."""

import numpy as np
import pytest
from scipy import stats

from hbtutor import HalfCauchy, HalfNormal, HierarchicalLinear, full_bayes
from tests.inference.linear_data import GROUP, X, Y

PRIOR = {"tau": HalfNormal(4.0), "sigma": HalfCauchy(3.0)}


def test_new_observations_in_known_and_new_groups():
    post = full_bayes(
        HierarchicalLinear, Y, X=X, group=GROUP, rng=np.random.default_rng(8), prior=PRIOR
    )
    row = np.array([1.0, 3.0])
    ahead = post.predictive(X_new=[row, row], group_new=[4, "new"])
    rng = np.random.default_rng(9)
    drawn = post.draws(rng, 40_000)
    sigma, (tau, corr) = drawn.hyper["sigma"], (drawn.hyper["tau"], drawn.hyper["correlation"])
    known = rng.normal(drawn.theta[:, 4] @ row, sigma)
    spread = np.einsum("a,na,nab,nb,b->n", row, tau, corr, tau, row)
    new = rng.normal(drawn.hyper["mu"] @ row, np.sqrt(spread + sigma**2))
    for k, values in enumerate((known, new)):
        assert values.mean() == pytest.approx(ahead.mean[k], abs=0.05 * ahead.sd[k])
        assert values.std() == pytest.approx(ahead.sd[k], rel=0.05)
    with pytest.raises(ValueError, match="X_new must have one row for each label in group_new"):
        post.predictive(X_new=[row], group_new=[4, 5])


def test_summary_has_one_row_for_each_number():
    post = full_bayes(
        HierarchicalLinear, Y, X=X, group=GROUP, rng=np.random.default_rng(8), prior=PRIOR
    )
    table = post.summary(0.9)
    rows = ["mu[0]", "mu[1]", "tau[0]", "tau[1]", "sigma", "correlation[1, 0]"]
    assert list(table.index) == rows
    assert table.loc["tau[1]", "mean"] == pytest.approx(post.hyper["tau"].mean[1])
    assert table.loc["correlation[1, 0]", "low"] == pytest.approx(
        post.hyper["correlation"].quantile(0.05)[1, 0]
    )


def test_to_arviz_has_every_observation():
    post = full_bayes(
        HierarchicalLinear, Y, X=X, group=GROUP, rng=np.random.default_rng(8), prior=PRIOR
    )
    tree = post.to_arviz(np.random.default_rng(1), n=200, chains=2)
    assert tree["posterior"]["theta"].shape == (2, 100, 7, 2)
    theta, sigma = tree["posterior"]["theta"].values[1, 3], tree["posterior"]["sigma"].values[1, 3]
    expected = stats.norm((X * theta[GROUP]).sum(axis=1), sigma).logpdf(Y)
    assert tree["log_likelihood"]["y"].values[1, 3] == pytest.approx(expected, rel=1e-10)
    assert tree["observed_data"]["y"].values == pytest.approx(Y)
