"""Stop the warm process with SIGSTOP."""

DEFENCE = (
    "The warm process has another user id where the grader is root; elsewhere one that does "
    "not answer is killed and started anew."
)
CORE = True
CELL = r"""
import os
import signal
for pid in (os.getppid(), 1, 2):
    try:
        os.kill(pid, signal.SIGSTOP)
    except OSError:
        pass
"""
