"""The collapsed likelihood of (Sigma, sigma2) against dense matrices."""

import numpy as np
import pytest

from hbtutor import datasets
from hbtutor.inference.linear_coordinates import natural
from hbtutor.inference.linear_posterior import LinearPosterior
from hbtutor.inference.linear_statistics import linear_statistics
from hbtutor.models.groups import group_by
from tests.inference.linear_data import GROUP, X, Y, dense_log_likelihood


def test_collapsed_likelihood_is_that_of_dense_matrices():
    statistics = linear_statistics(Y, X, group_by("g", GROUP), np.arange(2), correlated=True)
    posterior = LinearPosterior.of(statistics)
    u = np.random.default_rng(3).normal(0, 0.8, (12, 4))
    at = natural(u, 2, correlated=True)
    ours = posterior.given(at.sigma, at.factor).log_likelihood
    factors = zip(at.sigma, at.factor, strict=True)
    dense = np.array([dense_log_likelihood(s, L @ L.T) for s, L in factors])
    difference = ours - dense
    assert difference == pytest.approx(np.full(12, difference[0]), abs=1e-9)


def test_groups_with_the_same_design_are_added_up_first():
    """Balanced sleepstudy: 18 subjects, one design, one small inverse."""
    frame = datasets.load("sleepstudy")
    design = np.column_stack([np.ones(180), frame["days"]])
    statistics = linear_statistics(
        frame["reaction_ms"].to_numpy(),
        design,
        group_by("g", frame["subject"]),
        np.arange(2),
        correlated=True,
    )
    assert len(LinearPosterior.of(statistics).roots) == 1
