"""A model's hierarchy as a plate diagram."""

from __future__ import annotations

from typing import Any, NamedTuple

from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from hbtutor.plots import style
from hbtutor.plots.described import described_by
from hbtutor.plots.graphs import Graph, Node, Plate, graph_of

RADIUS = 0.26
MARGIN = 0.42  # from a node's centre to the plate around it
STEP = 0.16  # that an outer plate keeps from an inner one
FOOT = 0.24  # room for the plate's index below its nodes
WORDS = 1.25  # least width of a plate, for its index
LAWS = 2.9  # room for the laws on the right


def _sentence(model: Any) -> str:
    graph = graph_of(model)
    name = (model if isinstance(model, type) else type(model)).__name__
    words = {key: node.words for key, node in graph.nodes.items()}
    arrows = []
    for target, node in graph.nodes.items():
        sources = [words[a] for a, b in graph.edges if b == target]
        if sources:
            data = ", the data" if node.kind == "seen" else ""
            arrows.append(f"from {_listed(sources)} to {node.words}{data}")
    frames = [
        f"once for each of the {plate.words}: {_listed([words[n] for n in plate.nodes])}"
        for plate in graph.plates
    ]
    return f"Plate diagram of {name}. Arrows run {'; '.join(arrows)}. Framed, {'; '.join(frames)}."


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@described_by(_sentence)
def hierarchy(model: Any, *, ax: Any = None) -> Any:
    """Draw a model as a plate diagram: what depends on what, and what repeats.

    model: a model or its class. ax: where to draw; a new figure if None. Circles are quantities to
    be inferred, filled circles data, small dots what is known or chosen; a frame holds what repeats
    for each value of its index. Beside it stand the laws. Returns the Axes.

    ``hierarchy.describe(...)`` takes the same argument and returns what it shows in words.
    Raises ValueError for anything that is not one of the book's families.

    >>> from hbtutor import BetaBinomial
    >>> print(hierarchy.describe(BetaBinomial(alpha=2, beta=6)))
    Plate diagram of BetaBinomial. Arrows run from the prior successes and the prior failures to
    the proportion of group j; from the proportion of group j and its trials to the successes of
    group j, the data. Framed, once for each of the groups: the proportion of group j, the
    successes of group j and its trials.
    """
    graph = graph_of(model)
    frames = _frames(graph)
    places = [node.at for node in graph.nodes.values()]
    left = min([frame.left for frame in frames] + [x - RADIUS for x, _ in places]) - 0.1
    right = max([frame.right for frame in frames] + [x + RADIUS for x, _ in places])
    bottom = min([frame.bottom for frame in frames] + [y - RADIUS for _, y in places]) - 0.1
    top = max(y for _, y in places) + 0.5
    wide = right + LAWS - left
    ax = style.axes(ax, height=5.2 * (top - bottom) / wide, width=5.2)
    colours = style.palette(ax)
    for plate, frame in zip(graph.plates, frames, strict=True):
        _draw_plate(ax, plate, frame, colours)
    for start, end in graph.edges:
        _draw_edge(ax, graph.nodes[start], graph.nodes[end], colours)
    for node in graph.nodes.values():
        _draw_node(ax, node, colours)
    for number, law in enumerate(graph.laws):
        ax.text(
            right + 0.3, top - 0.5 - 0.55 * number, f"${law}$", fontsize=style.LABEL_SIZE + 1,
            color=colours.ink, va="center",
        )  # fmt: skip
    ax.set_xlim(left, left + wide)
    ax.set_ylim(bottom, top)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax


class _Frame(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


def _frames(graph: Graph) -> list[_Frame]:
    """Return where the plates stand, in their order; each leaves room for those inside it."""
    frames: list[_Frame] = []
    for plate in reversed(graph.plates):
        x, y = zip(*(graph.nodes[name].at for name in plate.nodes), strict=True)
        left, right, bottom = min(x) - MARGIN, max(x) + MARGIN, min(y) - MARGIN - FOOT
        if frames:
            left = min(left, frames[-1].left - STEP)
            right = max(right, frames[-1].right + STEP)
            bottom = min(bottom, frames[-1].bottom - FOOT - 0.04)
        right = max(right, left + WORDS)
        frames.append(_Frame(left, bottom, right, max(y) + MARGIN))
    return frames[::-1]


def _draw_plate(ax: Any, plate: Plate, frame: _Frame, colours: style.Palette) -> None:
    left, bottom, right, top = frame
    ax.add_patch(
        FancyBboxPatch(
            (left, bottom), right - left, top - bottom, boxstyle="round,pad=0,rounding_size=0.12",
            fill=False, edgecolor=colours.muted, lw=style.HAIR,
        )
    )  # fmt: skip
    ax.text(
        right - 0.1, bottom + 0.05, f"${plate.latex}$", ha="right", va="bottom",
        fontsize=style.TICK_SIZE, color=colours.ink,
    )  # fmt: skip


def _draw_node(ax: Any, node: Node, colours: style.Palette) -> None:
    x, y = node.at
    if node.kind == "fixed":
        ax.add_patch(Circle((x, y), 0.05, color=colours.ink, zorder=3))
        ax.text(
            x, y + 0.12, f"${node.latex}$", ha="center", va="bottom", color=colours.ink,
            fontsize=style.LABEL_SIZE + 2,
        )  # fmt: skip
        return
    seen = node.kind == "seen"
    edge = colours.data if seen else colours.posterior
    ax.add_patch(Circle((x, y), RADIUS, facecolor=ax.get_facecolor(), edgecolor="none", zorder=2))
    ax.add_patch(
        Circle(
            (x, y),
            RADIUS,
            facecolor=(edge, 0.25 if seen else 0.0),
            edgecolor=edge,
            lw=style.THIN,
            zorder=3,
        )
    )
    ax.text(x, y, f"${node.latex}$", ha="center", va="center", color=colours.ink, zorder=4,
            fontsize=style.LABEL_SIZE + 2)  # fmt: skip


def _draw_edge(ax: Any, start: Node, end: Node, colours: style.Palette) -> None:
    (x0, y0), (x1, y1) = start.at, end.at
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    along = ((x1 - x0) / length, (y1 - y0) / length)
    off = 0.06 if start.kind == "fixed" else RADIUS
    ax.add_patch(
        FancyArrowPatch(
            (x0 + off * along[0], y0 + off * along[1]),
            (x1 - RADIUS * along[0], y1 - RADIUS * along[1]),
            arrowstyle="-|>", mutation_scale=11, color=colours.ink, lw=style.HAIR, shrinkA=0,
            shrinkB=0, zorder=2,
        )
    )  # fmt: skip
