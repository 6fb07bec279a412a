"""The student's process: runs the student's cells, hands out values, answers calls.

Everything in it belongs to the student.  Whatever it writes is read as data by the referee, which
trusts none of it.  It is a fork of the keeper, behind its walls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hbtutor.grading.run.channel import Channel
from hbtutor.grading.run.shell import CellTimeoutError, run_cell, shell, time_limit
from hbtutor.grading.run.wire import decode, encode

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def serve(channel: Channel, limits: dict[str, Any]) -> None:
    """Answer the referee's messages until it closes the channel."""
    instance = shell(largest=int(limits["output"]))
    functions: list[Any] = []

    def keep(function: Any) -> int:
        functions.append(function)
        return len(functions) - 1

    def run(message: dict[str, Any]) -> dict[str, Any]:
        well, outputs = run_cell(instance, message["source"], seconds=message["seconds"])
        stopped = any(output.get("ename") == CellTimeoutError.__name__ for output in outputs)
        return {"well": well, "outputs": outputs, "stopped": stopped}

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
