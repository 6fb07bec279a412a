"""Answers to *Free throws* as students write them: right by other routes, and wrong."""

ROUTES = {
    "B_rookie": ("n = players.attempts[ROOKIE]\nB_rookie = 1 - n / (n + ALPHA + BETA)"),
    "rate_rookie": (
        "from fractions import Fraction\n"
        "made, attempts = (int(players.loc[ROOKIE, c]) for c in ('made', 'attempts'))\n"
        "rate_rookie = Fraction(ALPHA + made, ALPHA + BETA + attempts)"
    ),
    "shrinkage": (
        "def shrinkage(attempts, alpha, beta):\n    return 1 / (1 + attempts / (alpha + beta))"
    ),
    "posterior": (
        "import scipy.stats\n"
        "def posterior(made, attempts, alpha, beta):\n"
        "    return scipy.stats.beta(made + alpha, attempts + beta - made)"
    ),
    "rates": (
        "from hbtutor import BetaBinomial\n"
        "model = BetaBinomial(alpha=ALPHA, beta=BETA)\n"
        "rates = [model.posterior(k, trials=n).mean\n"
        "         for k, n in zip(players.made, players.attempts)]"
    ),
    "best_player": (
        "B = (ALPHA + BETA) / (ALPHA + BETA + players.attempts)\n"
        "own, league = players.made / players.attempts, ALPHA / (ALPHA + BETA)\n"
        "best_player = ' ' + ((1 - B) * own + B * league).idxmax().upper()"
    ),
    "next_season": "next_season = 'D'",
    "var_formula": (
        "t = sp.Symbol('theta')\n"
        "a, c = alpha + made, beta + attempts - made\n"
        "second = a * (a + 1) / ((a + c) * (a + c + 1))\n"
        "var_formula = second - (a / (a + c))**2"
    ),
    "n_needed": "n_needed = (alpha + beta) / b - alpha - beta",
    "both": "both = sp.beta(alpha + 2, beta) / sp.beta(alpha, beta)",
    "exceeds": (
        "from scipy.stats import beta as law\n"
        "made, attempts = players.made[ROOKIE], players.attempts[ROOKIE]\n"
        "exceeds = law.sf(MARK, ALPHA + made, BETA + attempts - made)"
    ),
    "new_var": (
        "from scipy.stats import betabinom\n"
        "made, attempts = players.made[ROOKIE], players.attempts[ROOKIE]\n"
        "new_var = betabinom(NEW, ALPHA + made, BETA + attempts - made).var()"
    ),
}

ROOKIE = "k, n = players.made[ROOKIE], players.attempts[ROOKIE]\n"
ALL = "k, n = players.made, players.attempts\n"
SHRINKAGE = "def shrinkage(attempts, alpha, beta):\n    return {}"
POSTERIOR = "def posterior(made, attempts, alpha, beta):\n    return Beta({}, {})"
EXCEEDS = ROOKIE + "exceeds = 1 - Beta({}, {}).cdf(MARK)"
NEW_VAR = ROOKIE + "p = Beta(ALPHA + k, BETA + n - k)\nnew_var = {}"

# (task, the student's code, the misconception that must be recognised)
MISTAKES = [
    ("B_rookie", ROOKIE + "B_rookie = n / (n + ALPHA + BETA)", "B and 1 - B swapped"),
    ("B_rookie", ROOKIE + "B_rookie = ALPHA / (ALPHA + n)", "successes only"),
    ("B_rookie", "B_rookie = ALPHA / (ALPHA + BETA)", "prior mean for weight"),
    ("B_rookie", ROOKIE + "B_rookie = (ALPHA + BETA) / n", "ratio for share"),
    ("rate_rookie", ROOKIE + "rate_rookie = k / n", "no pooling"),
    ("rate_rookie", "rate_rookie = (1 - B_rookie) * 1.0", "toward zero"),
    ("rate_rookie", "rate_rookie = (1 - B_rookie) * 1.0 + B_rookie / 2", "toward one half"),
    (
        "rate_rookie",
        ROOKIE + "rate_rookie = (ALPHA + k - 1) / (ALPHA + BETA + n - 2)",
        "mode for mean",
    ),
    (
        "rate_rookie",
        ROOKIE + "rate_rookie = (BETA + k) / (ALPHA + BETA + n)",
        "alpha and beta swapped",
    ),
    ("rate_rookie", ROOKIE + "rate_rookie = Beta(ALPHA + k, BETA + n).mean", "trials for failures"),
    ("rate_rookie", ROOKIE + "rate_rookie = (k + 1) / (n + 2)", "uniform prior"),
    ("shrinkage", SHRINKAGE.format("attempts / (alpha + beta + attempts)"), "B and 1 - B swapped"),
    ("shrinkage", SHRINKAGE.format("alpha / (alpha + attempts)"), "successes only"),
    ("shrinkage", SHRINKAGE.format("beta / (beta + attempts)"), "failures only"),
    (
        "shrinkage",
        SHRINKAGE.format("1 / (1 + np.sqrt(attempts) / (alpha + beta))"),
        "square root of n",
    ),
    ("posterior", POSTERIOR.format("alpha + made", "beta + attempts"), "trials for failures"),
    (
        "posterior",
        POSTERIOR.format("beta + made", "alpha + attempts - made"),
        "alpha and beta swapped",
    ),
    (
        "posterior",
        POSTERIOR.format("alpha + attempts - made", "beta + made"),
        "successes and failures swapped",
    ),
    (
        "posterior",
        POSTERIOR.format("alpha + made - 1", "beta + attempts - made - 1"),
        "exponents for parameters",
    ),
    ("posterior", POSTERIOR.format("made", "attempts - made"), "prior forgotten"),
    (
        "posterior",
        "from scipy.stats import beta as law\n"
        "def posterior(made, attempts, alpha, beta):\n"
        "    return law(1 + made, 1 + attempts - made)",
        "uniform prior",
    ),
    ("rates", "rates = players.made / players.attempts", "no pooling"),
    ("rates", "rates = np.full(12, ALPHA / (ALPHA + BETA))", "complete pooling"),
    ("rates", ALL + "rates = (k + ALPHA - 1) / (n + ALPHA + BETA - 2)", "mode for mean"),
    ("rates", ALL + "rates = k / (n + ALPHA + BETA)", "toward zero"),
    ("rates", ALL + "rates = (k + (ALPHA + BETA) / 2) / (n + ALPHA + BETA)", "toward one half"),
    ("best_player", "best_player = (players.made / players.attempts).idxmax()", "no pooling"),
    ("best_player", "best_player = players.attempts.idxmax()", "the most attempts"),
    ("best_player", "best_player = players.attempts.idxmin()", "the fewest attempts"),
    ("best_player", "best_player = players.index[np.argmin(rates)]", "the worst player"),
    ("next_season", "next_season = 'a'", "form lasts"),
    ("next_season", "next_season = 'b'", "luck must even out"),
    (
        "var_formula",
        "m = (alpha + made) / (alpha + beta + attempts)\n"
        "var_formula = m * (1 - m) / (alpha + beta + attempts)",
        "trials for trials plus one",
    ),
    (
        "var_formula",
        "m = (alpha + made) / (alpha + beta + attempts)\n"
        "var_formula = sp.sqrt(m * (1 - m) / (alpha + beta + attempts + 1))",
        "sd for variance",
    ),
    (
        "var_formula",
        "m = made / attempts\nvar_formula = m * (1 - m) / attempts",
        "no pooling",
    ),
    (
        "var_formula",
        "m = (alpha + made) / (alpha + beta + attempts)\n"
        "var_formula = (alpha + beta + attempts) * m * (1 - m)",
        "variance of a count",
    ),
    ("n_needed", "n_needed = (alpha + beta) * b / (1 - b)", "b and 1 - b swapped"),
    ("n_needed", "n_needed = (alpha + beta) / b", "ratio for share"),
    ("n_needed", "n_needed = alpha / b - alpha", "successes only"),
    ("n_needed", "n_needed = alpha / (alpha + beta) * (1 / b - 1)", "prior mean for prior size"),
    ("both", "both = (alpha / (alpha + beta))**2", "throws taken as independent"),
    ("both", "both = (alpha + 1) / (alpha + beta + 1)", "the second alone"),
    ("both", "both = sp.beta(alpha, beta + 2) / sp.beta(alpha, beta)", "failures for successes"),
    (
        "both",
        "both = 2 * sp.beta(alpha + 1, beta + 1) / sp.beta(alpha, beta)",
        "one of two",
    ),
    (
        "exceeds",
        EXCEEDS.format("ALPHA + k", "BETA + n - k").replace("1 - Beta", "Beta"),
        "the other tail",
    ),
    ("exceeds", EXCEEDS.format("ALPHA", "BETA"), "data forgotten"),
    ("exceeds", EXCEEDS.format("1 + k", "1 + n - k"), "uniform prior"),
    ("exceeds", EXCEEDS.format("ALPHA + k", "BETA + n"), "trials for failures"),
    (
        "exceeds",
        ROOKIE + "exceeds = np.exp(Beta(ALPHA + k, BETA + n - k).logpdf(MARK))",
        "density for probability",
    ),
    ("new_var", NEW_VAR.format("NEW * p.mean * (1 - p.mean)"), "rate taken as known"),
    ("new_var", NEW_VAR.format("p.var"), "variance of the proportion"),
    ("new_var", NEW_VAR.format("NEW**2 * p.var"), "chance forgotten"),
    (
        "new_var",
        "from scipy.stats import betabinom\nnew_var = betabinom(NEW, ALPHA, BETA).var()",
        "data forgotten",
    ),
    (
        "new_var",
        "from scipy.stats import betabinom\n"
        + NEW_VAR.format("betabinom(NEW, p.alpha, p.beta).std()"),
        "sd for variance",
    ),
]
