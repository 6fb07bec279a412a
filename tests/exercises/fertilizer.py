"""Answers to *Fertilizer on N farms* as students write them: right by other routes, and wrong."""

ROUTES = {
    "joint": "joint = 'D'",
    "log_joint": (
        "import scipy.stats\n"
        "def log_joint(y, theta, mu, mu0, gamma2, tau2, sigma2):\n"
        "    log = scipy.stats.norm.logpdf(mu, mu0, np.sqrt(gamma2))\n"
        "    for one, effect in zip(np.atleast_1d(y), np.atleast_1d(theta)):\n"
        "        log += scipy.stats.norm.logpdf(effect, mu, np.sqrt(tau2))\n"
        "        log += scipy.stats.norm.logpdf(one, effect, np.sqrt(sigma2))\n"
        "    return log"
    ),
    "var_y": (
        "model = ThreeLayerNormal(mu0=MU0, gamma2=GAMMA2, tau2=TAU2, sigma2=SIGMA2)\n"
        "var_y = model.joint(farms=1).cov[-1, -1]"
    ),
    "correlation": (
        "g, t, s = sp.symbols('gamma tau sigma')\ncorrelation = 1 / (1 + (t**2 + s**2) / g**2)"
    ),
    "posterior_mu": (
        "def posterior_mu(ybar, N, mu0, gamma2, tau2, sigma2):\n"
        "    noise = (sigma2 + tau2) / N\n"
        "    B = noise / (noise + gamma2)\n"
        "    return (1 - B) * ybar + B * mu0, B * gamma2"
    ),
    "global_effect": (
        "known = model.posterior(farms.y).mu\nglobal_effect = Normal(known.mean, known.var)"
    ),
    "pays": (
        "import scipy.stats\n"
        "pays = scipy.stats.norm.sf((COST - known.mean) / np.sqrt(known.var))\n"
        "posterior_mu = lambda *trial: Normal(known.mean, known.var)"
    ),
    "var_mu": "var_mu = 1 / (1 / gamma2 + N / (sigma2 + tau2))",
    "farm_effects": "farm_effects = model.posterior(farms.y).theta.mean",
    "farm_var": (
        "cov = model.joint(farms=len(farms)).cov\n"
        "theta, y = cov[1], slice(1 + len(farms), None)\n"
        "gain = np.linalg.solve(cov[y, y], theta[y])\n"
        "farm_var = theta[1] - gain @ theta[y]"
    ),
    "new_farm": "new_farm = model.predictive(farms.y)",
    "design": "design = 'B'",
}

LOG_JOINT = (
    "def log_joint(y, theta, mu, mu0, gamma2, tau2, sigma2):\n"
    "    def log(x, mean, var):\n"
    "        return -np.log(2 * np.pi * var) / 2 - (x - mean)**2 / (2 * var)\n"
    "    return {}"
)
RIGHT = "log(mu, mu0, gamma2) + np.sum(log(theta, mu, tau2)) + np.sum(log(y, theta, sigma2))"
POSTERIOR = (
    "def posterior_mu(ybar, N, mu0, gamma2, tau2, sigma2):\n"
    "    v = {}\n"
    "    B = v / (v + gamma2)\n"
    "    return Normal({}, {})"
)
NOISE, MEAN, VAR = "(sigma2 + tau2) / N", "(1 - B) * ybar + B * mu0", "B * gamma2"
GLOBAL = "v = (SIGMA2 + TAU2) / len(farms)\nB = v / (v + GAMMA2)\nglobal_effect = Normal({}, {})"

# (task, the student's code, the misconception that must be recognised)
MISTAKES = [
    ("joint", "joint = 'b'", "top layer for each farm"),
    ("joint", "joint = 'a'", "all independent"),
    (
        "log_joint",
        LOG_JOINT.format(
            "np.sum(log(mu, mu0, gamma2) + log(theta, mu, tau2) + log(y, theta, sigma2))"
        ),
        "top layer for each farm",
    ),
    (
        "log_joint",
        LOG_JOINT.format("np.sum(log(theta, mu, tau2) + log(y, theta, sigma2))"),
        "top layer forgotten",
    ),
    (
        "log_joint",
        LOG_JOINT.format(RIGHT).replace("log(y, theta, sigma2)", "log(y, mu, sigma2)"),
        "middle layer skipped",
    ),
    ("log_joint", LOG_JOINT.format(f"np.exp({RIGHT})"), "density for its log"),
    (
        "log_joint",
        "import scipy.stats\n"
        + LOG_JOINT.format(RIGHT).replace(
            "-np.log(2 * np.pi * var) / 2 - (x - mean)**2 / (2 * var)",
            "scipy.stats.norm.logpdf(x, mean, var)",
        ),
        "variance for sd",
    ),
    ("var_y", "var_y = TAU2 + SIGMA2", "mu taken as known"),
    ("var_y", "var_y = SIGMA2", "theta taken as known"),
    ("var_y", "var_y = np.sqrt(GAMMA2 + TAU2 + SIGMA2)", "sd for variance"),
    ("var_y", "var_y = 1 / (1 / GAMMA2 + 1 / TAU2 + 1 / SIGMA2)", "precisions added"),
    ("correlation", "correlation = 0", "independent"),
    ("correlation", "correlation = gamma2", "covariance"),
    ("correlation", "correlation = gamma2 / (gamma2 + tau2)", "of the effects"),
    ("correlation", "correlation = (gamma2 + tau2) / (gamma2 + tau2 + sigma2)", "same farm"),
    ("posterior_mu", POSTERIOR.format("sigma2 / N", MEAN, VAR), "tau2 forgotten"),
    ("posterior_mu", POSTERIOR.format("sigma2 / N + tau2", MEAN, VAR), "tau2 not averaged"),
    ("posterior_mu", POSTERIOR.format("sigma2 + tau2", MEAN, VAR), "N forgotten"),
    ("posterior_mu", POSTERIOR.format(NOISE, "B * ybar + (1 - B) * mu0", VAR), "weights swapped"),
    ("posterior_mu", POSTERIOR.format(NOISE, "(1 - B) * ybar", VAR), "toward zero"),
    ("posterior_mu", POSTERIOR.format(NOISE, MEAN, "1 / gamma2 + 1 / v"), "precision for variance"),
    ("posterior_mu", POSTERIOR.format(NOISE, MEAN, "v"), "prior forgotten"),
    ("posterior_mu", POSTERIOR.format(NOISE, MEAN, "v + gamma2"), "variances added"),
    ("global_effect", GLOBAL.format("farms.y.mean()", "B * GAMMA2"), "prior forgotten"),
    ("global_effect", GLOBAL.format("(farms.y.mean() + MU0) / 2", "B * GAMMA2"), "plain average"),
    (
        "global_effect",
        GLOBAL.format("(1 - B) * farms.y.mean() + B * MU0", "np.sqrt(B * GAMMA2)"),
        "sd for variance",
    ),
    (
        "global_effect",
        GLOBAL.format("(1 - B) * farms.y.mean() + B * MU0", "v"),
        "prior forgotten",
    ),
    ("pays", "pays = global_effect.cdf(COST)", "the complement"),
    ("pays", "pays = 1 - Normal(MU0, GAMMA2).cdf(COST)", "trial ignored"),
    (
        "pays",
        "import scipy.stats\n"
        "pays = scipy.stats.norm.sf(COST, global_effect.mean, global_effect.var)",
        "variance for sd",
    ),
    (
        "pays",
        "pays = 1 - Normal(farms.y.mean(), (TAU2 + SIGMA2) / len(farms)).cdf(COST)",
        "prior forgotten",
    ),
    ("var_mu", "var_mu = 1 / (1 / gamma2 + N / sigma2)", "tau2 forgotten"),
    ("var_mu", "var_mu = 1 / gamma2 + N / (tau2 + sigma2)", "precision for variance"),
    ("var_mu", "var_mu = 1 / (1 / gamma2 + 1 / (tau2 + sigma2 / N))", "tau2 not averaged"),
    ("var_mu", "var_mu = (tau2 + sigma2) / N", "prior forgotten"),
    ("farm_effects", "farm_effects = farms.y", "no pooling"),
    (
        "farm_effects",
        "B = SIGMA2 / (SIGMA2 + TAU2)\nfarm_effects = (1 - B) * farms.y + B * MU0",
        "toward the prior mean",
    ),
    (
        "farm_effects",
        "B = SIGMA2 / (SIGMA2 + TAU2)\nfarm_effects = (1 - B) * farms.y + B * farms.y.mean()",
        "toward the mean of the trial",
    ),
    (
        "farm_effects",
        "B = TAU2 / (SIGMA2 + TAU2)\nfarm_effects = (1 - B) * farms.y + B * global_effect.mean",
        "B and 1 - B swapped",
    ),
    ("farm_var", "farm_var = B * TAU2", "mu taken as known"),
    ("farm_var", "farm_var = B * TAU2 + B * global_effect.var", "B not squared"),
    ("farm_var", "farm_var = B * TAU2 + global_effect.var", "all of mu's variance"),
    ("farm_var", "farm_var = SIGMA2", "no pooling"),
    ("new_farm", "new_farm = Normal(farms.y.mean(), 30)", "prior forgotten"),
    (
        "new_farm",
        "new_farm = Normal(global_effect.mean, global_effect.var)",
        "of the global effect",
    ),
    ("new_farm", "new_farm = Normal(global_effect.mean, TAU2 + SIGMA2)", "mu taken as known"),
    (
        "new_farm",
        "new_farm = Normal(global_effect.mean, global_effect.var + TAU2)",
        "of the farm's effect",
    ),
    ("design", "design = 'c'", "only sigma2 matters"),
    ("design", "design = 'e'", "depends on the variances"),
]
