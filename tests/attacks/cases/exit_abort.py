"""Abort, so that the system would write a core file."""

DEFENCE = (
    "The notebook is run again without the cell that ended the process. Core files are "
    "limited to nothing."
)
CELL = r"""
import os
os.abort()
"""
