"""Answers to *School ability* as students write them: right by other routes, and wrong."""

ROUTES = {
    "noise": (
        "from fractions import Fraction\nnoise = Fraction(str(SIGMA2)) / int(schools.n[SMALL])"
    ),
    "B_small": "B_small = 1 / (1 + schools.n[SMALL] * TAU2 / SIGMA2)",
    "ability_small": (
        "w = [schools.n[SMALL] / SIGMA2, 1 / TAU2]\n"
        "ability_small = np.average([schools.xbar[SMALL], MU], weights=w)"
    ),
    "shrinkage": (
        "def shrinkage(n, sigma2, tau2):\n"
        "    precision_data, precision_state = n / sigma2, 1 / tau2\n"
        "    return precision_state / (precision_data + precision_state)"
    ),
    "posterior": (
        "import scipy.stats\n"
        "def posterior(xbar, n, sigma2, mu, tau2):\n"
        "    precision = n / sigma2 + 1 / tau2\n"
        "    mean = (xbar * n / sigma2 + mu / tau2) / precision\n"
        "    return scipy.stats.norm(mean, np.sqrt(1 / precision))"
    ),
    "abilities": (
        "from hbtutor import NormalNormal\n"
        "model = NormalNormal(mu=MU, tau2=TAU2)\n"
        "abilities = [model.posterior(x, sigma2=SIGMA2, n=m).mean\n"
        "             for x, m in zip(schools.xbar, schools.n)]"
    ),
    "best_school": "best_school = int(data.rival)",
    "spread": "spread = 'C'",
    "B_formula": (
        "t, x, m = sp.symbols('theta xbar mu')\n"
        "exponent = -n * (x - t)**2 / (2 * sigma2) - (t - m)**2 / (2 * tau2)\n"
        "top = sp.solve(sp.diff(exponent, t), t)[0]\n"
        "B_formula = sp.diff(top, m)"
    ),
    "var_formula": (
        "s, v, k = sp.symbols('sigma tau2 n')\nvar_formula = v - v**2 / (v + s**2 / k)"
    ),
    "n_needed": "n_needed = sigma2 / tau2 * (1 / b - 1)",
    "new_student": (
        "p = posterior(schools.xbar[SMALL], schools.n[SMALL], SIGMA2, MU, TAU2)\n"
        "new_student = (p.mean(), p.var() + SIGMA2)"
    ),
    "better": (
        "two = schools.loc[[RIVAL, LEADER]]\n"
        "p = posterior(two.xbar, two.n, SIGMA2, MU, TAU2)\n"
        "difference = p.mean()[0] - p.mean()[1]\n"
        "better = scipy.stats.norm.cdf(difference / np.sqrt(p.var().sum()))"
    ),
}

WEIGHTED = "w = {}\nability_small = (1 - w) * schools.xbar[SMALL] + w * MU"
SHRINKAGE = "def shrinkage(n, sigma2, tau2):\n    return {}"
POSTERIOR = (
    "def posterior(xbar, n, sigma2, mu, tau2):\n"
    "    B = sigma2 / (sigma2 + n * tau2)\n"
    "    return Normal({}, {})"
)
MEAN, VAR = "(1 - B) * xbar + B * mu", "(1 - B) * sigma2 / n"

# (task, the student's code, the misconception that must be recognised)
MISTAKES = [
    ("noise", "noise = SIGMA2", "n forgotten"),
    ("noise", "noise = np.sqrt(SIGMA2) / np.sqrt(schools.n[SMALL])", "sd for variance"),
    ("noise", "noise = SIGMA2 / np.sqrt(schools.n[SMALL])", "square root of n"),
    ("noise", "noise = SIGMA2 / (schools.n[SMALL] - 1)", "n minus one"),
    ("B_small", "B_small = TAU2 / (TAU2 + noise)", "B and 1 - B swapped"),
    ("B_small", "B_small = SIGMA2 / (SIGMA2 + TAU2)", "n forgotten"),
    ("B_small", "B_small = noise**.5 / (noise**.5 + TAU2**.5)", "sd for variance"),
    ("B_small", "B_small = noise / (noise + np.sqrt(TAU2))", "tau for tau2"),
    ("B_small", "B_small = noise / TAU2", "ratio for share"),
    (
        "ability_small",
        WEIGHTED.format("1 - B_small"),
        "B and 1 - B swapped",
    ),
    ("ability_small", "ability_small = (1 - B_small) * schools.xbar[SMALL]", "toward zero"),
    ("ability_small", "ability_small = (schools.xbar[SMALL] + MU) / 2", "plain average"),
    ("ability_small", WEIGHTED.format("SIGMA2 / (SIGMA2 + TAU2)"), "n forgotten"),
    ("shrinkage", SHRINKAGE.format("n * tau2 / (sigma2 + n * tau2)"), "B and 1 - B swapped"),
    ("shrinkage", SHRINKAGE.format("sigma2 / (sigma2 + tau2)"), "n forgotten"),
    ("shrinkage", SHRINKAGE.format("1 / (1 + np.sqrt(n) * tau2 / sigma2)"), "square root of n"),
    ("shrinkage", SHRINKAGE.format("1 / (1 + np.sqrt(n * tau2 / sigma2))"), "sd for variance"),
    ("shrinkage", SHRINKAGE.format("sigma2 / (sigma2 + n * tau2**2)"), "tau2 squared"),
    ("posterior", POSTERIOR.format("B * xbar + (1 - B) * mu", VAR), "B and 1 - B swapped"),
    ("posterior", POSTERIOR.format("(1 - B) * xbar", VAR), "toward zero"),
    ("posterior", POSTERIOR.format(MEAN, "n / sigma2 + 1 / tau2"), "precision for variance"),
    ("posterior", POSTERIOR.format(MEAN, "((1 - B) * sigma2 / n)**.5"), "sd for variance"),
    ("posterior", POSTERIOR.format(MEAN, "B * sigma2 / n"), "B and 1 - B swapped"),
    ("posterior", POSTERIOR.format(MEAN, "sigma2 / n"), "no pooling"),
    ("posterior", POSTERIOR.format(MEAN, "sigma2 / n + tau2"), "variances added"),
    ("posterior", POSTERIOR.format(MEAN, "1 / (1 / sigma2 + 1 / tau2)"), "n forgotten"),
    (
        "posterior",
        "import scipy.stats\n" + POSTERIOR.format(MEAN, VAR).replace("Normal", "scipy.stats.norm"),
        "variance for sd",
    ),
    ("abilities", "abilities = schools.xbar", "no pooling"),
    ("abilities", "abilities = MU + 0 * schools.xbar", "complete pooling"),
    (
        "abilities",
        "B = shrinkage(1, SIGMA2, TAU2)\nabilities = (1-B)*schools.xbar + B*MU",
        "n forgotten",
    ),
    (
        "abilities",
        "B = shrinkage(schools.n, SIGMA2, TAU2)\nabilities = (1-B)*schools.xbar",
        "toward zero",
    ),
    ("best_school", "best_school = schools.xbar.idxmax()", "no pooling"),
    ("best_school", "best_school = schools.n.idxmax()", "the most students"),
    ("spread", "spread = 'a'", "shrinkage removes exactly the noise"),
    ("spread", "spread = 'd'", "averages vary less"),
    ("B_formula", "B_formula = n * tau2 / (sigma2 + n * tau2)", "B and 1 - B swapped"),
    ("B_formula", "B_formula = sigma2 / (sigma2 + tau2)", "n forgotten"),
    ("B_formula", "B_formula = 1 / (1 + sp.sqrt(n) * tau2 / sigma2)", "square root of n"),
    ("B_formula", "B_formula = 1 / (1 + sp.sqrt(n * tau2 / sigma2))", "sd for variance"),
    ("var_formula", "var_formula = n / sigma2 + 1 / tau2", "precision for variance"),
    ("var_formula", "var_formula = 1 / sp.sqrt(n / sigma2 + 1 / tau2)", "sd for variance"),
    ("var_formula", "var_formula = sigma2 * tau2 / (sigma2 + tau2)", "n forgotten"),
    ("var_formula", "var_formula = sigma2 / n", "no pooling"),
    ("n_needed", "n_needed = sigma2 * b / (tau2 * (1 - b))", "b and 1 - b swapped"),
    ("n_needed", "n_needed = tau2 * (1 - b) / (sigma2 * b)", "variances swapped"),
    ("n_needed", "n_needed = sigma2 / (b * tau2)", "ratio for share"),
    ("n_needed", "n_needed = sp.sqrt(sigma2 / tau2) * (1 / b - 1)", "sd for variance"),
    (
        "new_student",
        "new_student = posterior(schools.xbar[SMALL], schools.n[SMALL], SIGMA2, MU, TAU2)",
        "variance of the mean",
    ),
    ("new_student", "new_student = Normal(ability_small, SIGMA2)", "ability taken as known"),
    ("new_student", "new_student = Normal(ability_small, SIGMA2 + TAU2)", "scores ignored"),
    ("new_student", "new_student = Normal(schools.xbar[SMALL], 41.26)", "no pooling"),
    (
        "better",
        "d = posterior(schools.xbar, schools.n, SIGMA2, MU, TAU2)\n"
        "m, v = dict(zip(schools.index, d.mean)), dict(zip(schools.index, d.var))\n"
        "better = Normal(m[RIVAL] - m[LEADER], v[RIVAL] + v[LEADER]).cdf(0)",
        "the other way round",
    ),
    (
        "better",
        "p = posterior(schools.xbar, schools.n, SIGMA2, MU, TAU2)\n"
        "m, s = dict(zip(schools.index, p.mean)), dict(zip(schools.index, p.sd))\n"
        "better = Normal(0.0, (s[RIVAL] + s[LEADER])**2).cdf(m[RIVAL] - m[LEADER])",
        "standard deviations added",
    ),
    (
        "better",
        "n, x = schools.n, schools.xbar\n"
        "v = SIGMA2 / n[RIVAL] + SIGMA2 / n[LEADER]\n"
        "better = Normal(0.0, v).cdf(x[RIVAL] - x[LEADER])",
        "no pooling",
    ),
]
