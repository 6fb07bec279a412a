"""The keeper: a warm process inside the sandbox, of which each submission runs in a fork.

It has imported what scientific notebooks import, and runs no student's code itself.  For each
submission it forks; the fork puts up its own walls (namespaces, limits, an own user) and becomes
the student's process.  Started as ``python -m hbtutor.grading.run.keeper SOCKET WALLED``.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import random
import socket
import sys
from typing import Any

from hbtutor.grading.run import walls
from hbtutor.grading.run.channel import Channel, ChannelError
from hbtutor.grading.run.processes import adopt_orphans, end_with_parent, kill_descendants
from hbtutor.grading.run.warm import warm_up

LONGEST = 1 << 16


def keep(control: socket.socket, *, walled: bool) -> None:
    """Start and stop students' processes as the messages on the socket ask, one at a time.

    walled: whether this process is in a sandbox, in which each student's process gets its own.
    """
    warm_up()
    importlib.import_module("hbtutor.grading.run.student")
    nests = walled and _can_nest()
    control.send(json.dumps({"nests": nests}).encode())
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, LONGEST, 2)
        if not message:
            return
        job = json.loads(message)
        if job["do"] == "start":
            if os.fork() == 0:
                _become_student(job, Channel(reads=descriptors[0], writes=descriptors[1]), nests)
            for descriptor in descriptors:
                os.close(descriptor)
        else:
            kill_descendants()
        control.send(b"{}")


def _become_student(job: dict[str, Any], channel: Channel, nests: bool) -> None:
    """Put up the walls and serve; the fork never returns."""
    from hbtutor.grading.run.student import serve

    try:
        if nests:
            walls.enter_namespaces()
            child = os.fork()
            if child:
                os.waitpid(child, 0)
                os._exit(0)
            end_with_parent()
            walls.private_folders(int(job["limits"]["scratch"]))
        walls.keep_only(*channel.descriptors)
        walls.limit_resources(job["limits"])
        walls.give_up_rights(int(job["user"]))
        end_with_parent()  # once more: a change of user forgets it
        _reseed()
        sys.argv = [""]
        with contextlib.suppress(ChannelError):
            serve(channel, job["limits"])
    except BaseException as error:
        with contextlib.suppress(BaseException):
            channel.send({"failed": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


def _can_nest() -> bool:
    """Tell whether a fork can have namespaces of its own; found by trying it."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            walls.enter_namespaces()
            inner = os.fork()
            if inner == 0:
                with contextlib.suppress(BaseException):
                    walls.private_folders(1 << 20)
                    os._exit(0)
                os._exit(1)
            code = os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1])
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _reseed() -> None:
    """Give a fork random numbers of its own."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    end_with_parent()
    adopt_orphans()
    walls.hide()
    keep(control, walled=sys.argv[2] == "walled")


if __name__ == "__main__":
    main()
