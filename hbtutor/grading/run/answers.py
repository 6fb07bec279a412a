"""The student's names as the referee sees them: plain data, and functions that may be called."""

from __future__ import annotations

import builtins
from typing import Any

from hbtutor.grading.run.channel import Channel, ChannelError, SilentError
from hbtutor.grading.run.wire import WireError, decode, encode

GRACE = 3.0
"""Seconds beyond its limit that the student's process has to interrupt itself."""


class GoneError(BaseException):
    """The student's process has ended or had to be ended; no test may catch this."""


class StudentError(Exception):
    """An error of a class that the student's code has made up."""


class Student:
    """The referee's end of the student's process."""

    def __init__(self, channel: Channel, *, cell_seconds: float) -> None:
        self._channel = channel
        self._seconds = cell_seconds

    def ask(self, message: dict[str, Any], *, seconds: float | None = None) -> dict[str, Any]:
        """Send a message and return the answer; GoneError if there is none in time."""
        try:
            self._channel.send(message | {"seconds": self._seconds})
            wait = (self._seconds if seconds is None else seconds) + GRACE
            reply = self._channel.receive(seconds=wait)
        except SilentError:
            raise GoneError(
                f"it ran for more than {self._seconds:g} seconds and could not be interrupted"
            ) from None
        except ChannelError as error:
            raise GoneError(f"the student's process stopped: {error}") from None
        if type(reply) is not dict:
            raise GoneError("the student's process wrote what is no answer")
        return reply

    def wait_until_ready(self, seconds: float) -> None:
        """Wait for the process to say that its walls stand; GoneError if they do not."""
        try:
            said = self._channel.receive(seconds=seconds)
        except ChannelError as error:
            raise GoneError(f"the student's process did not start: {error}") from None
        if type(said) is not dict or said.get("ready") is not True:
            raise GoneError(f"the student's process did not start: {said!r:.200}")

    def value(self, name: str) -> Any:
        """Return what a name of the student's stands for; KeyError if it is not defined."""
        reply = self.ask({"do": "get", "name": name})
        if reply.get("missing") is True:
            raise KeyError(name)
        return self._read(reply)

    def _call(self, handle: int, arguments: Any, keywords: Any) -> Any:
        message = {
            "do": "call",
            "handle": handle,
            "arguments": encode(arguments),
            "keywords": encode(keywords),
        }
        return self._read(self.ask(message))

    def _read(self, reply: dict[str, Any]) -> Any:
        if "raised" in reply:
            raise _error(str(reply["raised"])[:80], str(reply.get("text", ""))[:500])
        try:
            return decode(reply.get("value"), call=self._function)
        except WireError as error:
            raise StudentError(str(error)) from None

    def _function(self, handle: int, name: str) -> Any:
        def function(*arguments: Any, **keywords: Any) -> Any:
            return self._call(handle, arguments, keywords)

        function.__name__ = function.__qualname__ = name[:80]
        return function


class Names(dict[str, Any]):
    """The names a test cell sees: its own first, then Python's, then the student's.

    What trusted cells define or import, a student cannot replace; what the released notebook asks
    the student to define (``asked``), a test cell can use as a name of its own only for itself.
    """

    def __init__(self, student: Student, *, asked: frozenset[str]) -> None:
        super().__init__()
        self["__builtins__"] = builtins
        self["__name__"] = "__main__"
        self._student = student
        self._asked = asked
        self._reserved: frozenset[str] = frozenset()

    def reserve(self, names: frozenset[str]) -> None:
        """Keep names for the trusted cells, even where such a cell fails before it defines them."""
        self._reserved |= names - self._asked

    def settle(self) -> None:
        """After a trusted cell: what it defined under a name of the student's is forgotten."""
        for name in self._asked & self.keys():
            del self[name]

    def __missing__(self, name: str) -> Any:
        if name in self._reserved or hasattr(builtins, name):
            raise KeyError(name)
        return self._student.value(name)


def _error(name: str, text: str) -> Exception:
    """Return an error of Python's own class of that name, or of one made for the name."""
    kind = getattr(builtins, name, None)
    if isinstance(kind, type) and issubclass(kind, Exception):
        try:
            return kind(text)
        except TypeError:  # UnicodeError and its kind want more than a text
            pass
    if name.isidentifier():
        return type(name, (StudentError,), {})(text)
    return StudentError(text)
