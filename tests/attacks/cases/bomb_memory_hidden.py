"""Fill 6 GB in a process that has made itself unreadable to its watcher."""

DEFENCE = (
    "The memory of all of a job's processes is watched, and the job is ended above the "
    "profile's limit."
)
CORE = True
CELL = r"""
import ctypes
import time
ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
kept = []
for _ in range(60):
    kept.append(bytearray(b'x') * (100 << 20))
time.sleep(4)
"""
