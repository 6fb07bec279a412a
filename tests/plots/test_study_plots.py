import numpy as np
import pytest

from hbtutor import plots, simulate
from tests.plots.cases import CALIBRATION, COVERAGE, POOLING


def test_calibration_draws_the_differences_inside_their_band():
    ax = plots.calibration(CALIBRATION, p=0.9)
    low, high = CALIBRATION.band(0.9)
    (band,) = ax.collections
    edges = band.get_paths()[0].vertices
    assert edges[:, 1].min() == low.min()
    assert edges[:, 1].max() == high.max()
    curves = [line.get_ydata() for line in ax.lines if len(line.get_xdata()) == 101]
    assert len(curves) == 2
    for curve, exact in zip(curves, CALIBRATION.ecdf_difference, strict=True):
        assert curve[1:-1].tolist() == exact.tolist()
        assert (curve[0], curve[-1]) == (0, 0)


def test_calibration_says_what_left_the_band():
    rng = np.random.default_rng(2)
    ranks = np.array([rng.integers(0, 100, 300), rng.integers(0, 60, 300)])
    text = plots.calibration.describe(simulate.Calibration(("mu", "tau"), ranks, n_draws=99))
    assert "tau left the band: not calibrated" in text
    assert "over 300 simulated data sets" in text
    far = abs((ranks[1] <= 59).mean() - 0.6)
    assert f"tau strays by at most {far:.1f}" in text
    assert "inside the band" in plots.calibration.describe(CALIBRATION)


def test_coverage_draws_shares_with_two_errors():
    ax = plots.coverage(COVERAGE)
    line = next(one for one in ax.lines if len(one.get_xdata()) == 4)
    assert line.get_data()[1].tolist() == COVERAGE.covered[0].tolist()
    (bars,) = ax.collections
    first = bars.get_segments()[0][:, 1]
    assert np.diff(first)[0] == pytest.approx(4 * COVERAGE.se[0, 0])


def test_coverage_sentence_names_the_worst_level():
    record = simulate.Coverage(
        ("theta",), np.array([0.5, 0.9]), np.array([[0.52, 0.718]]), np.array([[0.01, 0.005]]),
        np.array([[1.0, 2.0]]), 400,
    )  # fmt: skip
    text = plots.coverage.describe(record)
    assert (
        "intervals of theta stated at 90 % hold the truth in 71.8 % (Monte Carlo error 0.5 %)"
        in text
    )
    assert "over 400 simulated data sets" in text


def test_pooling_draws_risks_and_groups():
    ax = plots.pooling_study(POOLING)
    drawn = np.concatenate([line.get_xdata() for line in ax.lines])
    for risk, groups in zip(POOLING.risk, POOLING.by_group, strict=True):
        assert risk in drawn
        assert set(groups) <= set(drawn)
    assert [tick.get_text() for tick in ax.get_yticklabels()] == list(POOLING.estimators)


def test_pooling_sentence_says_more_where_pooling_hurts():
    losses = np.ones((3, 10, 2)) * np.array([2.0, 1.0, 1.5])[:, None, None]
    text = plots.pooling_study.describe(simulate.PoolingStudy(losses))
    assert text.endswith(
        "Partial pooling errs 25 % less than no pooling and 50 % more than complete pooling."
    )
