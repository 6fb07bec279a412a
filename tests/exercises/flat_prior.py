"""Answers to *Knowing nothing about mu* as students write them: right by other routes, and "
"wrong."""

ROUTES = {
    "weights": (
        "C = np.diag(studies.sigma2) + TAU2 * np.eye(len(studies))\n"
        "w = np.linalg.solve(C, np.ones(len(studies)))\n"
        "weights = list(w / w.sum())"
    ),
    "posterior_mu": (
        "def posterior_mu(y, sigma2, tau2):\n"
        "    # A prior so wide that it might as well be flat, one study after the other.\n"
        "    mean, var = 0.0, 1e14\n"
        "    for one, s in zip(np.atleast_1d(y), np.atleast_1d(sigma2)):\n"
        "        mean = (mean / var + one / (s + tau2)) / (1 / var + 1 / (s + tau2))\n"
        "        var = 1 / (1 / var + 1 / (s + tau2))\n"
        "    return Normal(float(mean), float(var))"
    ),
    "mean_effect": (
        "from hbtutor import FlatPriorNormal\n"
        "whole = FlatPriorNormal(tau2=TAU2).posterior(studies.y, sigma2=studies.sigma2)\n"
        "mean_effect = (whole.mu.mean, whole.mu.var)"
    ),
    "proper_mean": (
        "m = sp.Symbol('mu')\n"
        "log = -J * (ybar - m)**2 / (2 * v) - (m - mu0)**2 / (2 * gamma2)\n"
        "proper_mean = sp.solve(sp.diff(log, m), m)[0]"
    ),
    "gamma2_needed": "gamma2_needed = v / J / b - v / J",
    "evidence": (
        "m = sp.Symbol('m', real=True)\n"
        "def density(y):\n"
        "    return sp.exp(-(y - m)**2 / (2 * v)) / sp.sqrt(2 * sp.pi * v)\n"
        "evidence = sp.integrate(sp.expand(density(y1) * density(y2)), (m, -sp.oo, sp.oo))"
    ),
    "proper": "proper = 'C'",
    "tau_groups": "tau_groups = 3",
    "study_effect": (
        "at = studies.index.get_loc(STUDY)\n"
        "study_effect = Normal(np.asarray(whole.theta.mean)[at], np.asarray(whole.theta.var)[at])"
    ),
    "study_limit": "study_limit = 1 / (1 / TAU2 + 1 / studies.sigma2[STUDY])",
    "groups_needed": (
        "groups_needed = 1\n"
        "while np.sqrt((TAU2 + TYPICAL) / groups_needed) > GOAL:\n"
        "    groups_needed += 1"
    ),
    "growth": "growth = 'B'",
}

POSTERIOR = (
    "def posterior_mu(y, sigma2, tau2):\n"
    "    w = {}\n"
    "    return Normal(np.sum(w * y) / np.sum(w), {})"
)
RIGHT_VAR = "1 / np.sum(1 / (tau2 + sigma2))"
EFFECT = (
    "p = 1 / (TAU2 + studies.sigma2)\n"
    "m, V = (p * studies.y).sum() / p.sum(), 1 / p.sum()\n"
    "y, s = studies.y[STUDY], studies.sigma2[STUDY]\n"
    "B = s / (s + TAU2)\n"
    "study_effect = Normal({}, {})"
)

# (task, the student's code, the misconception that must be recognised)
MISTAKES = [
    (
        "weights",
        "weights = 1 / studies.sigma2 / (1 / studies.sigma2).sum()",
        "tau2 forgotten",
    ),
    ("weights", "weights = np.ones(len(studies)) / len(studies)", "equal weights"),
    ("weights", "weights = 1 / (TAU2 + studies.sigma2)", "not shares"),
    ("weights", "weights = studies.sigma2 / (TAU2 + studies.sigma2)", "weight on mu"),
    ("posterior_mu", POSTERIOR.format("1 / sigma2", RIGHT_VAR), "tau2 forgotten"),
    ("posterior_mu", POSTERIOR.format("1 + 0 * sigma2", RIGHT_VAR), "equal weights"),
    (
        "posterior_mu",
        POSTERIOR.format("1 / (tau2 + sigma2)", "1 / np.sum(1 / sigma2)"),
        "no tau2",
    ),
    (
        "posterior_mu",
        POSTERIOR.format("1 / (tau2 + sigma2)", "np.sum(w)"),
        "precision for variance",
    ),
    (
        "posterior_mu",
        POSTERIOR.format("1 / (tau2 + sigma2)", "np.sqrt(1 / np.sum(w))"),
        "sd of the mean",
    ),
    ("mean_effect", "mean_effect = Normal(studies.y.mean(), 50)", "equal weights"),
    (
        "mean_effect",
        "w = 1 / studies.sigma2\n"
        "mean_effect = Normal((w * studies.y).sum() / w.sum(), 1 / w.sum())",
        "tau2 forgotten",
    ),
    (
        "mean_effect",
        "mean_effect = Normal((weights * studies.y).sum(), 1 / (1 / studies.sigma2).sum())",
        "no tau2",
    ),
    (
        "mean_effect",
        "mean_effect = Normal((weights * studies.y).sum(), (studies.sigma2 + TAU2).mean())",
        "J forgotten",
    ),
    ("proper_mean", "proper_mean = ybar", "already flat"),
    (
        "proper_mean",
        "proper_mean = (mu0 * J / v + ybar / gamma2) / (J / v + 1 / gamma2)",
        "weights swapped",
    ),
    (
        "proper_mean",
        "proper_mean = (ybar / v + mu0 / gamma2) / (1 / v + 1 / gamma2)",
        "J forgotten",
    ),
    ("proper_mean", "proper_mean = (ybar + mu0) / 2", "plain average"),
    ("gamma2_needed", "gamma2_needed = v * b / (J * (1 - b))", "b and 1 - b swapped"),
    ("gamma2_needed", "gamma2_needed = v * (1 - b) / b", "J forgotten"),
    ("gamma2_needed", "gamma2_needed = v / (J * b)", "ratio for share"),
    ("gamma2_needed", "gamma2_needed = sp.sqrt(v / J * (1 - b) / b)", "sd for variance"),
    (
        "evidence",
        "evidence = sp.exp(-(y1 - y2)**2 / (2 * v)) / sp.sqrt(2 * sp.pi * v)",
        "one variance for two",
    ),
    (
        "evidence",
        "at = (y1 + y2) / 2\n"
        "evidence = sp.exp(-((y1 - at)**2 + (y2 - at)**2) / (2 * v)) / (2 * sp.pi * v)",
        "maximum for integral",
    ),
    ("evidence", "evidence = sp.exp(-(y1 - y2)**2 / (4 * v))", "constant forgotten"),
    ("evidence", "evidence = 1", "infinite prior mass"),
    ("proper", "proper = 'b'", "improper for ever"),
    ("proper", "proper = 'd'", "several groups needed"),
    ("tau_groups", "tau_groups = '2'", "two show a difference"),
    ("tau_groups", "tau_groups = 4", "flat on the variance"),
    ("study_effect", EFFECT.format("y", "B * TAU2"), "no pooling"),
    ("study_effect", EFFECT.format("B * y + (1 - B) * m", "B * TAU2"), "B and 1 - B swapped"),
    ("study_effect", EFFECT.format("(1 - B) * y + B * m", "B * TAU2"), "mu taken as known"),
    ("study_effect", EFFECT.format("(1 - B) * y + B * m", "B * TAU2 + B * V"), "B not squared"),
    ("study_effect", EFFECT.format("(1 - B) * y + B * m", "s"), "the study's own variance"),
    ("study_limit", "study_limit = 0", "vanishes"),
    ("study_limit", "study_limit = TAU2", "study forgotten"),
    ("study_limit", "study_limit = study_effect.var", "as it is"),
    ("study_limit", "study_limit = studies.sigma2[STUDY]", "the study's own variance"),
    ("groups_needed", "groups_needed = (TAU2 + TYPICAL) // GOAL**2", "rounded down"),
    ("groups_needed", "groups_needed = np.ceil(TYPICAL / GOAL**2)", "tau2 forgotten"),
    ("groups_needed", "groups_needed = np.ceil(TAU2 / GOAL**2)", "sigma2 forgotten"),
    ("groups_needed", "groups_needed = np.ceil((TAU2 + TYPICAL) / GOAL)", "goal not squared"),
    ("growth", "growth = 'a'", "all becomes known"),
    ("growth", "growth = 'd'", "the wrong way round"),
]
