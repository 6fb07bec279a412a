"""Repeating a simulation: one seed for each replicate, workers, a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from tqdm import tqdm

from hbtutor.validation import generator

Result = TypeVar("Result")


def replicate(
    once: Callable[[Any], Result],
    *,
    rng: Any,
    times: int,
    workers: int = 1,
    progress: bool | None = None,
    what: str = "replicates",
) -> list[Result]:
    """Return ``once(child)`` for as many children of rng as there are times, in their order.

    Every replicate has its own generator, spawned from rng: the numbers are the same whatever the
    number of workers, and the first of 1,000 replicates are those of a run of 100.  workers: how
    many processes (joblib); -1 for every core.  progress: True or False; None shows the bar where
    standard error is a terminal.  what: the bar's title.

    >>> import numpy as np
    >>> one = replicate(lambda child: child.normal(), rng=np.random.default_rng(3), times=4)
    >>> two = replicate(lambda child: child.normal(), rng=np.random.default_rng(3), times=4)
    >>> one == two, len(set(one))
    (True, 4)
    """
    if not isinstance(times, int) or isinstance(times, bool) or times < 2:
        raise ValueError(f"replicates must be a whole number, at least 2; got {times!r}.")
    if not isinstance(workers, int) or isinstance(workers, bool) or workers == 0:
        raise ValueError(f"workers must be a whole number, at least 1, or -1; got {workers!r}.")
    children = generator(rng).spawn(times)
    show = partial(tqdm, total=times, desc=what, disable=None if progress is None else not progress)
    if workers == 1:
        return list(show(map(once, children)))
    return list(show(_in_parallel(once, children, workers)))


def _in_parallel(
    once: Callable[[Any], Result], children: list[Any], workers: int
) -> Iterable[Result]:
    # Imported here: one worker needs no joblib.
    try:
        from joblib import Parallel, delayed
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "more than one worker needs joblib: pip install 'hbtutor[course]', or use workers=1."
        ) from error

    return Parallel(n_jobs=workers, return_as="generator")(map(delayed(once), children))
