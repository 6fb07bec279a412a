import numpy as np
import pandas as pd
import pytest

from hbtutor import Normal, plots
from tests.plots.cases import POSTERIOR, V, Y, words


def test_lines_run_from_the_data_to_the_posterior_means():
    ax = plots.shrinkage(Y, POSTERIOR, pooled=Normal(7.69, 16.6))
    # By hand: (1 - B) y + B mu with B = sigma2 / (sigma2 + 42), mu = 7.9.
    weight = V / (V + 42.0)
    expected = (1 - weight) * Y + weight * 7.9
    lines = [line for line in ax.lines if list(line.get_xdata()) == [0, 1]]
    assert [line.get_ydata()[0] for line in lines] == Y.tolist()
    assert [line.get_ydata()[1] for line in lines] == pytest.approx(expected.tolist())
    assert any(np.allclose(line.get_ydata(), 7.69) for line in ax.lines)


def test_names_come_from_the_index_and_stay_in_order():
    ax = plots.shrinkage(Y, POSTERIOR)
    ax.figure.canvas.draw()
    drawn = {text.get_text(): text.get_window_extent().y0 for text in words(ax)}
    heights = [drawn[name] for name in Y.sort_values().index]
    assert heights == sorted(heights)
    assert "complete\npooling\n7.69" not in drawn


def test_many_groups_are_drawn_without_names():
    rng = np.random.default_rng(8)
    y = pd.Series(rng.normal(size=200), index=[f"g{j}" for j in range(200)])
    ax = plots.shrinkage(y, 0.7 * y)
    assert not [text for text in words(ax) if text.get_text().startswith("g")]


def test_sentence_names_what_moves_most():
    text = plots.shrinkage.describe([1.0, 5.0, -40.0], [1.5, 4.0, -7.25], labels=["a", "b", "c"])
    assert "from −40 (c) to 5 (b)" in text
    assert "with partial pooling from −7.25 to 4." in text
    assert "c moves most, from −40 to −7.25." in text
    assert "Complete pooling" not in text


@pytest.mark.parametrize(
    ("args", "options", "message"),
    [
        (([1.0, 2.0], [1.0]), {}, "posterior must have one entry for each of the 2 groups"),
        (([1.0, 2.0], [1.0, 1.5]), {"labels": ["a"]}, "labels must name each of the 2 groups"),
        (([1.0, float("nan")], [1.0, 1.5]), {}, "y must be finite numbers; got nan at position 1"),
        (([[1.0, 2.0]], [1.0, 1.5]), {}, r"y must hold one number for each group.*\(1, 2\)"),
        (([1.0, 2.0], [1.0, 1.5]), {"pooled": [1.0, 2.0]}, "pooled must be a single number"),
    ],
)
def test_wrong_input_is_refused_by_name(args, options, message):
    for call in (plots.shrinkage, plots.shrinkage.describe):
        with pytest.raises(ValueError, match=message):
            call(*args, **options)
