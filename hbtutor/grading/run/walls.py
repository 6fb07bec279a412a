"""What a student's process does to itself before it runs any cell: new namespaces, limits, no root.

The calls that Python 3.11 lacks are made through libc.  Everything here happens in a fork of the
keeper, before a line of the student's code, and none of it can be undone from inside.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
from pathlib import Path
from typing import Any

SCRATCH = "/scratch"
"""The temporary folder: a private one, inside the sandbox.

Not /tmp itself: mounted there it would hide a Python or a course that is kept below /tmp.
"""
CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
MS_NOSUID_NODEV = 0x2 | 0x4
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
SYS_CAPSET = {"x86_64": 126, "aarch64": 91}


class WallError(OSError):
    """A wall could not be put up."""


def enter_namespaces() -> None:
    """Give this process's next child processes, mounts, network and the rest of their own."""
    wanted = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
    user, group = os.geteuid(), os.getegid()
    if user != 0:
        wanted |= CLONE_NEWUSER
        _call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)  # or its own maps could not be written
    _call("unshare", wanted)
    if user != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def private_folders(scratch: int) -> None:
    """Mount an empty temporary folder of so many bytes, and the processes of this namespace.

    Where an ordinary user may not mount the latter, /proc shows the keeper's namespace: its few
    processes can be seen, but neither read (they hide) nor signalled.
    """
    _mount("tmpfs", SCRATCH, f"size={scratch},mode=1777,nr_inodes=20000")
    try:
        _mount("proc", "/proc", "")
    except WallError:
        if _is_real_root():
            raise
    os.chdir(SCRATCH)


def limit_resources(limits: dict[str, Any]) -> None:
    """Bound what a process may use: memory, CPU, processes, file size, open files, core dumps."""
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


def give_up_rights(user: int) -> None:
    """Become a user who owns nothing and cannot go back; lose every capability.

    user: whom to become, 0 to stay; only root can become another.
    """
    if user and os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    number = SYS_CAPSET.get(os.uname().machine)
    if number is not None and os.geteuid() != 0:
        header = (ctypes.c_uint32 * 2)(0x20080522, 0)
        _call("syscall", number, header, (ctypes.c_uint32 * 6)())


def keep_only(*descriptors: int) -> None:
    """Close every other file descriptor above standard error."""
    kept = sorted(descriptors)
    for low, high in zip([3, *(d + 1 for d in kept)], [*kept, 1 << 16], strict=True):
        os.closerange(low, high)


def hide() -> None:
    """Forbid other processes of the same user to look into this one (ptrace, /proc/…/mem)."""
    with contextlib.suppress(WallError):
        _call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0)


def _is_real_root() -> bool:
    """Tell whether root here is root of the machine, not only of a user namespace."""
    return Path("/proc/self/uid_map").read_text().split() == ["0", "0", "4294967295"]


def _mount(kind: str, where: str, options: str) -> None:
    _call("mount", kind.encode(), where.encode(), kind.encode(), MS_NOSUID_NODEV, options.encode())


def _call(name: str, *arguments: Any) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    given = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    if getattr(libc, name)(*given) < 0:
        number = ctypes.get_errno()
        raise WallError(number, f"{name}: {os.strerror(number)}")
