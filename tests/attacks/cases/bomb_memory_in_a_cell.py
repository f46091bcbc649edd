"""Fill 6 GB of memory from a cell."""

DEFENCE = (
    "The memory of all of a job's processes is watched, and the job is ended above the "
    "profile's limit."
)
CORE = True
CELL = r"""
kept = []
for _ in range(60):
    kept.append(bytearray(b'x') * (100 << 20))
import time
time.sleep(4)
"""
