"""Runs of many submissions at once, on Dask: this machine's cores, or a cluster that is there."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from hbtutor.grading.run.limits import Limits
from hbtutor.grading.run.record import Run
from hbtutor.grading.run.runner import run

AHEAD = 3
"""Jobs sent out for each worker, so that none waits and memory stays bounded."""
RETRIES = 2

Job = tuple[str, dict[str, Any]]


def run_all(
    jobs: Iterable[Job], limits: Limits, *, workers: int | None = None, scheduler: str | None = None
) -> Iterator[tuple[str, Run]]:
    """Run jobs (key and admitted notebook), and yield each key with its record as it comes.

    workers: processes on this machine (all cores if None), with 1 this process itself; scheduler:
    address of a Dask scheduler to use instead.  A job whose worker is lost is tried again; one that
    takes its workers down each time gives a record that says so.
    """
    if workers == 1 and not scheduler:
        for key, notebook in jobs:
            yield key, run(notebook, limits)
        return

    from distributed import as_completed

    waiting = iter(jobs)
    with _client(workers, scheduler) as client:
        ahead = AHEAD * max(1, len(client.scheduler_info()["workers"]))
        sent = as_completed()

        def send() -> bool:
            for key, notebook in waiting:
                job = client.scatter(notebook, hash=False) if scheduler else notebook
                sent.add(client.submit(run, job, limits, key=key, retries=RETRIES, pure=False))
                return True
            return False

        for _ in range(ahead):
            if not send():
                break
        for future in sent:
            key = str(future.key)
            error = future.exception()
            if error is None:
                yield key, future.result()
            else:
                yield key, Run(reason=f"The grader's worker was lost: {type(error).__name__}.")
            future.release()
            send()


@contextmanager
def _client(workers: int | None, scheduler: str | None) -> Iterator[Any]:
    from distributed import Client, LocalCluster

    if scheduler:
        with Client(scheduler) as client:
            yield client
        return
    count = workers or len(os.sched_getaffinity(0))
    with (
        LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client
