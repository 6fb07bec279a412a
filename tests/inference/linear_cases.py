"""The data sets and models of HierarchicalLinear for which lme4's maxima are on file."""

import numpy as np

from hbtutor import datasets


def ones(frame):
    return np.ones((len(frame), 1))


def sleep():
    frame = datasets.load("sleepstudy")
    X = np.column_stack([np.ones(len(frame)), frame["days"]])
    return frame["reaction_ms"], X, frame["subject"]


def simple(name, y, group):
    frame = datasets.load(name)
    return frame[y], ones(frame), frame[group]


def casks():
    frame = datasets.load("pastes")
    return frame["strength"], ones(frame), frame["batch"] + frame["cask"]


def psid():
    frame = datasets.load("psid_wages")
    X = np.column_stack([np.ones(len(frame)), frame["year"] - 1976])
    return frame["log_wage"], X, frame["person"]


def professors():
    frame = datasets.load("professor_salaries")
    X = np.column_stack([np.ones(len(frame)), frame["years_service"]])
    return np.log(frame["salary_usd"]), X, frame["rank"]


def wine():
    frame = datasets.load("wine_bitterness")
    X = np.column_stack(
        [np.ones(len(frame)), frame["temperature"] == "warm", frame["contact"] == "yes"]
    )
    return frame["bitterness"], X.astype(float), frame["judge"]


def hsb(columns):
    frame = datasets.load("hsb_students").merge(datasets.load("hsb_schools"), on="school")
    frame["cses"] = frame["ses"] - frame.groupby("school")["ses"].transform("mean")
    frame["one"] = 1.0
    frame["mean_ses:cses"] = frame["mean_ses"] * frame["cses"]
    frame["cses:catholic"] = frame["cses"] * frame["catholic"]
    return frame["math_achievement"], frame[columns], frame["school"]


CROSS = ["one", "mean_ses", "cses", "catholic", "mean_ses:cses", "cses:catholic"]
CASES = {
    "dyestuff": (lambda: simple("dyestuff", "yield", "batch"), {}, ("dyestuff",), "batch"),
    "casks": (casks, {}, ("pastes", "cask_only"), "bc"),
    "sleepstudy": (sleep, {}, ("sleepstudy", "random_slope"), "subject"),
    "sleepstudy intercept": (
        sleep,
        {"varying": [0]},
        ("sleepstudy", "random_intercept"),
        "subject",
    ),
    "psid null": (
        lambda: simple("psid_wages", "log_wage", "person"),
        {},
        ("psid_wages", "null"),
        "person",
    ),
    "psid growth": (psid, {}, ("psid_wages", "growth"), "person"),
    "professors": (professors, {"varying": [0]}, ("professor_salaries", "rank"), "rank"),
    "wine null": (
        lambda: simple("wine_bitterness", "bitterness", "judge"),
        {},
        ("wine_bitterness", "null"),
        "judge",
    ),
    "wine": (wine, {"varying": [0]}, ("wine_bitterness", "judge"), "judge"),
    "hsb null": (lambda: hsb(["one"]), {}, ("hsb", "null"), "school"),
    "hsb means": (
        lambda: hsb(["one", "mean_ses"]),
        {"varying": [0]},
        ("hsb", "means_as_outcomes"),
        "school",
    ),
    "hsb slopes": (lambda: hsb(["one", "cses"]), {}, ("hsb", "random_coefficient"), "school"),
    "hsb cross-level": (lambda: hsb(CROSS), {"varying": [0, 2]}, ("hsb", "cross_level"), "school"),
}
