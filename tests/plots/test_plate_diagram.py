import matplotlib.pyplot as plt
import pytest
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from hbtutor import NormalNormal, plots
from hbtutor.plots.graphs import GRAPHS, graph_of
from hbtutor.plots.plate_diagram import RADIUS
from tests.plots.cases import words

FAMILIES = pytest.mark.parametrize("name", GRAPHS)


class Unknown:
    """Not a family of the book."""


def draw(name):
    return plots.hierarchy(type(name, (), {}))


def test_every_family_of_the_book_has_a_graph():
    import hbtutor

    for name in GRAPHS:
        assert isinstance(getattr(hbtutor, name), type)


@FAMILIES
def test_everything_in_the_graph_is_drawn(name):
    graph, ax = GRAPHS[name], draw(name)
    kinds = [type(patch) for patch in ax.patches]
    assert kinds.count(FancyArrowPatch) == len(graph.edges)
    assert kinds.count(FancyBboxPatch) == len(graph.plates)
    shown = [text.get_text() for text in words(ax)]
    for node in graph.nodes.values():
        assert f"${node.latex}$" in shown
    for law in graph.laws + tuple(plate.latex for plate in graph.plates):
        assert f"${law}$" in shown


@FAMILIES
def test_graph_is_sound(name):
    graph = GRAPHS[name]
    for start, end in graph.edges:
        assert {start, end} <= set(graph.nodes)
        assert graph.nodes[start].kind != "seen"  # data are at the end of every arrow
        assert graph.nodes[end].kind != "fixed"
    for outer, inner in zip(graph.plates, graph.plates[1:], strict=False):
        assert set(inner.nodes) < set(outer.nodes)
    (seen,) = [key for key, node in graph.nodes.items() if node.kind == "seen"]
    assert all(seen in plate.nodes for plate in graph.plates)


@FAMILIES
def test_plates_hold_their_nodes_and_no_others_and_nothing_overlaps(name):
    graph, ax = GRAPHS[name], draw(name)
    frames = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    for plate, frame in zip(graph.plates, frames, strict=True):
        left, bottom = frame.get_x(), frame.get_y()
        right, top = left + frame.get_width(), bottom + frame.get_height()
        for key, node in graph.nodes.items():
            x, y = node.at
            if key in plate.nodes:
                assert left + RADIUS < x < right - RADIUS
                assert bottom + RADIUS < y < top - RADIUS
            else:
                assert not (
                    left - RADIUS < x < right + RADIUS and bottom - RADIUS < y < top + RADIUS
                )
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    assert len(circles) >= len(graph.nodes)
    ax.figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in words(ax)]
    for number, (text, box) in enumerate(boxes):
        assert ax.figure.bbox.contains(box.x0, box.y0), text
        assert ax.figure.bbox.contains(box.x1, box.y1), text
        for other, second in boxes[number + 1 :]:
            assert not box.overlaps(second), (text, other)
    plt.close(ax.figure)


def test_a_model_and_its_class_have_the_same_diagram():
    model = NormalNormal(mu=1, tau2=2)
    assert graph_of(model) is graph_of(NormalNormal)
    assert plots.hierarchy.describe(model) == plots.hierarchy.describe(NormalNormal)


def test_sentence_names_arrows_and_frames():
    text = plots.hierarchy.describe(NormalNormal)
    assert (
        "from the mean of the groups and the variance between groups to the true mean of group j"
        in text
    )
    assert "to the estimate of group j, the data." in text
    assert "once for each of the groups: the true mean of group j, the estimate" in text


@pytest.mark.parametrize("model", [Unknown, Unknown(), "NormalNormal"])
def test_anything_else_is_refused(model):
    with pytest.raises(ValueError, match="model must be one of the families NormalNormal, "):
        plots.hierarchy(model)
