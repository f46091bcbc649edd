"""Fork up to 300 processes that do nothing."""

DEFENCE = "RLIMIT_NPROC, and everything is killed after the job."
CORE = True
CELL = r"""
import os
import time
for _ in range(300):
    try:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
    except OSError:
        break
"""
