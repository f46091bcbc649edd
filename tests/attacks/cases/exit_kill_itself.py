"""Kill its own process."""

DEFENCE = "The notebook is run again without the cell that ended the process."
CELL = r"""
import os
import signal
os.kill(os.getpid(), signal.SIGKILL)
"""
