"""What every plot promises: Axes out, a sentence from the same arguments, no side effects."""

import inspect
import subprocess
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.text import Text

from hbtutor import plots
from hbtutor.plots import style
from hbtutor.plots.described import say
from tests.plots.cases import CASES, words

EACH = pytest.mark.parametrize(
    ("plot", "args", "options"), CASES, ids=lambda v: getattr(v, "__name__", "")
)


def test_every_plot_has_a_case():
    assert {plot.__name__ for plot, _, _ in CASES} == set(plots.__all__)


@EACH
def test_draws_on_the_axes_given_and_returns_them(plot, args, options):
    _, (left, right) = plt.subplots(1, 2)
    assert plot(*args, **options, ax=right) is right
    assert right.has_data()
    assert not left.has_data()
    assert plt.get_fignums() == [1]


@EACH
def test_makes_its_own_axes_and_leaves_the_settings_alone(plot, args, options):
    before = dict(mpl.rcParams)
    ax = plot(*args, **options)
    ax.figure.canvas.draw()
    assert ax.has_data()
    assert dict(mpl.rcParams) == before


@EACH
def test_describe_takes_the_same_arguments(plot, args, options):
    draws = dict(inspect.signature(plot).parameters)
    assert draws.pop("ax").default is None
    described = inspect.signature(plot.describe).parameters
    assert list(draws) == list(described)
    assert [p.default for p in draws.values()] == [p.default for p in described.values()]

    figures = plt.get_fignums()
    text = plot.describe(*args, **options, ax="ignored")
    assert plt.get_fignums() == figures
    assert text == plot.describe(*args, **options)
    assert text[0].isupper()
    assert text.endswith(".")
    assert "\n" not in text
    assert "nan" not in text.split()
    assert any(digit in text for digit in "0123456789") or plot is plots.hierarchy


@EACH
@pytest.mark.parametrize("look", ["default", "dark_background"])
def test_words_can_be_read_on_light_and_on_dark(plot, args, options, look):
    with plt.style.context(look):
        ax = plot(*args, **options)
        ax.figure.canvas.draw()
        behind = style.luminance(ax.get_facecolor())
        for text in words(ax):
            front = style.luminance(text.get_color())
            ratio = (max(behind, front) + 0.05) / (min(behind, front) + 0.05)
            assert ratio > 4.5, text  # WCAG 2.2, text


@EACH
def test_words_stay_inside_the_figure_and_apart(plot, args, options):
    ax = plot(*args, **options)
    ax.figure.canvas.draw()
    frame = ax.figure.bbox.padded(1)
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in words(ax)]
    for text, box in boxes:
        assert frame.contains(box.x0, box.y0), text
        assert frame.contains(box.x1, box.y1), text
    for number, (text, box) in enumerate(boxes):
        for other, second in boxes[number + 1 :]:
            assert not box.padded(-1).overlaps(second.padded(-1)), (text, other)


@pytest.mark.parametrize("palette", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_colours_stand_out_from_the_paper_and_from_each_other_in_grey_or_by_line(palette):
    paper = style.luminance(palette.paper)
    for name in ("ink", "muted", "prior", "data", "posterior", "extra"):
        front = style.luminance(getattr(palette, name))
        # WCAG 2.2: 4.5 for text, 3 for graphics.  The three roles also label their own lines.
        needed = 3 if name in ("data", "extra") else 4.5
        assert (max(paper, front) + 0.05) / (min(paper, front) + 0.05) > needed, name


def test_transparent_axes_take_the_background_of_the_figure():
    figure, ax = plt.subplots(facecolor="black")
    ax.set_facecolor("none")
    assert style.palette(ax) is style.DARK
    figure.set_facecolor("none")
    assert style.palette(ax) is style.LIGHT


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.04999, "−0.05"),
        (9.996, "10"),
        (12345.6, "12,346"),
        (float("inf"), "inf"),
        (1e-9, "1 × 10⁻⁹"),
        (-2.512e12, "−2.51 × 10¹²"),
        (99.96, "100"),
    ],
)
def test_numbers_are_written_for_reading_aloud(value, text):
    assert say(value) == text


def test_importing_hbtutor_does_not_import_matplotlib():
    code = "import sys, hbtutor; hbtutor.plots; print('matplotlib' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code.replace("hbtutor.plots; ", "")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "False"
