"""The book's real data sets, each with its source, licence, citation and units.

Names and provenance are read from ``sources.toml``; pandas is imported when a table is loaded.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Source", "load", "names", "source"]


@dataclass(frozen=True)
class Source:
    """Where one data set comes from.

    title: what the table holds, in one line.
    source: which copy this is; citation: who published the numbers; licence: the copy's terms.
    rows: number of rows; sha256: checksum of the file; columns: column name to unit or meaning.
    notes: what a user must know (corrections, constructed data), empty if nothing.
    """

    title: str
    source: str
    citation: str
    licence: str
    rows: int
    sha256: str
    columns: dict[str, str]
    notes: str = ""


def names() -> list[str]:
    """Return the names of all data sets, sorted.

    >>> names()[:3]
    ['baseball_al_2006', 'bcg_vaccine', 'berkeley_admissions']
    """
    return sorted(_sources())


def source(name: str) -> Source:
    """Return the provenance of a data set without loading it.

    Raises ValueError, with the names that come near, if there is no such data set.

    >>> source("dyestuff").columns["yield"]
    'yield of dyestuff (grams of standard colour)'
    """
    known = _sources()
    if not isinstance(name, str) or name not in known:
        near = difflib.get_close_matches(
            str(name).lower().replace("-", "_"), known, n=3, cutoff=0.5
        )
        advice = f"Did you mean {' or '.join(near)}?" if near else "See hbtutor.datasets.names()."
        raise ValueError(f"name must be one of the book's data sets; got {name!r}. {advice}")
    return known[name]


def load(name: str) -> pd.DataFrame:
    """Return a data set as a DataFrame whose ``attrs`` say where it comes from.

    attrs: title, source, citation, licence, columns (column name to unit or meaning) and notes.
    Whole numbers are integers, other numbers floats, labels strings; an empty field is missing.
    Each call returns a fresh table, so that changing it changes no one else's.

    Raises ValueError, with the names that come near, if there is no such data set.
    Source: book, "Data"; every original publication is in ``attrs["citation"]``.

    >>> schools = load("eight_schools")
    >>> schools.shape, schools.effect.tolist()
    ((8, 3), [28, 8, -3, 7, -1, 1, 18, 12])
    >>> schools.attrs["columns"]["effect"]
    'estimated effect of coaching (SAT-V points)'
    """
    import pandas as pd

    told = source(name)
    with (resources.files(__name__) / "csv" / f"{name}.csv").open(encoding="utf-8") as file:
        # Only an empty field is missing: a label such as "NA" or "None" stays a label.
        table = pd.read_csv(file, keep_default_na=False, na_values=[""])
    table.attrs = {
        "name": name,
        "title": told.title,
        "source": told.source,
        "licence": told.licence,
        "citation": told.citation,
        "columns": dict(told.columns),
        "notes": told.notes,
    }
    return table


@cache
def _sources() -> dict[str, Source]:
    text = (resources.files(__name__) / "sources.toml").read_text(encoding="utf-8")
    return {name: Source(**entry) for name, entry in tomllib.loads(text).items()}
