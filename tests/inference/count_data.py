"""The book's proportions and counts, with the reference results that R gave for them."""

import json
from pathlib import Path

import numpy as np

from hbtutor import datasets

REFERENCE = Path(__file__).parents[1] / "reference"


def reference(name):
    return json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))


def proportions(name, successes, trials, rows=None):
    """Successes and trials of a data set, as arrays."""
    data = datasets.load(name).iloc[slice(rows)]
    return data[successes].to_numpy(), data[trials].to_numpy()


def repeated_counts(name):
    """One of the tables of count_frequencies as the counts themselves."""
    table = datasets.load("count_frequencies")
    table = table[table["dataset"] == name]
    return np.repeat(table["count"].to_numpy(), table["frequency"].to_numpy())
