"""The referees' warm parent: has imported the checks, forks a referee for each submission.

Started as ``python -m hbtutor.grading.run.referees SOCKET``.  A referee reads its job from a pipe
and writes the record of the run to another; both, and the channel to the student's process, come
over the socket as descriptors.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import traceback

from hbtutor.grading.run.channel import Channel
from hbtutor.grading.run.limits import Limits
from hbtutor.grading.run.processes import end_with_parent
from hbtutor.grading.run.referee import referee
from hbtutor.grading.run.warm import warm_up


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    end_with_parent()
    warm_up()
    control.send(b"{}")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 16, 4)
        if not message:
            return
        child = os.fork()
        if child == 0:
            control.close()
            _be_referee(*descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(json.dumps({"pid": child}).encode())
        _reap()


def _be_referee(reads: int, writes: int, job_reads: int, record_writes: int) -> None:
    try:
        end_with_parent()
        # What a test cell prints outside Python's own streams goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        job = Channel(reads=job_reads, writes=record_writes)
        asked = job.receive()
        try:
            record = referee(
                asked["notebook"],
                Limits(**asked["limits"]),
                channel=Channel(reads=reads, writes=writes),
                walls=asked["walls"],
            )
            job.send(record.as_dict())
        except Exception:
            job.send({"failed": traceback.format_exc().strip().splitlines()[-1]})
    finally:
        os._exit(0)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


if __name__ == "__main__":
    main()
