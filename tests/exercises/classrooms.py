"""Answers to *Students, classrooms, schools* as students write them: right ones and wrong ones."""

ROUTES = {
    "student_var": "student_var = sum([SIGMA2, TAU2, OMEGA2])",
    "class_var": (
        "model = NestedNormal(psi=PSI, omega2=OMEGA2, tau2=TAU2, sigma2=SIGMA2)\n"
        "class_var = model.classroom_mean(n=int(N)).var"
    ),
    "total_var": "total_var = (n * (omega2 + tau2) + sigma2) / n",
    "school_weight": (
        "school_weight = (1 / omega2) / (1 / omega2 + 1 / (tau2 + sigma2 / n))\n"
        "within_school = tau2 + sigma2 / n"
    ),
    "limit_weight": "limit_weight = 1 - omega2 / (omega2 + tau2)",
    "plan_var": "plan_var = (n * tau2 + sigma2) / (k * n)",
    "plan": "plan = 'D '",
    "school_posterior": (
        "import scipy.stats\n"
        "def school_posterior(average, n, psi, omega2, tau2, sigma2):\n"
        "    precision = [n / (n * tau2 + sigma2), 1 / omega2]\n"
        "    mean = (precision[0] * average + precision[1] * psi) / sum(precision)\n"
        "    return Normal(mean, 1 / sum(precision))"
    ),
    "class_mean": (
        "between = OMEGA2 + TAU2\n"
        "class_mean = (N * AVERAGE / SIGMA2 + PSI / between) / (N / SIGMA2 + 1 / between)"
    ),
    "school_means": (
        "school_means = []\n"
        "for label in data.schools:\n"
        "    mine = rooms[rooms.school == label]\n"
        "    cov = OMEGA2 + np.diag(TAU2 + SIGMA2 / mine.n)\n"
        "    weights = np.linalg.solve(cov, np.full(len(mine), OMEGA2))\n"
        "    school_means.append(PSI + weights @ (mine.average - PSI))"
    ),
    "best_school": "best_school = max(zip(school_means, data.schools))[1].upper()",
    "new_class": (
        "model = NestedNormal(psi=PSI, omega2=OMEGA2, tau2=TAU2, sigma2=SIGMA2)\n"
        "law = model.predictive([AVERAGE] * N, classroom=['a'] * N, school=['S'] * N, n=SIZE)\n"
        "new_class = (law.new_classroom.mean[0], law.new_classroom.var[0])"
    ),
}

POSTERIOR = (
    "def school_posterior(average, n, psi, omega2, tau2, sigma2):\n"
    "    noise = {}\n"
    "    B = noise / (noise + omega2)\n"
    "    return Normal({}, {})"
)
NOISE, MEAN, VAR = "tau2 + sigma2 / n", "(1 - B) * average + B * psi", "B * omega2"
WEIGHT = "noise = {}\nschool_weight = noise / (noise + omega2)\nwithin_school = noise"
BY_SCHOOL = "rooms.groupby('school').average.mean()[list(data.schools)]"

# (task, the student's code, the misconception that must be recognised)
MISTAKES = [
    ("student_var", "student_var = SIGMA2", "within the classroom"),
    ("student_var", "student_var = TAU2 + SIGMA2", "within the school"),
    (
        "student_var",
        "student_var = (OMEGA2**.5 + TAU2**.5 + SIGMA2**.5)**2",
        "standard deviations added",
    ),
    ("class_var", "class_var = SIGMA2 / N", "classrooms do not differ"),
    ("class_var", "class_var = TAU2 + SIGMA2", "tau2 + sigma2"),
    ("class_var", "class_var = OMEGA2 + SIGMA2 / N", "omega2 for tau2"),
    ("class_var", "class_var = OMEGA2 + TAU2 + SIGMA2 / N", "schools counted too"),
    ("class_var", "class_var = np.sqrt(TAU2 + SIGMA2 / N)", "sd for variance"),
    ("total_var", "total_var = tau2 + sigma2 / n", "schools forgotten"),
    ("total_var", "total_var = omega2 + (tau2 + sigma2) / n", "everything divided by n"),
    ("total_var", "total_var = omega2 + tau2 + sigma2", "tau2 + sigma2"),
    ("school_weight", WEIGHT.format("sigma2 / n"), "classrooms do not differ"),
    ("school_weight", WEIGHT.format("tau2 + sigma2"), "tau2 + sigma2"),
    (
        "school_weight",
        "school_weight = sigma2 / (sigma2 + n * tau2)",
        "classroom for school",
    ),
    (
        "school_weight",
        "school_weight = omega2 / (omega2 + tau2 + sigma2 / n)",
        "B and 1 - B swapped",
    ),
    ("limit_weight", "limit_weight = sp.Integer(0)", "all noise averaged away"),
    ("limit_weight", "limit_weight = omega2 / (omega2 + tau2)", "B and 1 - B swapped"),
    ("plan_var", "plan_var = (tau2 + sigma2) / (n * k)", "as if students were drawn one by one"),
    ("plan_var", "plan_var = tau2 + sigma2 / (n * k)", "classrooms not averaged"),
    ("plan", "plan = 'e'", "only students count"),
    ("plan", "plan = 'a'", "one large classroom"),
    ("school_posterior", POSTERIOR.format("sigma2 / n", MEAN, VAR), "classrooms do not differ"),
    ("school_posterior", POSTERIOR.format("tau2 + sigma2", MEAN, VAR), "tau2 + sigma2"),
    ("school_posterior", POSTERIOR.format(NOISE, "average", VAR), "no pooling"),
    ("school_posterior", POSTERIOR.format(NOISE, MEAN, "noise + omega2"), "variances added"),
    ("school_posterior", POSTERIOR.format(NOISE, MEAN, "(B * omega2)**.5"), "sd for variance"),
    ("class_mean", "class_mean = told.mean", "school for classroom"),
    ("class_mean", "class_mean = AVERAGE", "no pooling"),
    (
        "class_mean",
        "B = SIGMA2 / N / (SIGMA2 / N + TAU2)\nclass_mean = (1 - B) * AVERAGE + B * PSI",
        "school taken as known",
    ),
    ("school_means", f"school_means = {BY_SCHOOL}", "no pooling"),
    (
        "school_means",
        "students = (rooms.n * rooms.average).groupby(rooms.school).sum()\n"
        "school_means = students / rooms.groupby('school').n.sum()\n"
        "school_means = school_means[list(data.schools)]",
        "students pooled",
    ),
    ("best_school", "best_school = SOLO", "no pooling"),
    ("best_school", "best_school = rooms.school[rooms.average.idxmax()]", "classroom for school"),
    (
        "new_class",
        "new_class = Normal(told.mean, TAU2 + SIGMA2 / SIZE)",
        "school taken as known",
    ),
    ("new_class", "new_class = told", "only the school's mean"),
    (
        "new_class",
        "new_class = Normal(told.mean, told.var + SIGMA2 / SIZE)",
        "classrooms do not differ",
    ),
    ("new_class", "new_class = Normal(AVERAGE, told.var + TAU2 + SIGMA2 / SIZE)", "no pooling"),
]
