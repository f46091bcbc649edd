"""Write one sparse file of 1 TB, and one of 2 GB."""

DEFENCE = "RLIMIT_FSIZE."
CELL = r"""
import os
for size in (1 << 40, 1 << 31):
    with open('huge', 'wb') as file:
        file.truncate(size)
"""
