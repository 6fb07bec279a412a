"""Which submissions resemble each other, names and numbers set aside: a hint, no verdict."""

from __future__ import annotations

import io
import itertools
import keyword
import tokenize
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LENGTH = 8
"""Tokens in a row that count as one piece."""
FEWEST = 40
"""Pieces below which a submission is too short to be compared."""
SHOWN = 0.8
"""Share of common pieces from which a pair is shown."""
COMMON = 0.3
"""Pieces that more than this share of a class has are how one writes it, and count for nobody."""


@dataclass(frozen=True)
class Pair:
    """Two students and the share of their pieces that both have, from 0 to 1."""

    first: str
    second: str
    share: float


def pieces(sources: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Return the runs of tokens in some cells, whatever things are called.

    >>> pieces(["a = sum(x) / len(x)"]) == pieces(["total = sum(values)/len(values)  # mine"])
    True
    """
    found: set[tuple[str, ...]] = set()
    for source in sources:
        tokens = _tokens(source)
        found |= {tuple(tokens[i : i + LENGTH]) for i in range(len(tokens) - LENGTH + 1)}
    return frozenset(found)


def similar(answers: Mapping[str, Sequence[str]], released: Sequence[str] = ()) -> tuple[Pair, ...]:
    """Return the pairs of students whose answers share most of their pieces, most alike first.

    answers: for each student the sources of the answer cells; released: those cells as handed out.
    """
    given = pieces(released)
    own = {student: pieces(sources) - given for student, sources in answers.items()}
    counts = Counter(itertools.chain.from_iterable(own.values()))
    usual = {piece for piece, count in counts.items() if count > max(2, COMMON * len(own))}
    rare = {student: found - usual for student, found in own.items()}
    pairs = []
    for (first, a), (second, b) in itertools.combinations(sorted(rare.items()), 2):
        if min(len(a), len(b)) >= FEWEST:
            share = len(a & b) / len(a | b)
            if share >= SHOWN:
                pairs.append(Pair(first, second, share))
    return tuple(sorted(pairs, key=lambda pair: (-pair.share, pair.first, pair.second)))


def _tokens(source: str) -> list[str]:
    kept: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.NAME:
                kept.append(token.string if keyword.iskeyword(token.string) else "name")
            elif token.type == tokenize.NUMBER:
                kept.append("number")
            elif token.type == tokenize.STRING:
                kept.append("text")
            elif token.type == tokenize.OP:
                kept.append(token.string)
    except (tokenize.TokenError, SyntaxError):
        pass  # what can be read up to the error is compared
    return kept
