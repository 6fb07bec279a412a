"""One call of every plot, on asymmetric data, for the tests of what all plots promise."""

import numpy as np
from matplotlib.text import Text

from hbtutor import Beta, NestedNormal, Normal, NormalNormal, datasets, full_bayes, plots, simulate

SCHOOLS = datasets.load("eight_schools").set_index("school")
Y, V = SCHOOLS["effect"], SCHOOLS["std_error"] ** 2
POSTERIOR = NormalNormal(mu=7.9, tau2=42.0).posterior(Y, sigma2=V)
FIT = full_bayes(NormalNormal, Y, sigma2=V)


def rng():
    return np.random.default_rng(12)


CALIBRATION = simulate.calibration(
    NestedNormal(psi=3, omega2=4, tau2=2, sigma2=9),
    classroom=[1, 1, 2, 1, 1, 3], school=list("aaabbb"), rng=rng(), replicates=200,
)  # fmt: skip
COVERAGE = simulate.coverage(
    NormalNormal(mu=3, tau2=4), sigma2=[1.0, 9.0], rng=rng(), replicates=200
)
POOLING = simulate.pooling_study(
    NormalNormal(mu=3, tau2=4), sigma2=[1.0, 9.0, 25.0], rng=rng(), replicates=200
)

CASES = [
    (plots.shrinkage, (Y, POSTERIOR), {"pooled": 7.69, "quantity": "the effect (points)"}),
    (
        plots.forest,
        (POSTERIOR,),
        {"compare": Normal(Y, V), "pooled": 7.69, "below": {"mean": Normal(7.9, 20.0)}},
    ),
    (plots.posterior, (Beta(2.0, 6.0), Beta(9.0, 10.0)), {"symbol": "p"}),
    (plots.hyperposterior, (FIT, "tau"), {"prior": Normal(0.0, 100.0)}),
    (plots.hyperposterior, (FIT, ("mu", "tau")), {}),
    (plots.funnel, (Y,), {"sigma2": V, "centre": 7.69, "tau2": 2.0, "p": 0.8}),
    (plots.calibration, (CALIBRATION,), {"p": 0.9}),
    (plots.coverage, (COVERAGE,), {}),
    (plots.pooling_study, (POOLING,), {}),
    (plots.hierarchy, (NestedNormal,), {}),
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
