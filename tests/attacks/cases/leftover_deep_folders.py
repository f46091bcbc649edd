"""Leave folders nested so deeply that removing them recursively fails."""

DEFENCE = "Folders are removed without recursion; what cannot be emptied ends the worker."
CORE = True
CELL = r"""
import os
for _ in range(3000):
    os.mkdir('d')
    os.chdir('d')
"""
