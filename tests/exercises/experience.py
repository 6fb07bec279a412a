"""Answers to *Experience and performance by department*: right by other routes, and wrong."""

ROUTES = {
    "slope_weight": "slope_weight = 1 / (1 + tau2 * sxx / sigma2)",
    "line_var": "line_var = s00 + x * (2 * s01 + x * s11)",
    "x_least": "x_least = -s01 / s11",
    "XtX": (
        "X = np.array([[1.0, v] for v in three.x])\n"
        "XtX = [[3, three.x.sum()], [three.x.sum(), (three.x**2).sum()]]\n"
        "XtX = np.array(XtX)"
    ),
    "own_line": "own_line = list(np.polyfit(three.x, y, 1)[::-1])",
    "B_small": (
        "model = HierarchicalLinear(mu=MU, Sigma=SIGMA, sigma2=SIGMA2)\n"
        "B_small = model.shrinkage(X=X, group=[SMALL] * 3)[0]"
    ),
    "coefficients": "coefficients = model.posterior(y, X=X, group=[SMALL] * 3).mean[0]",
    "covariance": (
        "gain = SIGMA @ X.T @ np.linalg.inv(X @ SIGMA @ X.T + SIGMA2 * np.eye(3))\n"
        "covariance = SIGMA - gain @ X @ SIGMA"
    ),
    "outside": "outside = 'C'",
    "shrinkage": (
        "def shrinkage(n, sx, sxx, s00, s01, s11, sigma2):\n"
        "    det = s00 * s11 - s01**2\n"
        "    prior = np.array([[s11, -s01], [-s01, s00]]) / det\n"
        "    data = np.array([[n, sx], [sx, sxx]]) / sigma2\n"
        "    return np.linalg.solve(data + prior, prior).tolist()"
    ),
    "slopes": (
        "lines = model.posterior(staff.score.to_numpy(),\n"
        "    X=np.column_stack([np.ones(len(staff)), staff.x]), group=list(staff.department))\n"
        "slopes = lines.mean[:, 1]"
    ),
    "steepest": "steepest = max(zip(slopes, data.departments))[1]",
    "new_employee": (
        "law = model.predictive(y, X=X, group=[SMALL] * 3, X_new=[[1, X_NEW]], group_new=[SMALL])\n"
        "new_employee = (law.mean[0], law.var[0])"
    ),
}

LINE = "coefficients = {}"
EACH = (
    "slopes = []\n"
    "for department in data.departments:\n"
    "    rows, scores = data.rows(department)\n"
    "    own = np.linalg.solve(rows.T @ rows, rows.T @ scores)\n"
    "    {}"
)
OF_SUMS = (
    "def shrinkage(n, sx, sxx, s00, s01, s11, sigma2):\n"
    "    G, S = np.array([[n, sx], [sx, sxx]]), np.array([[s00, s01], [s01, s11]])\n"
    "    I, inv = np.eye(2), np.linalg.inv\n"
    "    return {}"
)

# (task, the student's code, the misconception that must be recognised)
MISTAKES = [
    ("slope_weight", "slope_weight = tau2 / (tau2 + sigma2 / sxx)", "weights swapped"),
    ("slope_weight", "slope_weight = sigma2 / (sigma2 + tau2)", "sxx forgotten"),
    ("slope_weight", "slope_weight = sigma2 / (sigma2 + sxx / tau2)", "precision for variance"),
    ("line_var", "line_var = s00 + x**2 * s11", "covariance forgotten"),
    ("line_var", "line_var = s00 + x * s01 + x**2 * s11", "covariance once"),
    ("x_least", "x_least = s01 / s11", "wrong sign"),
    ("x_least", "x_least = sp.Integer(0)", "at zero"),
    (
        "XtX",
        "X = np.column_stack([np.ones(len(three)), three.x])\nXtX = X @ X.T",
        "the other product",
    ),
    (
        "XtX",
        "X = np.column_stack([three.x, np.ones(len(three))])\nXtX = X.T @ X",
        "columns in the other order",
    ),
    ("own_line", "own_line = np.polyfit(three.x, y, 1)", "slope first"),
    ("own_line", "own_line = X.T @ y", "X'y"),
    ("own_line", "own_line = (1 / XtX) @ X.T @ y", "elementwise inverse"),
    (
        "B_small",
        "B_small = np.eye(2) - np.linalg.inv(np.eye(2) + SIGMA @ XtX / SIGMA2)",
        "weights swapped",
    ),
    (
        "B_small",
        "B_small = np.linalg.inv(np.eye(2) + XtX @ SIGMA / SIGMA2)",
        "factors in the other order",
    ),
    (
        "B_small",
        "B_small = np.linalg.inv(np.eye(2) + SIGMA * XtX / SIGMA2)",
        "elementwise product",
    ),
    (
        "B_small",
        "B_small = np.linalg.inv(XtX / SIGMA2 + SIGMA) @ SIGMA",
        "covariance for precision",
    ),
    (
        "B_small",
        "B_small = np.linalg.inv(XtX / SIGMA2 + SIGMA) @ np.linalg.inv(SIGMA)",
        "Sigma not inverted",
    ),
    ("coefficients", LINE.format("own_line"), "no pooling"),
    ("coefficients", LINE.format("MU"), "complete pooling"),
    (
        "coefficients",
        LINE.format("B_small @ own_line + (np.eye(2) - B_small) @ MU"),
        "weights swapped",
    ),
    (
        "coefficients",
        "w = np.diag(B_small)\n" + LINE.format("(1 - w) * own_line + w * MU"),
        "each coefficient by itself",
    ),
    ("covariance", "covariance = XtX / SIGMA2 + np.linalg.inv(SIGMA)", "precision for covariance"),
    ("covariance", "covariance = np.linalg.inv(XtX / SIGMA2 + SIGMA)", "Sigma not inverted"),
    ("covariance", "covariance = B_small * SIGMA", "elementwise product"),
    ("covariance", "covariance = SIGMA2 * np.linalg.inv(XtX)", "no pooling"),
    ("outside", "outside = 'a'", "never"),
    ("outside", "outside = 'd'", "too few data"),
    ("shrinkage", OF_SUMS.format("I - inv(I + S @ G / sigma2)"), "weights swapped"),
    ("shrinkage", OF_SUMS.format("inv(I + inv(S) @ G / sigma2)"), "covariance for precision"),
    ("shrinkage", OF_SUMS.format("inv(I + S * G / sigma2)"), "elementwise product"),
    ("shrinkage", OF_SUMS.format("inv(I + S @ G)"), "sigma2 forgotten"),
    ("slopes", EACH.format("slopes.append(own[1])"), "no pooling"),
    ("slopes", EACH.format("slopes.append(MU[1])"), "complete pooling"),
    ("steepest", "steepest = SMALL", "no pooling"),
    (
        "new_employee",
        "r = np.array([1, X_NEW])\nnew_employee = Normal(r @ coefficients, r @ covariance @ r)",
        "noise forgotten",
    ),
    (
        "new_employee",
        "r = np.array([1, X_NEW])\nnew_employee = Normal(r @ coefficients, SIGMA2)",
        "line taken as known",
    ),
    (
        "new_employee",
        "r = np.array([1, X_NEW])\n"
        "new_employee = Normal(r @ own_line, r @ covariance @ r + SIGMA2)",
        "no pooling",
    ),
]
