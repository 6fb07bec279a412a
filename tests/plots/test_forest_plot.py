import numpy as np
import pytest
from scipy import stats

from hbtutor import Normal, plots
from tests.plots.cases import POSTERIOR, V, Y, words


def segments(ax):
    found = [
        np.array(part)
        for lines in ax.collections
        for part in getattr(lines, "get_segments", list)()
    ]
    return {(round(part[0, 0], 9), round(part[1, 0], 9)) for part in found}


def test_intervals_are_those_of_the_records():
    ax = plots.forest(POSTERIOR, compare=Normal(Y, V), p=0.9)
    drawn = segments(ax)
    tail = stats.norm.ppf(0.95)
    for mean, sd in zip(Y, V**0.5, strict=True):
        assert (round(mean - tail * sd, 9), round(mean + tail * sd, 9)) in drawn
    # The posterior by hand: variance 1 / (1 / sigma2 + 1 / 42).
    var = 1 / (1 / V + 1 / 42.0)
    mean = var * (Y / V + 7.9 / 42.0)
    for width in (tail, stats.norm.ppf(0.75)):
        for centre, sd in zip(mean, var**0.5, strict=True):
            assert any(
                abs(low - centre + width * sd) < 1e-6 and abs(high - centre - width * sd) < 1e-6
                for low, high in drawn
            )


def test_sorting_puts_the_largest_on_top_with_its_own_name():
    means, names = [3.0, 9.0, -4.0], ["a", "b", "c"]
    ax = plots.forest(Normal(means, [1.0, 4.0, 2.0]), labels=names, sort=True)
    rows = {tick.get_text(): tick.get_position()[1] for tick in ax.get_yticklabels()}
    assert rows["b"] > rows["a"] > rows["c"]
    points = {x: y for line in ax.lines for x, y in zip(*line.get_data(), strict=True)}
    assert [points[mean] for mean in means] == [rows[name] for name in names]


def test_rows_below_are_named_and_drawn_over_their_interval():
    ax = plots.forest(Normal([3.0, 9.0], [1.0, 4.0]), below={"new group": Normal(5.0, 9.0)})
    assert "new group" in {text.get_text() for text in words(ax)}
    (diamond,) = ax.patches
    corners = diamond.get_xy()
    assert (corners[:, 0].min(), corners[:, 0].max()) == pytest.approx(
        (5 - 3 * 1.959963984540054, 5 + 3 * 1.959963984540054)
    )


def test_many_groups_become_a_caterpillar():
    rng = np.random.default_rng(5)
    ax = plots.forest(Normal(rng.normal(size=300), np.full(300, 0.2)), sort=True)
    assert [text.get_text() for text in words(ax) if text.get_text() == "7"] == []
    assert len(segments(ax)) == 600


def test_sentence_holds_the_extremes_and_the_gain():
    text = plots.forest.describe(
        Normal([10.0, 4.0], [4.0, 1.0]), compare=Normal([12.0, 3.0], [16.0, 4.0]), p=0.8,
        labels=["A", "B"], below={"mean": Normal(6.0, 1.0)},
    )  # fmt: skip
    assert "80 % intervals" in text
    assert "4 (B, interval 2.72 to 5.28) to 10 (A, 7.44 to 12.6)" in text
    assert "0.5 times as wide as with no pooling" in text
    assert text.endswith("Below: mean, 6 (4.72 to 7.28).")


@pytest.mark.parametrize(
    ("args", "options", "message"),
    [
        (([1.0, 2.0],), {}, "posterior must be a record with .mean and .interval"),
        (
            (Normal([1.0], [1.0]),),
            {"compare": Normal([1.0, 2.0], [1.0, 1.0])},
            "compare must have one entry for each of the 1 groups",
        ),
        ((Normal([1.0, 2.0], [1.0, 1.0]),), {"p": 1.5}, "p must be strictly between 0 and 1"),
    ],
)
def test_wrong_input_is_refused_by_name(args, options, message):
    with pytest.raises(ValueError, match=message):
        plots.forest(*args, **options)
