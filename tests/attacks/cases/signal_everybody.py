"""Kill every process that may be signalled."""

DEFENCE = "A PID namespace of its own: there is nobody else in it."
CORE = True
CELL = r"""
import os
import signal
os.kill(-1, signal.SIGKILL)
"""
