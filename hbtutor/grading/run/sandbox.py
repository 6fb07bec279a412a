"""The walls around a student's process: bubblewrap where it works, the strongest else, named."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from hbtutor.grading.run.limits import Limits, environment
from hbtutor.grading.run.processes import kill_descendants

BUBBLEWRAP = "bubblewrap"
PROCESS = "separate process with resource limits, network and files NOT isolated"
SCRATCH = "/tmp"
"""The temporary folder: a private one, inside the sandbox."""
FIRST_USER = 61_000
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "fonts", "alternatives")

_TRIAL = f"""
from hbtutor.grading.run.student import give_up_root
give_up_root({FIRST_USER})
import IPython.core.oinspect, numpy, hbtutor.check
print("inside")
"""


class IsolationError(RuntimeError):
    """The isolation that the course demands is not to be had here."""


@cache
def strongest() -> str:
    """Return what isolation this machine has; found by trying it.

    >>> strongest() in {BUBBLEWRAP, PROCESS}
    True
    """
    if not sys.platform.startswith("linux") or shutil.which("bwrap") is None:
        return PROCESS
    trial = subprocess.run(
        [*_bubblewrap(Limits()), sys.executable, "-c", _TRIAL],
        capture_output=True,
        check=False,
        timeout=60,
    )
    return BUBBLEWRAP if trial.stdout.strip() == b"inside" else PROCESS


def isolation(limits: Limits) -> str:
    """Return the isolation that a run will have; IsolationError if less than the course demands."""
    if limits.isolation == "none":
        return PROCESS
    found = strongest()
    if limits.isolation == "required" and found != BUBBLEWRAP:
        raise IsolationError(
            "isolation = 'required', but bubblewrap does not work here: install it "
            "(apt-get install bubblewrap) and allow user namespaces (in a container: a seccomp "
            "profile that permits them; on Ubuntu 24.04: an AppArmor profile for bwrap)."
        )
    return found


class Walled:
    """A student's process inside its walls; ``kill`` ends it with everything it has started."""

    def __init__(self, limits: Limits, *, walls: str, reads: int, writes: int) -> None:
        self.user = 0
        self._home: str | None = None
        command = [
            sys.executable,
            "-m",
            "hbtutor.grading.run.student",
            str(reads),
            str(writes),
        ]
        if walls == BUBBLEWRAP:
            command = [*_bubblewrap(limits), *command]
            folder, variables = "/", dict(os.environ)
            # One user for each of the processes that may run at the same time.
            self.user = FIRST_USER + os.getpid() % 4_000 if os.geteuid() == 0 else 0
        else:
            self._home = folder = tempfile.mkdtemp(prefix="hbtutor-")
            variables = environment(folder)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=variables,
            pass_fds=(reads, writes),
            start_new_session=True,
        )

    def kill(self) -> None:
        """End the process and all its descendants.

        Inside bubblewrap they share a pid namespace, which dies with its first process, setsid
        or not; without it the referee has adopted them (adopt_orphans) and finds them.
        """
        self._process.kill()
        self._process.wait()
        kill_descendants()
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)


def visible() -> list[Path]:
    """Return the folders of Python and of the packages that a student's process may read."""
    folders = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.exec_prefix), _package()}
    folders |= {Path(folder) for folder in site.getsitepackages()}
    folders |= {Path(sys.executable).resolve().parent.parent}
    return sorted(
        folder
        for folder in folders
        if folder.is_dir() and not any(folder.is_relative_to(root) for root in _SYSTEM)
    )


def _package() -> Path:
    return Path(__file__).resolve().parents[2]


def _bubblewrap(limits: Limits) -> list[str]:
    """Return the command that puts what follows it into a sandbox of its own."""
    command = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv"]
    if os.geteuid() == 0:
        # Root needs no user namespace; the process gives root up before it runs any cell, for
        # a user of its own, whose processes can be counted and who owns nothing.
        command += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user", "--disable-userns"]
    for folder in _SYSTEM:
        path = Path(folder)
        if path.is_symlink():
            command += ["--symlink", os.readlink(folder), folder]
        elif path.is_dir():
            command += ["--ro-bind", folder, folder]
    for name in _ETC:
        command += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    made: set[Path] = set()
    for path in visible():
        for above in reversed(path.parents[:-1]):
            if above not in made and not any(above.is_relative_to(p) for p in visible()):
                command += ["--perms", "0755", "--dir", str(above)]
                made.add(above)
        command += ["--ro-bind", str(path), str(path)]
    # The declared answers: only the referee needs them.
    command += ["--perms", "0755", "--tmpfs", str(_package() / "check" / "exercises")]
    command += ["--proc", "/proc", "--dev", "/dev"]
    command += ["--perms", "1777", "--size", str(limits.scratch), "--tmpfs", SCRATCH]
    command += ["--remount-ro", "/", "--chdir", SCRATCH]
    for name, value in environment(SCRATCH).items():
        command += ["--setenv", name, value]
    return command
