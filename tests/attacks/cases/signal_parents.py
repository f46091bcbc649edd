"""Kill the warm process and its parent."""

DEFENCE = (
    "The warm process has another user id where the grader is root; elsewhere it is started "
    "anew, and evidence that is missing is missing."
)
CORE = True
CELL = r"""
import os
import signal
for pid in (os.getppid(), 1, 2):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
"""
