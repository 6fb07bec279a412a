import numpy as np
import pandas as pd
import pytest

from hbtutor import Normal, plots
from tests.plots.cases import words

Y = pd.Series([0.0, 5.0, 1.0, -6.5], index=["a", "b", "c", "d"])
V = pd.Series([1.0, 4.0, 9.0, 4.0], index=Y.index)


def test_points_and_limits():
    ax = plots.funnel(Y, sigma2=V, centre=Normal(0.5, 1.0), tau2=2.0)
    points = {(x, s) for line in ax.lines for x, s in zip(*line.get_data(), strict=True)}
    assert set(zip(Y, np.sqrt(V), strict=True)) <= points
    edges = [line for line in ax.lines if len(line.get_xdata()) == 200]
    for edge, sign in zip(edges, (-1, 1), strict=True):
        x, error = edge.get_data()
        assert x == pytest.approx(0.5 + sign * 1.959963984540054 * np.sqrt(error**2 + 2))
    assert ax.get_ylim()[1] == 0  # the precise estimates on top


def test_names_are_written_outside_the_limits_only():
    # |5 - 0.5| = 4.5 > 1.96 * 2, |-6.5 - 0.5| = 7 > 3.92; a and c lie inside.
    shown = {text.get_text() for text in words(plots.funnel(Y, sigma2=V, centre=0.5))}
    assert {"b", "d"} <= shown
    assert not {"a", "c"} & shown
    wide = {text.get_text() for text in words(plots.funnel(Y, sigma2=V, centre=0.5, tau2=4.0))}
    assert "d" in wide
    assert "b" not in wide  # 4.5 < 1.96 * sqrt(8)


def test_sentence():
    text = plots.funnel.describe(Y, sigma2=V, centre=0.5, tau2=4.0, quantity="the effect")
    assert text == (
        "Funnel plot of 4 estimates of the effect, from −6.5 to 5, against standard errors from 1 "
        "to 3. 1 of them (d) lie outside the 95 % limits around 0.5 that sampling error and a "
        "standard deviation between groups of 2 would set."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sigma2": [1.0, 0.0, 1.0, 1.0], "centre": 0}, "sigma2 must be positive; got 0.0"),
        ({"sigma2": [1.0, 2.0], "centre": 0}, "sigma2 must have one entry for each of the 4"),
        ({"sigma2": 1.0, "centre": 0, "tau2": -1}, "tau2 must be zero or positive; got -1"),
        ({"sigma2": 1.0, "centre": 0, "p": 95}, "p must be strictly between 0 and 1; got 95"),
    ],
)
def test_wrong_input_is_refused_by_name(options, message):
    with pytest.raises(ValueError, match=message):
        plots.funnel(Y, **options)
