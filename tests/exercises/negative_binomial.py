"""Answers to *Negative binomial with a Beta prior* as students write them: right, and wrong."""

ROUTES = {
    "calls": "calls = sum(R + y for y in refusals)",
    "posterior": (
        "import scipy.stats\n"
        "def posterior(n, total, r, alpha, beta):\n"
        "    a, b = alpha, beta\n"
        "    for evening in range(int(n)):\n"
        "        a, b = a + r, b + total / n\n"
        "    return scipy.stats.beta(a, b)"
    ),
    "law": (
        "from hbtutor import BetaNegativeBinomial\n"
        "law = BetaNegativeBinomial(alpha=ALPHA, beta=BETA, r=R).posterior(refusals.to_numpy())"
    ),
    "chance": "chance = (ALPHA + len(refusals) * R) / (ALPHA + BETA + calls)",
    "B": (
        "own, prior = len(refusals) * R / calls, ALPHA / (ALPHA + BETA)\n"
        "B = (chance - own) / (prior - own)"
    ),
    "stopping": "stopping = 'C'",
    "chance_formula": (
        "a, b = alpha + n * r, beta + total\nchance_formula = sp.beta(a + 1, b) / sp.beta(a, b)"
    ),
    "expected_formula": "expected_formula = r * ((alpha + beta - 1) / (alpha - 1) - 1)",
    "expected_tonight": (
        "expected_tonight = BetaNegativeBinomial(alpha=ALPHA, beta=BETA, r=R)\\\n"
        "    .predictive(refusals.to_numpy()).mean"
    ),
    "var_tonight": (
        "from fractions import Fraction\n"
        "a, b = Fraction(int(law.alpha)), Fraction(int(law.beta))\n"
        "odds = b / (a - 1)\n"
        "odds2 = b * (b + 1) / ((a - 1) * (a - 2))\n"
        "known = R * (odds + odds2)\n"
        "var_tonight = known + R**2 * (odds2 - odds**2)"
    ),
    "too_late": (
        "from scipy.stats import betanbinom\ntoo_late = betanbinom(R, law.alpha, law.beta).sf(LATE)"
    ),
}

DATA = "n, t = len(refusals), refusals.sum()\n"
POSTERIOR = "def posterior(n, total, r, alpha, beta):\n    return Beta({}, {})"
LAW = DATA + "law = Beta({}, {})"
CHANCE = DATA + "chance = Beta({}, {}).mean"
TONIGHT = DATA + "a, b = ALPHA + n * R, BETA + t\n"
COUNT = "BetaNegativeBinomialCount(r=R, alpha={}, beta={})"
PLUGGED = "from scipy.stats import nbinom\n" + TONIGHT + "known = nbinom(R, a / (a + b))\n"

# (task, the student's code, the misconception that must be recognised)
MISTAKES = [
    ("calls", "calls = refusals.sum()", "refusals only"),
    ("calls", "calls = len(refusals) * R", "agreements only"),
    ("calls", "calls = len(refusals) + refusals.sum()", "r forgotten"),
    ("calls", "calls = R + refusals.sum()", "one evening's agreements"),
    ("calls", "calls = sum(y + R - 1 for y in refusals)", "last call forgotten"),
    ("posterior", POSTERIOR.format("alpha + n", "beta + total"), "r forgotten"),
    ("posterior", POSTERIOR.format("alpha + r", "beta + total"), "one evening's agreements"),
    ("posterior", POSTERIOR.format("alpha + total", "beta + n * r"), "p for 1 - p"),
    ("posterior", POSTERIOR.format("beta + n * r", "alpha + total"), "alpha and beta swapped"),
    (
        "posterior",
        POSTERIOR.format("alpha + n * r", "beta + n * r + total"),
        "trials for failures",
    ),
    ("posterior", POSTERIOR.format("alpha + n * r", "beta + total / n"), "mean for sum"),
    ("posterior", POSTERIOR.format("n * r", "total"), "prior forgotten"),
    (
        "posterior",
        POSTERIOR.format("alpha + n * r - 1", "beta + total - 1"),
        "exponents for parameters",
    ),
    ("law", LAW.format("ALPHA + n", "BETA + t"), "r forgotten"),
    ("law", LAW.format("ALPHA + n * R", "BETA + calls"), "trials for failures"),
    ("law", "law = (ALPHA, BETA)", "data forgotten"),
    ("law", LAW.format("ALPHA + R", "BETA + t"), "one evening's agreements"),
    ("law", LAW.format("ALPHA + t", "BETA + n * R"), "p for 1 - p"),
    ("chance", CHANCE.format("ALPHA + n", "BETA + t"), "r forgotten"),
    ("chance", CHANCE.format("ALPHA + t", "BETA + n * R"), "p for 1 - p"),
    ("chance", CHANCE.format("BETA + n * R", "ALPHA + t"), "alpha and beta swapped"),
    ("chance", "chance = (law.alpha - 1) / (law.alpha + law.beta - 2)", "mode for mean"),
    ("chance", "chance = law.alpha / law.beta", "odds for probability"),
    ("chance", "chance = len(refusals) * R / calls", "prior forgotten"),
    ("chance", DATA + "chance = n * R / (ALPHA + BETA + calls)", "toward zero"),
    (
        "chance",
        DATA + "chance = (n * R + (ALPHA + BETA) / 2) / (ALPHA + BETA + calls)",
        "toward one half",
    ),
    ("B", "B = calls / (ALPHA + BETA + calls)", "B and 1 - B swapped"),
    ("B", "B = (ALPHA + BETA) / (ALPHA + BETA + len(refusals))", "evenings for calls"),
    ("B", "B = (ALPHA + BETA) / (ALPHA + BETA + refusals.sum())", "failures only"),
    ("B", "B = (ALPHA + BETA) / (ALPHA + BETA + R * len(refusals))", "successes only"),
    ("B", "B = ALPHA / (ALPHA + calls)", "alpha for prior size"),
    ("B", "B = (ALPHA + BETA) / calls", "ratio for share"),
    ("stopping", "stopping = 'a'", "stopping on a success"),
    ("stopping", "stopping = 'b'", "planned numbers count for more"),
    ("stopping", "stopping = 'd'", "constants matter"),
    ("stopping", "stopping = 'e'", "different models cannot be compared"),
    (
        "chance_formula",
        "chance_formula = (alpha + n) / (alpha + n + beta + total)",
        "r forgotten",
    ),
    (
        "chance_formula",
        "chance_formula = (alpha + total) / (alpha + n * r + beta + total)",
        "p for 1 - p",
    ),
    (
        "chance_formula",
        "chance_formula = (alpha + n * r - 1) / (alpha + n * r + beta + total - 2)",
        "mode for mean",
    ),
    (
        "chance_formula",
        "chance_formula = (alpha + n * r) / (alpha + 2 * n * r + beta + total)",
        "trials for failures",
    ),
    ("expected_formula", "expected_formula = r * beta / alpha", "p taken as known"),
    ("expected_formula", "expected_formula = r * alpha / (beta - 1)", "p for 1 - p"),
    ("expected_formula", "expected_formula = beta / (alpha - 1)", "r forgotten"),
    (
        "expected_formula",
        "expected_formula = r * sp.beta(alpha - 1, beta) / sp.beta(alpha, beta)",
        "calls for refusals",
    ),
    ("expected_tonight", "expected_tonight = R * law.beta / law.alpha", "p taken as known"),
    ("expected_tonight", "expected_tonight = refusals.mean()", "average evening"),
    ("expected_tonight", "expected_tonight = R * BETA / (ALPHA - 1)", "data forgotten"),
    ("expected_tonight", TONIGHT + "expected_tonight = b / (a - 1)", "r forgotten"),
    (
        "expected_tonight",
        TONIGHT + "expected_tonight = R + R * b / (a - 1)",
        "calls for refusals",
    ),
    ("var_tonight", PLUGGED + "var_tonight = known.var()", "p taken as known"),
    ("var_tonight", "var_tonight = law.var", "variance of p"),
    (
        "var_tonight",
        "var_tonight = " + COUNT.format("ALPHA", "BETA") + ".var",
        "data forgotten",
    ),
    ("var_tonight", "var_tonight = expected_tonight", "mean for variance"),
    (
        "var_tonight",
        TONIGHT + "var_tonight = " + COUNT.format("a", "b") + ".sd",
        "sd for variance",
    ),
    ("too_late", PLUGGED + "too_late = known.sf(LATE)", "p taken as known"),
    ("too_late", TONIGHT + f"too_late = {COUNT.format('a', 'b')}.cdf(LATE)", "the other tail"),
    (
        "too_late",
        TONIGHT + f"too_late = 1 - {COUNT.format('a', 'b')}.cdf(LATE - 1)",
        "off by one",
    ),
    (
        "too_late",
        f"too_late = 1 - {COUNT.format('ALPHA', 'BETA')}.cdf(LATE)",
        "data forgotten",
    ),
    ("too_late", TONIGHT + f"too_late = 1 - {COUNT.format('b', 'a')}.cdf(LATE)", "p for 1 - p"),
]
