"""One call of every plot, on asymmetric data, for the tests of what all plots promise."""

from matplotlib.text import Text

from hbtutor import Beta, Normal, NormalNormal, datasets, plots

SCHOOLS = datasets.load("eight_schools").set_index("school")
Y, V = SCHOOLS["effect"], SCHOOLS["std_error"] ** 2
POSTERIOR = NormalNormal(mu=7.9, tau2=42.0).posterior(Y, sigma2=V)

CASES = [
    (plots.shrinkage, (Y, POSTERIOR), {"pooled": 7.69, "quantity": "the effect (points)"}),
    (
        plots.forest,
        (POSTERIOR,),
        {"compare": Normal(Y, V), "pooled": 7.69, "below": {"mean": Normal(7.9, 20.0)}},
    ),
    (plots.posterior, (Beta(2.0, 6.0), Beta(9.0, 10.0)), {"symbol": "p"}),
]


def words(ax):
    """Return the texts that are drawn: Matplotlib also keeps ticks outside the view."""
    outside = set()
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks() + axis.get_minor_ticks():
            if not low <= tick.get_loc() <= high:
                outside |= set(tick.findobj(Text))
    found = [text for text in ax.findobj(Text) if text.get_visible() and text not in outside]
    return [text for text in found if text.get_text().strip()]
