"""Reference fits by lme4 1.1-31 and metafor 3.8-1, read from tests/reference/*.json."""

import json
from pathlib import Path

import numpy as np

REFERENCE = Path(__file__).parents[1] / "reference"


def reference(name, *keys):
    """Return the part of tests/reference/<name>.json found under these keys."""
    found = json.loads((REFERENCE / f"{name}.json").read_text())
    for key in keys:
        found = found[key]
    return found


def covariance(fit, term):
    """Return the covariance matrix of a random term of an lme4 fit."""
    return np.array(fit["random"][term]["cov"])


def fixed(fit):
    """Return fixed effects and their standard errors, each an array."""
    return np.array(list(fit["fixed"].values())), np.array(list(fit["fixed_se"].values()))
