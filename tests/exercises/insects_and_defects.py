"""Answers to *Insects and defects* as students write them: right by other routes, and wrong."""

ROUTES = {
    "dispersion": "dispersion = np.var(insects, ddof=1) / np.mean(insects)",
    "cause": "cause = ' D'",
    "pmf_formula": (
        "q = t / (beta + t)\npmf_formula = (1 - q)**alpha * q**y / (y * sp.beta(alpha, y))"
    ),
    "p_formula": "p_formula = 1 - t / (t + beta)",
    "var_formula": "var_formula = m * (alpha + m) / alpha",
    "alpha_hat": "alpha_hat = np.mean(insects) / (np.var(insects, ddof=1) / np.mean(insects) - 1)",
    "few": (
        "import scipy.stats\n"
        "a, mean = alpha_hat, np.mean(insects)\n"
        "law = scipy.stats.nbinom(a, a / (a + mean))\n"
        "few = len(insects) * sum(law.pmf(k) for k in range(FEW + 1))"
    ),
    "posterior": (
        "import scipy.stats\n"
        "def posterior(faults, length, alpha, beta):\n"
        "    return scipy.stats.gamma(alpha + faults, scale=1 / (beta + length))"
    ),
    "rates": (
        "B = BETA / (BETA + rolls.length)\n"
        "rates = (1 - B) * rolls.faults / rolls.length + B * ALPHA / BETA"
    ),
    "worst_roll": "worst_roll = max(zip(rates, rolls.index))[1]",
    "clean": (
        "model, roll = GammaPoisson(alpha=ALPHA, beta=BETA), rolls.loc[SHORT]\n"
        "law = model.predictive(int(roll.faults), exposure=roll.length, new_exposure=MORE)\n"
        "clean = law.cdf(0)"
    ),
    "next_var": (
        "a, b = ALPHA + rolls.faults[SHORT], BETA + rolls.length[SHORT]\n"
        "next_var = scipy.stats.nbinom(a, b / (b + MORE)).var()"
    ),
}

POSTERIOR = "def posterior(faults, length, alpha, beta):\n    return Gamma({}, {})"
OF_SHORT = "a, b = ALPHA + rolls.faults[SHORT], BETA + rolls.length[SHORT]\n"
PMF = (
    "p = {}\n"
    "pmf_formula = sp.gamma(alpha + y) / sp.gamma(alpha) / sp.factorial(y) * p**alpha * (1 - p)**y"
)

# (task, the student's code, the misconception that must be recognised)
MISTAKES = [
    ("dispersion", "dispersion = insects.std() / insects.mean()", "sd for variance"),
    ("dispersion", "dispersion = np.var(insects.to_numpy()) / insects.mean()", "n for n - 1"),
    ("dispersion", "dispersion = insects.mean() / insects.var()", "upside down"),
    ("cause", "cause = 'a'", "large counts"),
    ("cause", "cause = 'c'", "averaging"),
    ("pmf_formula", PMF.format("t / (beta + t)"), "p and 1 - p swapped"),
    ("pmf_formula", PMF.format("beta / (beta + 1)"), "exposure forgotten"),
    ("pmf_formula", PMF.format("1 / (1 + beta * t)"), "scale for rate"),
    (
        "pmf_formula",
        "k = t * alpha / beta\npmf_formula = sp.exp(-k) * k**y / sp.factorial(y)",
        "Poisson at the mean rate",
    ),
    ("p_formula", "p_formula = t / (beta + t)", "p and 1 - p swapped"),
    ("p_formula", "p_formula = 1 / (1 + beta * t)", "scale for rate"),
    ("var_formula", "var_formula = m", "Poisson variance"),
    ("var_formula", "var_formula = m + m**2 * alpha", "mean + mean^2 * alpha"),
    ("var_formula", "var_formula = m**2 / alpha", "only the rate varies"),
    (
        "alpha_hat",
        "alpha_hat = insects.mean()**2 / insects.var()",
        "Poisson variance forgotten",
    ),
    (
        "alpha_hat",
        "alpha_hat = insects.mean() / (insects.var() - insects.mean())",
        "rate for shape",
    ),
    (
        "alpha_hat",
        "alpha_hat = (insects.var() - insects.mean()) / insects.mean()**2",
        "one over alpha",
    ),
    ("few", "few = len(insects) * Poisson(insects.mean()).cdf(FEW)", "Poisson"),
    (
        "few",
        "p = insects.mean() / (alpha_hat + insects.mean())\n"
        "few = len(insects) * NegativeBinomial(alpha_hat, p).cdf(FEW)",
        "p and 1 - p swapped",
    ),
    ("posterior", POSTERIOR.format("alpha + faults", "beta + 1"), "exposure forgotten"),
    ("posterior", POSTERIOR.format("alpha + faults", "1 / (beta + length)"), "scale for rate"),
    ("posterior", POSTERIOR.format("alpha + faults", "beta + 0 * length"), "exposure left out"),
    (
        "posterior",
        POSTERIOR.format("alpha + length", "beta + faults"),
        "counts and exposure swapped",
    ),
    ("rates", "rates = rolls.faults / rolls.length", "no pooling"),
    ("rates", "rates = (ALPHA + rolls.faults) / (BETA + 1)", "exposure forgotten"),
    ("rates", "rates = (ALPHA + rolls.faults) * (BETA + rolls.length)", "scale for rate"),
    ("worst_roll", "worst_roll = (rolls.faults / rolls.length).idxmax()", "no pooling"),
    ("worst_roll", "worst_roll = rolls.length.idxmax()", "the longest roll"),
    ("clean", OF_SHORT + "clean = np.exp(-MORE * a / b)", "rate taken as known"),
    ("clean", OF_SHORT + "clean = (MORE / (b + MORE))**a", "p and 1 - p swapped"),
    ("clean", "clean = (BETA / (BETA + MORE))**ALPHA", "data ignored"),
    ("next_var", OF_SHORT + "next_var = MORE * a / b", "Poisson variance"),
    ("next_var", OF_SHORT + "next_var = MORE**2 * a / b**2", "only the rate varies"),
    ("next_var", OF_SHORT + "k = MORE * a / b\nnext_var = (k + k**2 / a)**.5", "sd for variance"),
]
