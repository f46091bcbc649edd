"""Loop for ever and swallow the interruption."""

DEFENCE = (
    "The grader ends a job one of whose cells is not over in time, and runs it again without "
    "that cell."
)
LONG = True
CELL = r"""
import signal
signal.signal(signal.SIGALRM, signal.SIG_IGN)
while True:
    pass
"""
