"""Fork processes that fork, 300 at most at a time."""

DEFENCE = "RLIMIT_NPROC, and everything is killed after the job."
CELL = r"""
import os
import time
for _ in range(8):
    try:
        if os.fork() == 0:
            for _ in range(37):
                try:
                    if os.fork() == 0:
                        time.sleep(60)
                        os._exit(0)
                except OSError:
                    pass
            os._exit(0)
    except OSError:
        break
"""
