"""Replace the process by another program that succeeds."""

DEFENCE = "The notebook is run again without the cell that ended the process."
CELL = r"""
import os
os.execv('/bin/true', ['true'])
"""
