"""Reading groups from records and arrays: their centres, intervals and labels."""

from __future__ import annotations

from typing import Any

import numpy as np

from hbtutor.validation import finite


def is_record(value: Any) -> bool:
    """Tell a record, whose ``mean`` is a value, from an array, whose ``mean`` is a method."""
    return hasattr(value, "mean") and not callable(value.mean)


def centres(name: str, value: Any) -> np.ndarray:
    """Return one number a group: the means of a record, or the entries of an array."""
    found = np.asarray(finite(name, value.mean if is_record(value) else value), dtype=float)
    if found.ndim != 1:
        raise ValueError(
            f"{name} must hold one number for each group; got an array of shape {found.shape}."
        )
    return found


def single(name: str, value: Any) -> float:
    """Return one number: the mean of a record, or the number itself."""
    found = np.asarray(finite(name, value.mean if is_record(value) else value), dtype=float)
    if found.size != 1:
        raise ValueError(f"{name} must be a single number; got an array of shape {found.shape}.")
    return float(found.reshape(()))


def interval(name: str, record: Any, p: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of a record's interval of probability p."""
    if not hasattr(record, "interval"):
        raise ValueError(
            f"{name} must be a record with .mean and .interval(p), such as Normal(mean, var); "
            f"got {type(record).__name__}."
        )
    low, high = record.interval(p)
    return np.asarray(low, dtype=float), np.asarray(high, dtype=float)


def names_of(labels: Any, *values: Any) -> list[str]:
    """Return the groups' labels as text: those given, else a pandas index, else 1, 2, …"""
    sources = [value.mean if is_record(value) else value for value in values]
    size = np.asarray(sources[0]).size
    if labels is None:
        labels = next((source.index for source in sources if hasattr(source, "reindex")), None)
    found = [str(label) for label in (range(1, size + 1) if labels is None else labels)]
    if len(found) != size:
        raise ValueError(
            f"labels must name each of the {size} groups once; got {len(found)} labels."
        )
    return found


def same_groups(**named: np.ndarray) -> None:
    """Refuse arrays that disagree about the number of groups."""
    (first, reference), *others = named.items()
    for name, value in others:
        if value.size != reference.size:
            raise ValueError(
                f"{name} must have one entry for each of the {reference.size} groups of {first}; "
                f"got {value.size}."
            )


def spread(targets: np.ndarray, gap: float) -> np.ndarray:
    """Return the positions nearest to the targets (least squares) that are a gap apart.

    Nearest positions under order constraints are an isotonic regression of the targets less the
    room that the labels below take.  Source: Dwyer, Marriott & Stuckey (2005), in one dimension.

    >>> spread(np.array([0.0, 10.0, 10.0]), 2.0).tolist()
    [0.0, 9.0, 11.0]
    """
    order = np.argsort(targets, kind="stable")
    room = gap * np.arange(targets.size)
    blocks: list[tuple[float, int]] = []  # mean and number of what was pushed together
    for target in targets[order] - room:
        blocks.append((float(target), 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (mean, count), (other, more) = blocks.pop(), blocks.pop()
            blocks.append(((mean * count + other * more) / (count + more), count + more))
    placed = np.empty_like(targets, dtype=float)
    placed[order] = np.repeat(*(np.array(part) for part in zip(*blocks, strict=True))) + room
    return placed
