"""An IPython shell without a kernel: runs cells and records their outputs as a notebook does."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell, InteractiveShellABC
from traitlets import Type

AGAIN = 0.5
"""Seconds after which an interrupted cell that goes on is interrupted again."""


class CellTimeoutError(BaseException):
    """A cell or a call has used its time."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise CellTimeoutError in the main thread when the block has used its seconds.

    Again and again, for code that catches everything.  Whoever must be sure kills from outside.
    """

    def stop(signum: int, frame: FrameType | None) -> None:
        raise CellTimeoutError(f"stopped after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Recorder:
    """The outputs of the cell that runs now, up to a number of characters."""

    def __init__(self, largest: int) -> None:
        self.largest = largest
        self.start()

    def start(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.left = self.largest

    def stream(self, name: str, text: str) -> None:
        if self._take(len(text)):
            last = self.outputs[-1] if self.outputs else {}
            if last.get("output_type") == "stream" and last.get("name") == name:
                last["parts"].append(text)
            else:
                self.outputs.append({"output_type": "stream", "name": name, "parts": [text]})

    def add(self, output: dict[str, Any]) -> None:
        if self._take(sum(len(str(part)) for part in output.get("data", {}).values())):
            self.outputs.append(output)

    def finish(self) -> list[dict[str, Any]]:
        for output in self.outputs:
            if "parts" in output:
                text = "".join(output.pop("parts"))
                output["text"] = re.sub(r"[^\n]*\r(?!\n)", "", text)
        return [output for output in self.outputs if output.get("text") != ""]

    def _take(self, size: int) -> bool:
        had, self.left = self.left, self.left - size
        if had > 0 >= self.left:
            note = {"output_type": "stream", "name": "stderr", "parts": ["\n… output cut here.\n"]}
            self.outputs.append(note)
        return self.left > 0


class Stream:
    """What stands for sys.stdout and sys.stderr."""

    encoding = "utf-8"

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder = recorder
        self._name = name

    def write(self, text: str) -> int:
        self._recorder.stream(self._name, str(text))
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.recorder.add(
            {
                "output_type": "execute_result",
                "data": format_dict,
                "metadata": {},
                "execution_count": None,
            }
        )


class _Publisher(DisplayPublisher):
    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        self.shell.recorder.add({"output_type": "display_data", "data": data, "metadata": {}})

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.outputs.clear()


class Shell(InteractiveShell):
    """Runs cells and records what a notebook would show under them."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    recorder: Recorder

    def init_history(self) -> None:
        self.config.HistoryManager.enabled = False
        super().init_history()

    def enable_gui(self, gui: Any = None) -> None:
        """There is no screen."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.recorder.add(
            {
                "output_type": "error",
                "ename": str(getattr(etype, "__name__", etype)),
                "evalue": str(evalue),
                "traceback": [str(line) for line in stb],
            }
        )


def shell(*, largest: int) -> Shell:
    """Return the process's shell; its outputs hold at most so many characters a cell."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    instance = Shell.instance()
    instance.recorder = Recorder(largest)
    sys.stdout = Stream(instance.recorder, "stdout")
    sys.stderr = Stream(instance.recorder, "stderr")
    return instance


def run_cell(instance: Shell, source: str, *, seconds: float) -> tuple[bool, list[dict[str, Any]]]:
    """Run a cell; return whether it ended without an error, and its outputs."""
    instance.recorder.start()
    try:
        with time_limit(seconds):
            result = instance.run_cell(source, store_history=True, silent=False)
        well = bool(result.success)
    except BaseException as error:
        instance._showtraceback(type(error), error, [f"{type(error).__name__}: {error}"])
        well = False
    return well, instance.recorder.finish()


InteractiveShellABC.register(Shell)
