"""Answers to *Coffee shops* as students write them: right by other routes, and wrong."""

ROUTES = {
    "town_size": (
        "alpha = TOWN_MEAN * (TOWN_MEAN * (1 - TOWN_MEAN) / TOWN_SD**2 - 1)\n"
        "town_size = alpha / TOWN_MEAN"
    ),
    "rate_small": (
        "row = shops.loc[SMALL]\n"
        "rate_small = Beta(MEAN * SIZE + row.satisfied,\n"
        "                  (1 - MEAN) * SIZE + row.asked - row.satisfied).mean"
    ),
    "satisfaction": (
        "def satisfaction(satisfied, asked, mean, size):\n"
        "    return mean + asked / (asked + size) * (satisfied / asked - mean)"
    ),
    "rates": (
        "from hbtutor import BetaBinomial\n"
        "model = BetaBinomial(alpha=MEAN * SIZE, beta=(1 - MEAN) * SIZE)\n"
        "rates = model.posterior(shops.satisfied.to_numpy(), trials=shops.asked.to_numpy()).mean"
    ),
    "places": (
        "values = list(rates)\nplaces = [1 + sum(other > value for other in values)\n"
        "          for value in values]"
    ),
    "fallen": (
        "own = list(shops.satisfied / shops.asked)\n"
        "before = np.array([sorted(own, reverse=True).index(x) + 1 for x in own])\n"
        "fallen = shops.index[np.argmax(np.array(places) - before)].upper()"
    ),
    "extremes": "extremes = ' B '",
    "size_formula": ("size_formula = (m - m**2 - v) / v"),
    "asked_needed": "asked_needed = s * ((own - m) / (own - level) - 1)",
    "three_happy": (
        "from scipy.stats import beta as law\n"
        "row = shops.loc[SMALL]\n"
        "three_happy = law(row.satisfied + MEAN * SIZE,\n"
        "                  row.asked - row.satisfied + (1 - MEAN) * SIZE).moment(3)"
    ),
    "tomorrow_var": (
        "a = row.satisfied + MEAN * SIZE\n"
        "c = row.asked + SIZE - a\n"
        "p = Beta(a, c)\n"
        "tomorrow_var = TOMORROW * p.mean * (1 - p.mean) + TOMORROW * (TOMORROW - 1) * p.var"
    ),
    "alarm": (
        "from scipy.stats import betabinom\n"
        "alarm = betabinom(TOMORROW, a, c).pmf(range(ALARM + 1)).sum()"
    ),
}

K = "k, n = shops.satisfied[SMALL], shops.asked[SMALL]\n"
ALL = "k, n = shops.satisfied, shops.asked\n"
A = K + "a, c = MEAN * SIZE + k, (1 - MEAN) * SIZE + n - k\n"
SATISFACTION = "def satisfaction(satisfied, asked, mean, size):\n    return {}"
RAW_PLACES = "places = (shops.satisfied / shops.asked).rank(ascending=False)"
MOVED = ALL + "raw, rates = k / n, satisfaction(k, n, MEAN, SIZE)\n"

# (task, the student's code, the misconception that must be recognised)
MISTAKES = [
    ("town_size", "town_size = TOWN_MEAN * (1 - TOWN_MEAN) / TOWN_SD - 1", "sd for variance"),
    ("town_size", "town_size = TOWN_MEAN * (1 - TOWN_MEAN) / TOWN_SD**2", "one not subtracted"),
    ("town_size", "town_size = TOWN_MEAN * (1 - TOWN_MEAN) / TOWN_SD**2 + 1", "sign of the one"),
    ("town_size", "town_size = TOWN_MEAN / TOWN_SD**2 - 1", "one minus mean forgotten"),
    (
        "town_size",
        "town_size = TOWN_MEAN * (TOWN_MEAN * (1 - TOWN_MEAN) / TOWN_SD**2 - 1)",
        "alpha for size",
    ),
    ("rate_small", K + "rate_small = k / n", "no pooling"),
    ("rate_small", "rate_small = MEAN", "complete pooling"),
    ("rate_small", A + "rate_small = (a - 1) / (a + c - 2)", "mode for mean"),
    ("rate_small", K + "rate_small = k / (n + SIZE)", "toward zero"),
    ("rate_small", K + "rate_small = (k + SIZE / 2) / (n + SIZE)", "toward one half"),
    (
        "rate_small",
        K + "rate_small = (k + (1 - MEAN) * SIZE) / (n + SIZE)",
        "alpha and beta swapped",
    ),
    ("rate_small", K + "rate_small = (k / n + MEAN) / 2", "plain average"),
    (
        "rate_small",
        K + "B = SIZE / (SIZE + n)\nrate_small = B * k / n + (1 - B) * MEAN",
        "B and 1 - B swapped",
    ),
    (
        "satisfaction",
        SATISFACTION.format("(satisfied + mean) / (asked + size)"),
        "prior mean added once",
    ),
    (
        "satisfaction",
        SATISFACTION.format("(satisfied + size) / (asked + size)"),
        "all prior guests satisfied",
    ),
    (
        "satisfaction",
        SATISFACTION.format("(satisfied + mean * size) / asked"),
        "prior size left out below",
    ),
    (
        "satisfaction",
        SATISFACTION.format("(asked - satisfied + mean * size) / (asked + size)"),
        "successes and failures swapped",
    ),
    ("satisfaction", SATISFACTION.format("satisfied / asked"), "no pooling"),
    (
        "satisfaction",
        SATISFACTION.format("(satisfied + mean * size - 1) / (asked + size - 2)"),
        "mode for mean",
    ),
    ("rates", ALL + "rates = k / n", "no pooling"),
    ("rates", ALL + "rates = (k + 1) / (n + 2)", "uniform prior"),
    ("rates", ALL + "rates = (k + SIZE / 2) / (n + SIZE)", "toward one half"),
    ("rates", "rates = np.full(10, MEAN)", "complete pooling"),
    ("places", RAW_PLACES, "no pooling"),
    ("places", "places = rates.rank()", "upside down"),
    ("places", "places = np.argsort(-rates.to_numpy()) + 1", "positions for places"),
    ("places", "places = shops.satisfied.rank(ascending=False, method='first')", "counts ranked"),
    ("places", "places = rates.rank(ascending=False) - 1", "counted from zero"),
    (
        "fallen",
        "fallen = (places - raw.rank(ascending=False)).idxmin()",
        "risen for fallen",
    ),
    ("fallen", MOVED + "fallen = (raw - rates).abs().idxmax()", "points for places"),
    ("fallen", MOVED + "fallen = rates.idxmin()", "the last"),
    ("fallen", "fallen = shops.asked.idxmax()", "the most asked"),
    ("extremes", "extremes = 'a'", "the best and the worst"),
    ("extremes", "extremes = 'c'", "small shops are better"),
    ("extremes", "extremes = 'd'", "large shops are extreme"),
    ("extremes", "extremes = 'e'", "fair lottery"),
    ("size_formula", "size_formula = m * (1 - m) / v", "one not subtracted"),
    ("size_formula", "size_formula = m * (1 - m) / sp.sqrt(v) - 1", "sd for variance"),
    ("size_formula", "size_formula = m * (m * (1 - m) / v - 1)", "alpha for size"),
    ("size_formula", "size_formula = v / (m * (1 - m))", "inverted"),
    ("asked_needed", "asked_needed = s * (own - level) / (level - m)", "differences swapped"),
    ("asked_needed", "asked_needed = s * (level - m) / (own - m)", "weight for ratio"),
    ("asked_needed", "asked_needed = s * level / (own - level)", "toward zero"),
    ("asked_needed", "asked_needed = s * (own - m) / (own - level)", "prior's guests included"),
    ("three_happy", A + "three_happy = (a / (a + c))**3", "rate taken as known"),
    ("three_happy", K + "three_happy = (k / n)**3", "no pooling"),
    ("three_happy", A + "three_happy = a / (a + c)", "one guest"),
    (
        "three_happy",
        "three_happy = 1 - BetaBinomialCount(3, MEAN * SIZE, (1 - MEAN) * SIZE).cdf(2)",
        "data forgotten",
    ),
    ("three_happy", A + "three_happy = 1 - BetaBinomialCount(3, a, c).cdf(0)", "at least one"),
    (
        "tomorrow_var",
        A + "tomorrow_var = TOMORROW * a * c / (a + c)**2",
        "rate taken as known",
    ),
    ("tomorrow_var", A + "tomorrow_var = Beta(a, c).var", "variance of the proportion"),
    ("tomorrow_var", A + "tomorrow_var = TOMORROW**2 * Beta(a, c).var", "chance forgotten"),
    (
        "tomorrow_var",
        A + "tomorrow_var = BetaBinomialCount(TOMORROW, a, c).sd",
        "sd for variance",
    ),
    (
        "tomorrow_var",
        A + "tomorrow_var = BetaBinomialCount(TOMORROW, a, c).var / TOMORROW**2",
        "share for count",
    ),
    ("alarm", A + "alarm = BetaBinomialCount(TOMORROW, a, c).cdf(ALARM - 1)", "off by one"),
    ("alarm", A + "alarm = 1 - BetaBinomialCount(TOMORROW, a, c).cdf(ALARM)", "the other tail"),
    (
        "alarm",
        A + "from scipy.stats import binom\nalarm = binom(TOMORROW, a / (a + c)).cdf(ALARM)",
        "rate taken as known",
    ),
    (
        "alarm",
        A + "from scipy.stats import binom\nalarm = binom(TOMORROW, k / n).cdf(ALARM)",
        "no pooling",
    ),
    (
        "alarm",
        "alarm = BetaBinomialCount(TOMORROW, MEAN * SIZE, (1 - MEAN) * SIZE).cdf(ALARM)",
        "data forgotten",
    ),
]
