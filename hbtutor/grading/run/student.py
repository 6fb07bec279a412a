"""The student's process: runs the student's cells, hands out values, answers calls.

Everything in it belongs to the student.  Whatever it writes is read as data by the referee, which
trusts none of it.  Started as ``python -m hbtutor.grading.run.student READ WRITE``.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from hbtutor.grading.run.channel import Channel, ChannelError
from hbtutor.grading.run.processes import end_with_parent
from hbtutor.grading.run.shell import CellTimeoutError, run_cell, shell, time_limit
from hbtutor.grading.run.wire import decode, encode

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def serve(channel: Channel) -> None:
    """Answer the referee's messages until it closes the channel."""
    end_with_parent()
    first = channel.receive()
    limit_resources(first["limits"])
    give_up_root(first["user"])
    instance = shell(largest=int(first["limits"]["output"]))
    for name in first.get("warm", ()):
        __import__(name)
    functions: list[Any] = []

    def keep(function: Any) -> int:
        functions.append(function)
        return len(functions) - 1

    def run(message: dict[str, Any]) -> dict[str, Any]:
        well, outputs = run_cell(instance, message["source"], seconds=message["seconds"])
        return {"well": well, "outputs": outputs}

    def get(message: dict[str, Any]) -> dict[str, Any]:
        # Exactly what a name in the notebook means, no hooks of a replaced namespace.
        if message["name"] not in instance.user_ns:
            return {"missing": True}
        with time_limit(message["seconds"]):
            return {"value": encode(instance.user_ns[message["name"]], keep=keep)}

    def call(message: dict[str, Any]) -> dict[str, Any]:
        arguments = decode(message["arguments"])
        keywords = decode(message["keywords"])
        instance.recorder.start()
        with time_limit(message["seconds"]):
            value = functions[message["handle"]](*arguments, **keywords)
            return {"value": encode(value, keep=keep)}

    answers: dict[str, Answer] = {"run": run, "get": get, "call": call}
    channel.send({"ready": True})
    while True:
        message = channel.receive()
        try:
            reply = answers[message["do"]](message)
        except CellTimeoutError as error:
            reply = {"raised": "TimeoutError", "text": str(error)}
        except BaseException as error:
            reply = {"raised": type(error).__name__, "text": str(error)[:500]}
        channel.send(reply)


def limit_resources(limits: dict[str, float]) -> None:
    """Bound what the process may use: memory, CPU, file size, open files, core dumps."""
    for name, value in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_FSIZE, limits["file_size"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(name)
        allowed = int(value) if hard == resource.RLIM_INFINITY else min(int(value), hard)
        resource.setrlimit(name, (allowed, allowed))


def give_up_root(user: int) -> None:
    """Become a user who owns nothing, whose processes are counted, and who cannot go back."""
    if user and os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)


def main() -> None:
    reads, writes = (int(number) for number in sys.argv[1:3])
    # Cells inherit neither descriptor under a well-known number nor an argument that names it.
    channel = Channel(reads=os.dup(reads), writes=os.dup(writes))
    os.close(reads)
    os.close(writes)
    sys.argv = [""]
    try:
        serve(channel)
    except ChannelError:
        os._exit(0)


if __name__ == "__main__":
    main()
