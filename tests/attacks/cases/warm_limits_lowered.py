"""Lower the limits of the warm process, which later jobs would inherit."""

DEFENCE = "The seccomp filter refuses prlimit on other processes."
CORE = True
CELL = r"""
import resource
for pid in (1, 2, 3):
    for limit in (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_DATA):
        try:
            resource.prlimit(pid, limit, (2, 2))
        except (OSError, ValueError):
            pass
"""
