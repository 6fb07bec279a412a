"""What the students of the sample class wrote, by the id of the cell they wrote it in."""

from hbtutor.check import data

RIGHT = {
    "noise-answer": "noise = SIGMA2 / schools.n[SMALL]",
    "B_small-answer": "B_small = noise / (noise + TAU2)\nround(B_small, 4)",
    "ability_small-answer": (
        'x = schools.loc[SMALL, "xbar"]\n'
        "ability_small = (1 - B_small) * x + B_small * MU\n"
        "ability_small"
    ),
    "shrinkage-answer": (
        "def shrinkage(n, sigma2, tau2):\n"
        '    """The weight B on the statewide mean."""\n'
        "    return sigma2 / (sigma2 + n * tau2)"
    ),
    "posterior-answer": (
        "def posterior(xbar, n, sigma2, mu, tau2):\n"
        '    """The posterior of a school\'s ability."""\n'
        "    B = shrinkage(n, sigma2, tau2)\n"
        "    return Normal((1 - B) * xbar + B * mu, B * tau2)"
    ),
    "abilities-answer": "abilities = posterior(schools.xbar, schools.n, SIGMA2, MU, TAU2).mean",
    "best_school-answer": "best_school = schools.index[np.argmax(abilities)]",
    "spread-answer": 'spread = "c"',
    "B_formula-answer": "B_formula = sigma2 / (sigma2 + n * tau2)",
    "var_formula-answer": "var_formula = B_formula * tau2",
    "n_needed-answer": "n_needed = sigma2 * (1 - b) / (tau2 * b)",
    "new_student-answer": (
        "post = posterior(schools.xbar[SMALL], schools.n[SMALL], SIGMA2, MU, TAU2)\n"
        "new_student = Normal(post.mean, post.var + SIGMA2)"
    ),
    "better-answer": (
        "one = posterior(schools.xbar[LEADER], schools.n[LEADER], SIGMA2, MU, TAU2)\n"
        "two = posterior(schools.xbar[RIVAL], schools.n[RIVAL], SIGMA2, MU, TAU2)\n"
        "better = Normal(two.mean - one.mean, two.var + one.var)\n"
        "better = 1 - better.cdf(0)"
    ),
    "letter-written": (
        "Your mean is the highest, but few students stand behind it, and a few lucky ones lift "
        "such a mean easily. All the schools of the state show how far schools really differ, and "
        "a lead as large as yours is usually part luck. So we believe a little less than the whole "
        "of it. The two schools are practically level, with a few percent in favour of the other."
    ),
}

# Bela types numbers off the screen, those of Bela's own variant.
BELA = data("school-ability", student="bela")
SMALL, LEADER, RIVAL = (BELA.school(one)[:2] for one in (BELA.small, BELA.leader, BELA.rival))

ANOTHER_ROUTE = {
    "noise-answer": (
        f"import math\n\nse = math.sqrt({BELA.sigma2}) / math.sqrt({SMALL[1]})\nnoise = se**2"
    ),
    "B_small-answer": (
        "precision_data = 1 / noise\nprecision_prior = 1 / TAU2\n"
        "B_small = precision_prior / (precision_data + precision_prior)"
    ),
    "ability_small-answer": (
        f"ability_small = (precision_data * {SMALL[0]} + precision_prior * MU) / "
        "(precision_data + precision_prior)"
    ),
    "shrinkage-answer": (
        "from fractions import Fraction\n\n"
        "def shrinkage(n, sigma2, tau2):\n"
        "    icc = tau2 / (tau2 + sigma2)\n"
        "    reliability = n * icc / (1 + (n - 1) * icc)   # Spearman-Brown\n"
        "    return 1 - reliability"
    ),
    "posterior-answer": (
        "from scipy import stats\n\n"
        "def posterior(xbar, n, sigma2, mu, tau2):\n"
        "    precision = n / sigma2 + 1 / tau2\n"
        "    mean = (xbar * n / sigma2 + mu / tau2) / precision\n"
        "    return stats.norm(mean, 1 / np.sqrt(precision))"
    ),
    "abilities-answer": (
        "abilities = []\n"
        "for label, row in schools.iterrows():\n"
        "    abilities.append(posterior(row.xbar, row.n, SIGMA2, MU, TAU2).mean())"
    ),
    "best_school-answer": f'best_school = "{BELA.rival}"',
    "spread-answer": "spread = 'C'",
    "B_formula-answer": (
        "theta, x, mu = sp.symbols('theta xbar mu', real=True)\n"
        "logp = -n * (x - theta)**2 / (2 * sigma2) - (theta - mu)**2 / (2 * tau2)\n"
        "mode = sp.solve(sp.diff(logp, theta), theta)[0]\n"
        "B_formula = sp.simplify(sp.diff(mode, mu))"
    ),
    "var_formula-answer": "var_formula = sp.simplify(-1 / sp.diff(logp, theta, 2))",
    "n_needed-answer": "n_needed = sp.solve(B_formula - b, n)[0]",
    "new_student-answer": (
        f"centre = posterior({SMALL[0]}, {SMALL[1]}, SIGMA2, MU, TAU2)\n"
        "new_student = stats.norm(centre.mean(), np.sqrt(centre.var() + SIGMA2))"
    ),
    "better-answer": (
        f"p1 = posterior({LEADER[0]}, {LEADER[1]}, SIGMA2, MU, TAU2)\n"
        f"p2 = posterior({RIVAL[0]}, {RIVAL[1]}, SIGMA2, MU, TAU2)\n"
        "z = (p2.mean() - p1.mean()) / np.sqrt(p1.var() + p2.var())\n"
        "better = stats.norm.cdf(z)"
    ),
    "letter-written": (
        "We did not judge your school by its mean alone. Think of a coin: seven heads in ten "
        "tosses surprise nobody, seventy in a hundred do. With few pupils tested, chance plays a "
        "larger part than with many. Knowing all other schools we can say how much of a lead is "
        "usually chance. Honestly: it is nearly a tie."
    ),
}

PARTLY = {
    **{key: RIGHT[key] for key in ("noise-answer", "B_small-answer", "ability_small-answer")},
    "shrinkage-answer": (
        "def shrinkage(n, sigma2, tau2):\n    return (sigma2 / n) / (sigma2 / n + tau2)"
    ),
    # The mean is right, the variance forgets the prior.
    "posterior-answer": (
        "def posterior(xbar, n, sigma2, mu, tau2):\n"
        "    B = shrinkage(n, sigma2, tau2)\n"
        "    return Normal((1 - B) * xbar + B * mu, sigma2 / n)"
    ),
    "abilities-answer": RIGHT["abilities-answer"],
    "best_school-answer": "best_school = schools.xbar.idxmax()",
    "spread-answer": 'spread = "b"',
    "B_formula-answer": RIGHT["B_formula-answer"],
    "n_needed-answer": "# no idea\nn_needed = b",
}

CLASSICAL = {
    # The standard deviation of the mean where its variance is asked for.
    "noise-answer": "noise = (SIGMA2 / schools.n[SMALL]) ** 0.5",
    # B and 1 - B swapped, here and below.
    "B_small-answer": "B_small = TAU2 / (TAU2 + SIGMA2 / schools.n[SMALL])",
    "ability_small-answer": "ability_small = B_small * MU + (1 - B_small) * schools.xbar[SMALL]",
    "shrinkage-answer": "def shrinkage(n, sigma2, tau2):\n    return tau2 / (tau2 + sigma2 / n)",
    # n forgotten.
    "posterior-answer": (
        "def posterior(xbar, n, sigma2, mu, tau2):\n"
        "    B = sigma2 / (sigma2 + tau2)\n"
        "    return Normal((1 - B) * xbar + B * mu, 1 / (1 / sigma2 + 1 / tau2))"
    ),
    "abilities-answer": RIGHT["abilities-answer"],
    "best_school-answer": "best_school = schools.xbar.idxmax()",
    "spread-answer": 'spread = "c"',
    "B_formula-answer": "B_formula = tau2 / (tau2 + sigma2 / n)",
    "var_formula-answer": "var_formula = sp.sqrt(1 / (n / sigma2 + 1 / tau2))",
    "n_needed-answer": "n_needed = sp.solve(sp.Eq(B_formula, b), n)[0]",
    "new_student-answer": (
        "new_student = posterior(schools.xbar[SMALL], schools.n[SMALL], SIGMA2, MU, TAU2)"
    ),
    "letter-written": "You are second because the computer says so.",
}

NEVER_ENDS = {
    **RIGHT,
    # Looks for n in steps that never meet the condition exactly.
    "n_needed-answer": (
        "share = 0.1\n"
        "students = 1\n"
        "while shrinkage(students, SIGMA2, TAU2) != share:\n"
        "    students += 1\n"
        "n_needed = students"
    ),
}

NOISY = {
    **RIGHT,
    "noise-answer": (
        "import warnings\n\n"
        'warnings.warn("SIGMA2 is a variance, not a standard deviation!")\n'
        "noise = SIGMA2 / schools.n[SMALL]"
    ),
    "shrinkage-answer": (
        "import sys\n\n"
        "def shrinkage(n, sigma2, tau2):\n"
        '    print("shrinkage called with n =", n, file=sys.stderr)\n'
        "    return sigma2 / (sigma2 + n * tau2)"
    ),
    "posterior-answer": (
        "def posterior(xbar, n, sigma2, mu, tau2):\n"
        "    np.log(np.zeros(1))   # divides by zero, warns\n"
        "    B = shrinkage(n, sigma2, tau2)\n"
        "    return Normal((1 - B) * xbar + B * mu, B * tau2)"
    ),
    "abilities-answer": (
        "from tqdm.auto import tqdm\n\n"
        "abilities = np.array([\n"
        "    posterior(row.xbar, row.n, SIGMA2, MU, TAU2).mean\n"
        "    for _, row in tqdm(schools.iterrows(), total=len(schools))\n"
        "])"
    ),
}
