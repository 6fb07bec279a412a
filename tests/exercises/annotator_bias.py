"""Answers to *Annotator bias* as students write them: right by other routes, and wrong."""

ROUTES = {
    "weight": "weight = 1 / (1 + annotators.loc[NEW, 'n'] * TAU2 / SIGMA2)",
    "bias_new": (
        "w = [annotators.n[NEW] / SIGMA2, 1 / TAU2]\n"
        "bias_new = np.average([annotators.deviation[NEW], 0], weights=w)"
    ),
    "doubt": "doubt = 1 / np.sqrt(annotators.n[NEW] / SIGMA2 + 1 / TAU2)",
    "posterior": (
        "import scipy.stats\n"
        "def posterior(d, n, sigma2, tau2):\n"
        "    precision = n / sigma2 + 1 / tau2\n"
        "    return scipy.stats.norm(d * n / sigma2 / precision, precision**-0.5)"
    ),
    "biases": (
        "from hbtutor import NormalNormal\n"
        "model = NormalNormal(mu=0, tau2=TAU2)\n"
        "biases = [model.posterior(d, sigma2=SIGMA2, n=n).mean\n"
        "          for d, n in zip(annotators.deviation, annotators.n)]\n"
        "def posterior(d, n, sigma2, tau2):\n"
        "    return NormalNormal(mu=0, tau2=tau2).posterior(d, sigma2=sigma2, n=n)"
    ),
    "chance": (
        "def chance(mean, var, delta):\n"
        "    sd = np.sqrt(var)\n"
        "    return (scipy.stats.norm.sf((delta - mean) / sd)\n"
        "            + scipy.stats.norm.sf((delta + mean) / sd))"
    ),
    "flagged": (
        "rng = np.random.default_rng(1)\n"
        "known = posterior(annotators.deviation, annotators.n, SIGMA2, TAU2)\n"
        "drawn = rng.normal(known.mean, np.sqrt(known.var), (200_000, 8))\n"
        "flagged = annotators.index[(abs(drawn) > DELTA).mean(axis=0).argmax()].lower()"
    ),
    "two_annotators": "two_annotators = ' B '",
    "mean_formula": (
        "t = sp.Symbol('theta')\n"
        "exponent = -n * (d - t)**2 / (2 * sigma2) - t**2 / (2 * tau2)\n"
        "mean_formula = sp.solve(sp.diff(exponent, t), t)[0]"
    ),
    "n_needed": "n_needed = sigma2 / v - sigma2 / tau2",
    "threshold": (
        "se2, B = sigma2 / n, sigma2 / (sigma2 + n * tau2)\nthreshold = z * sp.sqrt(se2 / (1 - B))"
    ),
    "corrected": (
        "b = posterior(annotators.deviation[NEW], annotators.n[NEW], SIGMA2, TAU2)\n"
        "corrected = {'mean': SCORE - b.mean, 'var': b.var + SIGMA2}"
    ),
}

WEIGHTED = "w = {}\nbias_new = (1 - w) * annotators.deviation[NEW]"
POSTERIOR = (
    "def posterior(d, n, sigma2, tau2):\n"
    "    B = sigma2 / (sigma2 + n * tau2)\n"
    "    return Normal({}, {})"
)
CHANCE = "def chance(mean, var, delta):\n    known = Normal(mean, var)\n    return {}"
NEWCOMER = "b = posterior(annotators.deviation[NEW], annotators.n[NEW], SIGMA2, TAU2)\n"

# (task, the student's code, the misconception that must be recognised)
MISTAKES = [
    ("weight", "weight = TAU2 / (TAU2 + SIGMA2 / annotators.n[NEW])", "B and 1 - B swapped"),
    ("weight", "weight = SIGMA2 / (SIGMA2 + TAU2)", "n forgotten"),
    ("weight", "weight = 1 / (1 + np.sqrt(annotators.n[NEW]) * TAU2 / SIGMA2)", "square root of n"),
    ("weight", "s = SIGMA2 / annotators.n[NEW]\nweight = s / TAU2", "ratio for share"),
    ("bias_new", WEIGHTED.format("1 - weight"), "B and 1 - B swapped"),
    ("bias_new", WEIGHTED.format("0"), "no pooling"),
    ("bias_new", WEIGHTED.format("SIGMA2 / (SIGMA2 + TAU2)"), "n forgotten"),
    ("bias_new", "bias_new = annotators.deviation[NEW] / 2", "plain average"),
    ("bias_new", "bias_new = 0 * weight", "complete pooling"),
    ("doubt", "doubt = (1 - weight) * SIGMA2 / annotators.n[NEW]", "variance for sd"),
    ("doubt", "doubt = np.sqrt(SIGMA2) / np.sqrt(annotators.n[NEW])", "no pooling"),
    ("doubt", "doubt = np.sqrt(TAU2)", "prior only"),
    ("doubt", "doubt = np.sqrt(SIGMA2 / annotators.n[NEW] + TAU2)", "variances added"),
    ("posterior", POSTERIOR.format("B * d", "B * tau2"), "B and 1 - B swapped"),
    ("posterior", POSTERIOR.format("d", "B * tau2"), "no pooling"),
    (
        "posterior",
        POSTERIOR.format("(1 - B) * d", "(1 - B) * tau2 / n * 0 + sigma2 / n"),
        "no pooling",
    ),
    (
        "posterior",
        POSTERIOR.format("(1 - B) * d", "n / sigma2 + 1 / tau2"),
        "precision for variance",
    ),
    ("posterior", POSTERIOR.format("(1 - B) * d", "(B * tau2)**.5"), "sd for variance"),
    ("biases", "biases = annotators.deviation", "no pooling"),
    (
        "biases",
        "biases = SIGMA2 / (SIGMA2 + annotators.n * TAU2) * annotators.deviation",
        "B and 1 - B swapped",
    ),
    ("biases", "biases = annotators.deviation / 2", "plain average"),
    ("biases", "biases = TAU2 / (SIGMA2 + TAU2) * annotators.deviation", "n forgotten"),
    ("chance", CHANCE.format("1 - known.cdf(delta)"), "one side only"),
    ("chance", CHANCE.format("2 * (1 - known.cdf(delta))"), "one side doubled"),
    ("chance", CHANCE.format("known.cdf(delta) - known.cdf(-delta)"), "the complement"),
    ("chance", CHANCE.format("1 - known.cdf(0)"), "delta forgotten"),
    (
        "chance",
        "import scipy.stats\n"
        + CHANCE.format("known.sf(delta) + known.cdf(-delta)").replace(
            "Normal(mean", "scipy.stats.norm(mean"
        ),
        "variance for sd",
    ),
    ("flagged", "flagged = annotators.deviation.abs().idxmax()", "no pooling"),
    ("flagged", "flagged = annotators.n.idxmax()", "the most scores"),
    ("two_annotators", "two_annotators = 'c'", "shrunk, so surer"),
    ("two_annotators", "two_annotators = 'd'", "few scores, larger bias"),
    ("mean_formula", "mean_formula = d * sigma2 / (sigma2 + n * tau2)", "B and 1 - B swapped"),
    ("mean_formula", "mean_formula = d * tau2 / (sigma2 + tau2)", "n forgotten"),
    ("mean_formula", "mean_formula = d", "no pooling"),
    (
        "mean_formula",
        "mean_formula = d * sp.sqrt(tau2) / (sp.sqrt(tau2) + sp.sqrt(sigma2 / n))",
        "sd for variance",
    ),
    ("n_needed", "n_needed = sigma2 / v", "prior forgotten"),
    ("n_needed", "n_needed = sigma2 / (v - tau2)", "variance of a mean"),
    ("n_needed", "n_needed = sigma2 / v + sigma2 / tau2", "prior added"),
    ("n_needed", "n_needed = sp.sqrt(sigma2) * (1 / v - 1 / tau2)", "sd for variance"),
    ("threshold", "threshold = z * sp.sqrt(sigma2 / n)", "no pooling"),
    ("threshold", "threshold = z * sp.sqrt(sigma2 / n + tau2)", "marginal sd"),
    (
        "threshold",
        "threshold = z / sp.sqrt(n / sigma2 + 1 / tau2)",
        "posterior mean not shrunk",
    ),
    ("threshold", "threshold = z * sigma2 / n", "variance for sd"),
    ("corrected", NEWCOMER + "corrected = Normal(SCORE + b.mean, b.var + SIGMA2)", "bias added"),
    ("corrected", "corrected = Normal(SCORE - annotators.deviation[NEW], SIGMA2)", "no pooling"),
    ("corrected", NEWCOMER + "corrected = Normal(SCORE - b.mean, b.var)", "score taken as exact"),
    ("corrected", "corrected = Normal(SCORE - bias_new, SIGMA2)", "bias taken as known"),
    ("corrected", "corrected = Normal(SCORE - bias_new, SIGMA2 + TAU2)", "earlier scores ignored"),
]
