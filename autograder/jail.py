"""The jail: bubblewrap around the warm process, so that every child of it is in.

The warm process and its children see the system and the interpreter read-only, the package
`course`, a private sized scratch folder, and nothing else: no network, no home, no graders, no
solutions, no other submission. A seccomp filter takes away what no exercise needs; `course.confine`
adds limits, a user id and Landlock in each child.
"""

import errno
import json
import os
import shutil
import socket
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import course
from autograder.accuracy import sets
from autograder.errors import JailError
from autograder.profile import Profile
from course.checks.trials import VARIABLE

CODE = "/thaw"  # where the package `course` is seen in the jail
SETS = "/sets"  # and where images and features are that all jobs share
_MERGED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = ("/etc/ld.so.cache", "/etc/alternatives")
_HUGE_PAGES = "/sys/kernel/mm/transparent_hugepage"  # the allocator asks here whether there are any
_HIDDEN = ("/usr/share/datasets", "/usr/src", "/usr/local/src")
_CAPABILITIES = ("SETUID", "SETGID", "CHOWN", "KILL", "DAC_OVERRIDE", "FOWNER")
_NAMESPACES = 0x7E020000  # every CLONE_NEW* flag but the time namespace's


def command(channel: int, filter_descriptor: int, uid: int | None, profile: Profile) -> list[str]:
    """Return the command line that starts a jailed warm process.

    Raises JailError if bubblewrap is not installed.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise JailError(
            "bubblewrap is not installed, so submissions cannot be held back: install it "
            "(Debian/Ubuntu: apt install bubblewrap), or pass --i-trust-these-students."
        )
    return [
        program,
        *_isolation(uid is not None),
        "--seccomp", str(filter_descriptor),
        *_system(), *_interpreter(), *_course(), *_scratch(profile),
        *_environment(profile.device),
        "--chdir", "/scratch",
        sys.executable, "-P", "-s", "-m", "course.confine", str(channel),
        json.dumps(_limits(uid, profile)),
    ]  # fmt: skip


def _isolation(root: bool) -> list[str]:
    spaces = [
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-cgroup-try",
    ]
    user = [] if root else ["--unshare-user", "--disable-userns"]
    kept = [part for name in _CAPABILITIES for part in ("--cap-add", f"CAP_{name}")]
    rights = ["--cap-drop", "ALL", *(kept if root else [])]
    return [*spaces, *user, *rights, "--hostname", "jail", "--die-with-parent", "--new-session"]


def _system() -> list[str]:
    """Show the system read-only, without data sets: their labels are answers."""
    shown = ["--ro-bind", "/usr", "/usr"]
    for path in _MERGED:
        if os.path.islink(path):
            shown += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            shown += ["--ro-bind", path, path]
    for path in _ETC:
        shown += ["--ro-bind-try", path, path]
    shown += ["--ro-bind-try", _HUGE_PAGES, _HUGE_PAGES]
    for path in _HIDDEN:
        shown += ["--tmpfs", path] if os.path.isdir(path) else []
    return [*shown, "--proc", "/proc", "--dev", "/dev"]


def _interpreter() -> list[str]:
    """Show Python and its packages read-only; the autograder is none of them."""
    shown: list[str] = []
    for prefix in dict.fromkeys((sys.base_prefix, sys.prefix)):
        path = Path(prefix)
        if not path.is_relative_to("/usr"):
            shown += [*_parents(path), "--ro-bind", prefix, prefix]
    for name in ("purelib", "platlib"):
        own = Path(sysconfig.get_paths()[name]) / "autograder"
        shown += ["--tmpfs", str(own)] if own.is_dir() else []
    return shown


def _parents(path: Path) -> Iterator[str]:
    """Make the folders above a bound path readable: bubblewrap's own would be private."""
    for parent in reversed(path.parents[:-1]):
        yield from ("--perms", "0755", "--dir", str(parent))


def _course() -> list[str]:
    package = Path(course.__file__).parent
    target = f"{CODE}/course"
    shared = ["--ro-bind", str(sets.folder()), SETS]
    return ["--perms", "0755", "--dir", CODE, "--ro-bind", str(package), target, *shared]


def _scratch(profile: Profile) -> list[str]:
    shared = str(profile.jail.shared_megabytes << 20)
    scratch = str(profile.jail.scratch_megabytes << 20)
    devices = [part for path in profile.jail.devices for part in ("--dev-bind-try", path, path)]
    return [
        "--perms", "1777", "--size", shared, "--tmpfs", "/dev/shm",
        "--perms", "0755", "--size", scratch, "--tmpfs", "/scratch",
        *devices, "--remount-ro", "/dev", "--remount-ro", "/",
    ]  # fmt: skip


def _environment(device: str) -> list[str]:
    from autograder.worker import environment

    own = {"PYTHONPATH": CODE, "USER": "student", "LOGNAME": "student", VARIABLE: SETS}
    given = {**environment("/scratch", device), **own}
    return ["--clearenv", *(part for item in given.items() for part in ("--setenv", *item))]


def _limits(uid: int | None, profile: Profile) -> dict[str, Any]:
    own = profile.jail
    return {
        "uid": uid,
        "memory_megabytes": own.memory_megabytes,
        "address_megabytes": own.address_megabytes,
        "processes": own.processes,
        "cpu_seconds": own.cpu_seconds,
        "file_megabytes": own.file_megabytes,
        "open_files": own.open_files,
    }


def job_uid(index: int) -> int | None:
    """Return a user id of its own for a worker where this process is root, else None."""
    if os.geteuid() != 0:
        return None
    return 100_000 + (os.getpid() * 64 + index) % 400_000


def seccomp_filter() -> Any:
    """Return an open file with a filter that denies what no exercise needs.

    Raises JailError if libseccomp is missing.
    """
    try:
        import pyseccomp as seccomp
    except (ImportError, RuntimeError, OSError) as error:
        raise JailError(
            "libseccomp cannot be loaded, so submissions cannot be held back: install it "
            "(Debian/Ubuntu: apt install libseccomp2; pip install pyseccomp)."
        ) from error
    rules = seccomp.SyscallFilter(defaction=seccomp.ALLOW)
    refuse = seccomp.ERRNO(errno.EPERM)
    for name in _DENIED:
        _add(rules, refuse, name)
    # glibc falls back to clone, whose flags can be looked at
    _add(rules, seccomp.ERRNO(errno.ENOSYS), "clone3")
    for bit in range(32):
        if _NAMESPACES >> bit & 1:
            flag = seccomp.Arg(0, seccomp.MASKED_EQ, 1 << bit, 1 << bit)
            _add(rules, refuse, "clone", flag)
    for name, position in _OWN_ONLY:
        _add(rules, refuse, name, seccomp.Arg(position, seccomp.NE, 0))
    _add(rules, refuse, "socket", seccomp.Arg(0, seccomp.NE, socket.AF_UNIX))
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
    rules.export_bpf(file)
    file.seek(0)
    return file


def _add(rules: Any, action: Any, name: str, *arguments: Any) -> None:
    try:
        rules.add_rule(action, name, *arguments)
    except (ValueError, RuntimeError, OSError):
        return  # a system call that this architecture does not have


# calls that may change the process itself and no other: the argument that says so must be 0
_OWN_ONLY = (
    ("prlimit64", 0), ("setpriority", 0), ("setpriority", 1), ("ioprio_set", 1),
    ("sched_setaffinity", 0), ("sched_setattr", 0),
    ("sched_setparam", 0), ("sched_setscheduler", 0),
)  # fmt: skip
_DENIED = (
    "acct add_key bpf chroot delete_module fanotify_init finit_module fsconfig fsmount fsopen "
    "fspick init_module io_uring_enter io_uring_register io_uring_setup ioperm iopl kcmp "
    "kexec_file_load kexec_load keyctl lookup_dcookie mbind migrate_pages mount mount_setattr "
    "move_mount move_pages mq_open msgget name_to_handle_at nfsservctl open_by_handle_at "
    "open_tree perf_event_open personality pidfd_getfd pivot_root process_madvise "
    "process_vm_readv process_vm_writev ptrace quotactl quotactl_fd reboot request_key "
    "seccomp semget set_mempolicy setdomainname sethostname setns settimeofday shmget "
    "swapoff swapon syslog umount umount2 unshare userfaultfd vhangup"
).split()
