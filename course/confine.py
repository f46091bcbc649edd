"""Confine a job's process from inside: identity, limits, files. Nothing here can be undone.

The warm process runs in namespaces made by bubblewrap; a child that it forks adds the rest here:
its own private folder, resource limits, a user id of its own where the warm process is root, and a
Landlock ruleset where the kernel has it.
"""

import contextlib
import ctypes
import json
import os
import resource
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from course import warm

SCRATCH = Path("/scratch")
_SHARED = Path("/dev/shm")
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_MEGABYTE = 1 << 20
_ROOM = 1000  # megabytes of address space for the stacks and heaps of threads


@dataclass(frozen=True)
class Limits:
    """What a job may use, and the user id that it runs as (None: the warm process's own)."""

    uid: int | None
    memory_megabytes: int
    address_megabytes: int
    processes: int
    cpu_seconds: int
    file_megabytes: int
    open_files: int


def confine(limits: Limits) -> None:
    """Confine this process for good; called in a job's process before any of its code."""
    os.setsid()
    folder = SCRATCH / "job"
    folder.mkdir(mode=0o700)
    if limits.uid is not None:
        os.chown(folder, limits.uid, limits.uid)
    _limit(limits)
    if limits.uid is not None:
        os.setgroups([])
        os.setresgid(limits.uid, limits.uid, limits.uid)
        os.setresuid(limits.uid, limits.uid, limits.uid)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_DUMPABLE, 1)
    _be_the_first_to_go()
    restrict_files([folder, _SHARED])
    os.chdir(folder)
    own = ("HOME", "TMPDIR", "IPYTHONDIR", "TORCHINDUCTOR_CACHE_DIR")
    os.environ.update(dict.fromkeys(own, str(folder)))
    tempfile.tempdir = str(folder)  # the warm process may have looked for one before


def _limit(limits: Limits) -> None:
    wanted = {
        resource.RLIMIT_AS: _address_space(limits),
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.file_megabytes * _MEGABYTE,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for what, value in wanted.items():
        resource.setrlimit(what, (value, value))


def _address_space(limits: Limits) -> int:
    """Return the bytes a process may map: what is mapped now, its memory, and room for threads.

    What is too large for one process then fails in the line that asked for it.
    """
    mapped = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    more = (limits.memory_megabytes + _ROOM) * _MEGABYTE
    return min(mapped * resource.getpagesize() + more, limits.address_megabytes * _MEGABYTE)


def _be_the_first_to_go() -> None:
    """Where memory runs out, let the system end this process before any other."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option}) failed")


def restrict_files(writable: list[Path]) -> bool:
    """Allow reading and running what is there, and writing below `writable`; say if it holds.

    False where the kernel has no Landlock: the mounts then stand alone.
    """
    try:
        from landlock import FSAccess, LandlockError, Ruleset
    except ImportError:
        return False
    try:
        rules = Ruleset()
        rules.allow("/", rules=FSAccess.READ_FILE | FSAccess.READ_DIR | FSAccess.EXECUTE)
        for path in writable:
            rules.allow(str(path))
        for device in ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty"):
            rules.allow(device, rules=FSAccess.READ_FILE | FSAccess.WRITE_FILE)
        rules.apply()
    except LandlockError:
        return False
    return True


def sweep() -> None:
    """Leave nothing of a job: no process, no file.

    Raises OSError if something stays; the warm process then ends, and with it the whole jail.
    """
    _end_processes()
    for folder in (SCRATCH, _SHARED):
        _empty(folder)


def _end_processes() -> None:
    """Kill everything but this process and the namespace's first, and wait until it is gone."""
    own = {1, os.getpid()}
    for _ in range(500):
        warm.kill_everything_else()
        if own.issuperset(int(name) for name in os.listdir("/proc") if name.isdigit()):
            return
        time.sleep(0.01)
    raise OSError("a job's processes cannot be killed")


def _empty(folder: Path) -> None:
    """Remove all that is in a folder, however deeply nested and whatever its rights.

    Inner folders are moved up before their parent is removed, so no path gets long.
    """
    number = 0
    while entries := [entry.path for entry in os.scandir(folder)]:
        for path in entries:
            if os.path.islink(path) or not os.path.isdir(path):
                os.unlink(path)
                continue
            os.chmod(path, 0o700)
            for inner in [entry.path for entry in os.scandir(path)]:
                if os.path.islink(inner) or not os.path.isdir(inner):
                    os.unlink(inner)
                    continue
                number += 1
                os.chmod(inner, 0o700)
                os.rename(inner, folder / f".swept-{time.monotonic_ns()}-{number}")
            os.rmdir(path)


def confining(limits: Limits) -> Callable[[], None]:
    """Return the function that confines a child."""
    return lambda: confine(limits)


def main() -> None:
    """Serve jobs, each confined; the arguments are the channel's descriptor and the limits."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    limits = Limits(**json.loads(sys.argv[2]))
    _prctl(_PR_SET_DUMPABLE, 0)  # no child may look into the warm process
    warm.warm_up()
    warm.serve(channel, confining(limits), sweep)


if __name__ == "__main__":
    main()
