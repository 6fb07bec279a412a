"""The maximum against a derivative-free search from many starts, inside and at the boundary."""

import numpy as np
import pytest
from scipy import optimize

from hbtutor.inference.covariance_maximum import maximise
from hbtutor.inference.linear_deviance import profile
from hbtutor.inference.linear_statistics import linear_statistics
from hbtutor.models.groups import group_by


def problem(seed):
    """Eight groups of five, with slopes that vary much, a little or not at all."""
    rng, group = np.random.default_rng(seed), np.repeat(np.arange(8), 5)
    X = np.column_stack([np.ones(40), rng.normal(size=40)])
    spread = np.array([1.0, [0.0, 0.3, 1.5][seed % 3]])
    y = (X * (rng.normal(size=(8, 2)) * spread)[group]).sum(axis=1) + rng.normal(0, 1.4, 40)
    return linear_statistics(y, X, group_by("group", group), np.arange(2), correlated=True)


def maximum(seed):
    statistics = problem(seed)
    return maximise(lambda F: profile(statistics, F, reml=True), 2)


@pytest.mark.parametrize("seed", range(9))
def test_nothing_is_higher(seed):
    statistics = problem(seed)
    found = maximise(lambda F: profile(statistics, F, reml=True), 2)
    assert found.converged

    def deviance(x):
        return profile(statistics, np.array([[x[0], 0], [x[1], x[2]]]), reml=True).deviance

    rng = np.random.default_rng(100 + seed)
    others = [
        optimize.minimize(deviance, rng.normal(0, 1, 3), method="Nelder-Mead").fun for _ in range(4)
    ]
    assert found.profile.deviance <= min(others) + 1e-8
    assert found.profile.deviance == pytest.approx(min(others), abs=1e-3)


def test_some_of_these_are_at_the_boundary_and_some_are_not():
    assert {1, 2} <= {maximum(seed).rank for seed in range(9)}


@pytest.mark.parametrize("seed", range(9))
def test_at_the_boundary_the_deviance_rises_into_the_interior(seed):
    """The Karush-Kuhn-Tucker condition: no direction out of the null space goes down."""
    found = maximum(seed)
    null = np.linalg.svd(found.F)[0][:, found.rank :]
    slopes = np.linalg.eigvalsh(null.T @ found.profile.slope @ null) if null.size else np.zeros(1)
    assert (slopes >= -1e-6).all()
    inner = 2 * found.profile.slope @ found.F
    assert np.abs(np.tril(inner)[:, : found.rank]).max(initial=0) < 1e-6


@pytest.mark.parametrize("correlated", [True, False])
def test_small_and_badly_scaled_problems_converge(correlated):
    """Two to eight groups, one to three columns, spreads and units over orders of magnitude."""
    rng, found = np.random.default_rng(0), []
    for _ in range(40):
        q, groups = int(rng.integers(1, 4)), int(rng.integers(2, 9))
        group = np.repeat(np.arange(groups), rng.integers(3, 9, size=groups))
        units = np.append(1.0, 10.0 ** rng.uniform(-3, 3, q - 1))
        X = np.column_stack([np.ones(len(group)), rng.normal(size=(len(group), q - 1))]) * units
        spread = rng.normal(size=(q, q)) * 10 ** rng.uniform(-2, 2)
        y = (X * (rng.normal(size=(groups, q)) @ spread.T)[group]).sum(axis=1)
        y = y + rng.normal(size=len(group))
        statistics = linear_statistics(
            y, X, group_by("group", group), np.arange(q), correlated=correlated
        )
        found.append(
            maximise(lambda F, s=statistics: profile(s, F, reml=True), q, correlated=correlated)
        )
    assert all(one.converged for one in found)
    assert any(one.rank < len(one.F) for one in found)
    assert any(one.rank == len(one.F) for one in found)
