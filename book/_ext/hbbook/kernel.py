"""Run by each page's kernel before its first cell: how the book shows figures and numbers.

Every plot of hbtutor can describe what it draws. Here that description is kept while a figure is
drawn and written into the picture itself (Matplotlib's Description metadata), from where
pictures.py makes the alt text.

Numbers are shown to six digits. Readers who run a page elsewhere need none of this.
"""


def _install() -> None:
    from collections.abc import Callable
    from functools import wraps
    from typing import Any
    from weakref import WeakKeyDictionary

    import matplotlib as mpl
    import numpy as np
    from IPython import get_ipython
    from IPython.core.pylabtools import print_figure
    from matplotlib.figure import Figure

    from hbtutor import plots

    words: WeakKeyDictionary[Figure, list[str]] = WeakKeyDictionary()

    def remembering(plot: Any) -> Callable[..., Any]:
        @wraps(plot)
        def draw(*args: Any, **kwargs: Any) -> Any:
            ax = plot(*args, **kwargs)
            words.setdefault(ax.get_figure(), []).append(plot.describe(*args, **kwargs))
            return ax

        return draw

    def described_svg(figure: Figure) -> str | None:
        description = " ".join(words.get(figure, [])) or None
        metadata = {"Date": None, "Description": description}
        for ax in figure.axes:  # no ground of its own: the page's shows, light or dark
            ax.patch.set_visible(False)
        return print_figure(figure, "svg", facecolor="none", metadata=metadata)

    for name in plots.__all__:
        plot = getattr(plots, name)
        if hasattr(plot, "describe"):
            setattr(plots, name, remembering(plot))
    mpl.rcParams["svg.hashsalt"] = "borrowing strength"  # the same bytes in every build
    get_ipython().enable_matplotlib("inline")  # now: later it would put its own formats back
    formatters = get_ipython().display_formatter.formatters
    for formatter in formatters.values():
        formatter.pop(Figure, None)
    formatters["image/svg+xml"].for_type(Figure, described_svg)

    def six_digits(number: float, printer: Any, cycle: bool) -> None:
        printer.text(f"{float(number):.6g}")

    for kind in (float, np.float64):
        formatters["text/plain"].for_type(kind, six_digits)
    np.set_printoptions(precision=4, suppress=True)


_install()
del _install
