"""The graph of every family: what depends on what, what repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Node:
    """One quantity: its LaTeX and words, where it stands, and what it is.

    kind: "fixed" (known or chosen), "hidden" (to be inferred) or "seen" (data).
    """

    latex: str
    words: str
    at: tuple[float, float]
    kind: str = "hidden"


@dataclass(frozen=True)
class Plate:
    """A part that repeats: the names of its nodes, its index, and what is counted."""

    nodes: tuple[str, ...]
    latex: str
    words: str


@dataclass(frozen=True)
class Graph:
    """A family's nodes by name, edges (from, to), plates (outer first) and laws in LaTeX."""

    nodes: dict[str, Node]
    edges: tuple[tuple[str, str], ...]
    plates: tuple[Plate, ...]
    laws: tuple[str, ...]


def graph_of(model: Any) -> Graph:
    """Return the graph of a model, or of a model class.

    >>> from hbtutor import BetaBinomial
    >>> graph_of(BetaBinomial).edges
    (('alpha', 'theta'), ('beta', 'theta'), ('theta', 'y'), ('n', 'y'))
    """
    name = (model if isinstance(model, type) else type(model)).__name__
    if name not in GRAPHS:
        raise ValueError(
            f"model must be one of the families {', '.join(GRAPHS)}, or its class; got {model!r}."
        )
    return GRAPHS[name]


def _pair(
    first: Node, second: Node, theta: Node, y: Node, design: Node, names: str, laws: tuple[str, ...]
) -> Graph:
    """Two hyperparameters, one parameter a group, one datum a group with a known design."""
    one, two, known = names.split()
    return Graph(
        nodes={one: first, two: second, "theta": theta, "y": y, known: design},
        edges=((one, "theta"), (two, "theta"), ("theta", "y"), (known, "y")),
        plates=(Plate(("theta", "y", known), r"j = 1, \dots, J", "groups"),),
        laws=laws,
    )


_TOP, _MIDDLE, _BOTTOM = 2.0, 1.0, 0.0

GRAPHS = {
    "NormalNormal": _pair(
        Node(r"\mu", "the mean of the groups", (-0.5, _TOP)),
        Node(r"\tau^2", "the variance between groups", (0.5, _TOP)),
        Node(r"\theta_j", "the true mean of group j", (0, _MIDDLE)),
        Node(r"y_j", "the estimate of group j", (0, _BOTTOM), "seen"),
        Node(r"\sigma_j^2", "its sampling variance", (1.0, _BOTTOM), "fixed"),
        "mu tau2 sigma2",
        (
            r"\theta_j \sim \mathrm{Normal}(\mu, \tau^2)",
            r"y_j \sim \mathrm{Normal}(\theta_j, \sigma_j^2)",
        ),
    ),
    "BetaBinomial": _pair(
        Node(r"\alpha", "the prior successes", (-0.5, _TOP)),
        Node(r"\beta", "the prior failures", (0.5, _TOP)),
        Node(r"\theta_j", "the proportion of group j", (0, _MIDDLE)),
        Node(r"k_j", "the successes of group j", (0, _BOTTOM), "seen"),
        Node(r"n_j", "its trials", (1.0, _BOTTOM), "fixed"),
        "alpha beta n",
        (
            r"\theta_j \sim \mathrm{Beta}(\alpha, \beta)",
            r"k_j \sim \mathrm{Binomial}(n_j, \theta_j)",
        ),
    ),
    "GammaPoisson": _pair(
        Node(r"\alpha", "the shape", (-0.5, _TOP)),
        Node(r"\beta", "the rate", (0.5, _TOP)),
        Node(r"\lambda_j", "the Poisson rate of group j", (0, _MIDDLE)),
        Node(r"y_j", "the count of group j", (0, _BOTTOM), "seen"),
        Node(r"t_j", "its exposure", (1.0, _BOTTOM), "fixed"),
        "alpha beta t",
        (
            r"\lambda_j \sim \mathrm{Gamma}(\alpha, \beta)",
            r"y_j \sim \mathrm{Poisson}(t_j \lambda_j)",
        ),
    ),
    "BetaNegativeBinomial": Graph(
        nodes={
            "alpha": Node(r"\alpha", "the first beta parameter", (-0.5, _TOP)),
            "beta": Node(r"\beta", "the second beta parameter", (0.5, _TOP)),
            "p": Node(r"p", "the probability of success", (0, _MIDDLE)),
            "y": Node(r"y_i", "the failures in run i", (0, _BOTTOM), "seen"),
            "r": Node(r"r", "the successes at which a run stops", (-1.1, _BOTTOM), "fixed"),
        },
        edges=(("alpha", "p"), ("beta", "p"), ("p", "y"), ("r", "y")),
        plates=(Plate(("y",), r"i = 1, \dots, n", "runs"),),
        laws=(
            r"p \sim \mathrm{Beta}(\alpha, \beta)",
            r"y_i \sim \mathrm{NegativeBinomial}(r, p)",
        ),
    ),
    "ThreeLayerNormal": Graph(
        nodes={
            "mu0": Node(r"\mu_0", "the prior mean", (-0.5, 3.0), "fixed"),
            "gamma2": Node(r"\gamma^2", "the prior variance", (0.5, 3.0), "fixed"),
            "mu": Node(r"\mu", "the mean of all farms", (0, 2.0)),
            "tau2": Node(r"\tau^2", "the variance between farms", (-1.2, 1.0), "fixed"),
            "theta": Node(r"\theta_i", "the true mean of farm i", (0, 1.0)),
            "y": Node(r"y_i", "the observation of farm i", (0, 0.0), "seen"),
            "sigma2": Node(r"\sigma^2", "its variance", (-1.2, 0.0), "fixed"),
        },
        edges=(
            ("mu0", "mu"),
            ("gamma2", "mu"),
            ("mu", "theta"),
            ("tau2", "theta"),
            ("theta", "y"),
            ("sigma2", "y"),
        ),
        plates=(Plate(("theta", "y"), r"i = 1, \dots, N", "farms"),),
        laws=(
            r"\mu \sim \mathrm{Normal}(\mu_0, \gamma^2)",
            r"\theta_i \sim \mathrm{Normal}(\mu, \tau^2)",
            r"y_i \sim \mathrm{Normal}(\theta_i, \sigma^2)",
        ),
    ),
    "NestedNormal": Graph(
        nodes={
            "psi": Node(r"\psi", "the mean of all schools", (-0.5, 4.1)),
            "omega2": Node(r"\omega^2", "the variance between schools", (0.5, 4.1)),
            "mu": Node(r"\mu_k", "the true mean of school k", (0, 2.9)),
            "tau2": Node(r"\tau^2", "the variance between classrooms", (-1.7, 1.6)),
            "theta": Node(r"\theta_{jk}", "the true mean of classroom j", (0, 1.6)),
            "y": Node(r"y_{ijk}", "the score of student i", (0, 0.2), "seen"),
            "sigma2": Node(r"\sigma^2", "the variance between students", (-1.7, 0.2)),
        },
        edges=(
            ("psi", "mu"),
            ("omega2", "mu"),
            ("mu", "theta"),
            ("tau2", "theta"),
            ("theta", "y"),
            ("sigma2", "y"),
        ),
        plates=(
            Plate(("mu", "theta", "y"), r"k = 1, \dots, K", "schools"),
            Plate(("theta", "y"), r"j = 1, \dots, J_k", "classrooms of a school"),
            Plate(("y",), r"i = 1, \dots, n_{jk}", "students of a classroom"),
        ),
        laws=(
            r"\mu_k \sim \mathrm{Normal}(\psi, \omega^2)",
            r"\theta_{jk} \sim \mathrm{Normal}(\mu_k, \tau^2)",
            r"y_{ijk} \sim \mathrm{Normal}(\theta_{jk}, \sigma^2)",
        ),
    ),
    "HierarchicalLinear": Graph(
        nodes={
            "mu": Node(r"\mu", "the mean coefficients", (-0.5, 2.6)),
            "Sigma": Node(r"\Sigma", "their covariance between groups", (0.5, 2.6)),
            "beta": Node(r"\beta_j", "the coefficients of group j", (0, 1.5)),
            "y": Node(r"y_{ij}", "the response of observation i", (0, 0.2), "seen"),
            "x": Node(r"x_{ij}", "its predictors", (1.0, 0.2), "fixed"),
            "sigma2": Node(r"\sigma^2", "the variance within groups", (-1.5, 0.2)),
        },
        edges=(("mu", "beta"), ("Sigma", "beta"), ("beta", "y"), ("x", "y"), ("sigma2", "y")),
        plates=(
            Plate(("beta", "y", "x"), r"j = 1, \dots, J", "groups"),
            Plate(("y", "x"), r"i = 1, \dots, n_j", "observations of a group"),
        ),
        laws=(
            r"\beta_j \sim \mathrm{Normal}(\mu, \Sigma)",
            r"y_{ij} \sim \mathrm{Normal}(x_{ij}^\top \beta_j, \sigma^2)",
        ),
    ),
}
