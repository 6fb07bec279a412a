"""Figures: records in, Axes out, and the sentence that says what each shows.

Every function takes ``ax=`` (a new figure if None), returns the Axes, changes no rcParams, and
has ``describe``: called with the same arguments, it returns the figure's alternative text, made
from the data shown.
"""

from hbtutor.plots.forest_plot import forest
from hbtutor.plots.funnel_plot import funnel
from hbtutor.plots.hyperposteriors import hyperposterior
from hbtutor.plots.plate_diagram import hierarchy
from hbtutor.plots.prior_to_posterior import posterior
from hbtutor.plots.shrinkage_lines import shrinkage
from hbtutor.plots.study_plots import calibration, coverage, pooling_study

__all__ = [
    "calibration",
    "coverage",
    "forest",
    "funnel",
    "hierarchy",
    "hyperposterior",
    "pooling_study",
    "posterior",
    "shrinkage",
]
