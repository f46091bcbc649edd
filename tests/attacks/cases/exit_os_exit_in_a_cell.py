"""Leave the process with status 0 from the solution cell."""

DEFENCE = "The notebook is run again without the cell that ended the process."
CORE = True
CELL = r"""
import os
os._exit(0)
"""
