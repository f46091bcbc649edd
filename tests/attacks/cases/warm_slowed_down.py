"""Give the warm process the lowest priority and one core, which later jobs would inherit."""

DEFENCE = "The seccomp filter refuses to change how other processes are scheduled."
CORE = True
CELL = r"""
import ctypes
import os
for pid in (1, 2, 3):
    for call in (
        lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
        lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0)),
        lambda: os.sched_setaffinity(pid, {0}),
    ):
        try:
            call()
            print('WORKED', pid)
        except OSError:
            pass
"""
