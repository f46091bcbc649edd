"""Sleep for ever with all signals blocked."""

DEFENCE = (
    "The grader ends a job one of whose cells is not over in time, and runs it again without "
    "that cell."
)
LONG = True
CORE = True
CELL = r"""
import signal
import time
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    time.sleep(1000)
"""
