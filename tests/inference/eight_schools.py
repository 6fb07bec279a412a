"""The eight schools, twice, and the reference results for them.

Source of the data: Rubin (1981), J. Educational Statistics 6:377-401, Table 1, and its rounded
version in Gelman et al., Bayesian Data Analysis, 3rd ed., Table 5.2.
"""

import json
from pathlib import Path

import numpy as np

REFERENCES = Path(__file__).parents[1] / "reference"
Y = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
SE = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
Y_RUBIN = np.array([28.39, 7.94, -2.75, 6.82, -0.64, 0.63, 18.01, 12.16])
SE_RUBIN = np.array([14.9, 10.2, 16.3, 11.0, 9.4, 11.4, 10.4, 17.6])


def reference(name):
    """Read the results of other software, copied from the references next to the data."""
    return json.loads((REFERENCES / f"{name}.json").read_text())
