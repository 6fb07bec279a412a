"""Messages between two processes: JSON behind its length, over a pair of pipes."""

from __future__ import annotations

import json
import os
import select
import time
from typing import Any

LARGEST = 64_000_000
"""Bytes of one message."""


class ChannelError(Exception):
    """The other side is gone, is silent beyond its time, or writes what is no message."""


class SilentError(ChannelError):
    """The other side has not answered in its time."""


class Channel:
    """One end of a pair of pipes, given by file descriptors; no call waits beyond its deadline."""

    def __init__(self, *, reads: int, writes: int) -> None:
        self._reads = reads
        self._writes = writes

    @property
    def descriptors(self) -> tuple[int, int]:
        """The two file descriptors."""
        return self._reads, self._writes

    def send(self, message: Any) -> None:
        """Write one message; ChannelError if nobody reads any more."""
        payload = json.dumps(message).encode()
        pending = memoryview(len(payload).to_bytes(8, "big") + payload)
        try:
            while pending:
                pending = pending[os.write(self._writes, pending) :]
        except OSError as error:
            raise ChannelError("the other process is gone.") from error

    def receive(self, *, seconds: float | None = None) -> Any:
        """Read one message; SilentError after the seconds given, ChannelError if it is none."""
        deadline = None if seconds is None else time.monotonic() + seconds
        size = int.from_bytes(self._exactly(8, deadline), "big")
        if size > LARGEST:
            raise ChannelError(f"the other process wrote {size} bytes at once.")
        try:
            return json.loads(self._exactly(size, deadline))
        except (ValueError, RecursionError) as error:
            raise ChannelError("the other process wrote what is no message.") from error

    def _exactly(self, size: int, deadline: float | None) -> bytes:
        parts: list[bytes] = []
        while size:
            wait = None if deadline is None else max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([self._reads], [], [], wait)
            if not ready:
                raise SilentError("no answer in time.")
            part = os.read(self._reads, min(size, 1 << 20))
            if not part:
                raise ChannelError("the other process has ended.")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
