"""The walls around a student's process: bubblewrap where it works, the strongest else, named."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
from functools import cache
from pathlib import Path

from hbtutor.grading.run.limits import Limits, environment
from hbtutor.grading.run.walls import SCRATCH

BUBBLEWRAP = "bubblewrap"
PROCESS = "separate process with resource limits, network and files NOT isolated"
KEEPER_SCRATCH = 64 << 20
FIRST_USER = 61_000
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "fonts", "alternatives")

_TRIAL = f"""
from hbtutor.grading.run.walls import give_up_rights
give_up_rights({FIRST_USER})
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
        [*_bubblewrap(), sys.executable, "-c", _TRIAL],
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


def keeper_command(walls: str, descriptor: int) -> list[str]:
    """Return the command that starts a keeper inside the walls given."""
    kind = "walled" if walls == BUBBLEWRAP else "bare"
    keeper = [sys.executable, "-m", "hbtutor.grading.run.keeper", str(descriptor), kind]
    return [*_bubblewrap(), *keeper] if walls == BUBBLEWRAP else keeper


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


def _bubblewrap() -> list[str]:
    """Return the command that puts what follows it into a sandbox of its own."""
    command = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv"]
    if os.geteuid() == 0:
        # Root needs no user namespace: the keeper keeps what it takes to put up the walls of
        # each fork; the fork gives everything up before it runs any cell, for a user of its own,
        # whose processes can be counted and who owns nothing.
        command += ["--cap-drop", "ALL"]
        for right in ("SYS_ADMIN", "SETUID", "SETGID", "KILL"):
            command += ["--cap-add", f"CAP_{right}"]
    else:
        command += ["--unshare-user"]
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
    command += ["--perms", "1777", "--size", str(KEEPER_SCRATCH), "--tmpfs", SCRATCH]
    if not any(path.is_relative_to("/tmp") for path in visible()):
        command += ["--symlink", SCRATCH, "/tmp"]
    command += ["--remount-ro", "/", "--chdir", SCRATCH]
    for name, value in environment(SCRATCH).items():
        command += ["--setenv", name, value]
    return command
