"""The pair of warm processes that this process runs submissions with: keeper and referees."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hbtutor.grading.run.channel import Channel, ChannelError, SilentError
from hbtutor.grading.run.limits import Limits, environment
from hbtutor.grading.run.sandbox import BUBBLEWRAP, FIRST_USER, keeper_command

START_SECONDS = 120.0
STOP_SECONDS = 20.0


class BenchError(RuntimeError):
    """A warm process did not start, or is gone."""


class Bench:
    """A keeper and a referees' parent; runs one submission at a time."""

    def __init__(self, walls: str) -> None:
        self.walls = walls
        self._home = tempfile.mkdtemp(prefix="hbtutor-")
        self._keeper, self._keeper_socket = self._start_keeper()
        self._referees, self._referees_socket = _start(
            lambda fd: [sys.executable, "-m", "hbtutor.grading.run.referees", str(fd)],
            os.environ | {k: v for k, v in environment("").items() if "THREADS" in k},
        )
        self._nests = bool(_reply(self._keeper_socket, START_SECONDS).get("nests"))
        _reply(self._referees_socket, START_SECONDS)
        self._used = False

    def run(self, notebook: dict[str, Any], limits: Limits, *, seconds: float) -> dict[str, Any]:
        """Run a notebook and return its record as plain data.

        Waits at most so many seconds; TimeoutError after them, BenchError where a process of the
        grader's own is gone.
        """
        if self._used and not self._nests:
            self._renew_keeper()
        self._used = True
        pipes = Pipes()
        their_reads, our_writes = pipes.new()
        our_reads, their_writes = pipes.new()
        job_reads, job_writes = pipes.new()
        record_reads, record_writes = pipes.new()
        job = Channel(reads=record_reads, writes=job_writes)
        referee = 0
        try:
            _ask(self._keeper_socket, self._start(limits), [their_reads, their_writes])
            given = [our_reads, our_writes, job_reads, record_writes]
            referee = int(_ask(self._referees_socket, {}, given)["pid"])
            pipes.close(their_reads, their_writes, *given)
            job.send({"notebook": notebook, "limits": limits.as_dict(), "walls": self.walls})
            return job.receive(seconds=seconds)
        except SilentError:
            raise TimeoutError from None
        except ChannelError as error:
            raise BenchError("the referee is gone") from error
        finally:
            if referee:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(referee, signal.SIGKILL)
            pipes.close_all()
            _ask(self._keeper_socket, {"do": "stop"})
            self._sweep()

    def _start(self, limits: Limits) -> dict[str, Any]:
        walled = self.walls == BUBBLEWRAP
        # One user for each of the processes that may run at the same time.
        user = FIRST_USER + os.getpid() % 4_000 if walled and os.geteuid() == 0 else 0
        return {"do": "start", "limits": limits.as_dict(), "user": user}

    def _sweep(self) -> None:
        """Empty the folder that students' processes without walls have worked in."""
        for path in Path(self._home).iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """End both processes, and everything below them."""
        for control in (self._keeper_socket, self._referees_socket):
            control.close()
        for process in (self._keeper, self._referees):
            process.kill()
            process.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    def _start_keeper(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        walled = self.walls == BUBBLEWRAP
        variables = dict(os.environ) if walled else environment(self._home)
        return _start(lambda fd: keeper_command(self.walls, fd), variables, folder=self._home)

    def _renew_keeper(self) -> None:
        self._keeper_socket.close()
        self._keeper.kill()
        self._keeper.wait()
        self._keeper, self._keeper_socket = self._start_keeper()
        _reply(self._keeper_socket, START_SECONDS)


class Pipes:
    """Pipes whose ends are closed once: a number that was closed may be another file's by now."""

    def __init__(self) -> None:
        self._open: set[int] = set()

    def new(self) -> tuple[int, int]:
        """Open a pipe; return the end to read from and the end to write to."""
        reads, writes = os.pipe()
        self._open |= {reads, writes}
        return reads, writes

    def close(self, *ends: int) -> None:
        """Close these ends, unless they are closed."""
        for end in ends:
            if end in self._open:
                self._open.discard(end)
                os.close(end)

    def close_all(self) -> None:
        """Close what is still open."""
        self.close(*list(self._open))


_benches: dict[str, Bench] = {}


def bench(walls: str) -> Bench:
    """Return this process's bench for the walls given; it is started when first asked for."""
    if walls not in _benches:
        _benches[walls] = Bench(walls)
    return _benches[walls]


def close_all() -> None:
    """End this process's benches."""
    while _benches:
        _benches.popitem()[1].close()


atexit.register(close_all)


def _start(
    command: Any, variables: dict[str, str], *, folder: str | None = None
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        command(theirs.fileno()),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=variables,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )
    theirs.close()
    return process, ours


def _ask(
    control: socket.socket, message: dict[str, Any], descriptors: list[int] | None = None
) -> dict[str, Any]:
    try:
        socket.send_fds(control, [json.dumps(message).encode()], descriptors or [])
    except OSError as error:
        raise BenchError("a process of the grader is gone") from error
    return _reply(control, STOP_SECONDS)


def _reply(control: socket.socket, seconds: float) -> dict[str, Any]:
    control.settimeout(seconds)
    try:
        said = control.recv(4096)
    except OSError as error:
        raise BenchError("a process of the grader does not answer") from error
    if not said:
        raise BenchError("a process of the grader has ended")
    return json.loads(said)
