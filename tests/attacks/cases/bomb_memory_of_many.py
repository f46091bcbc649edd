"""Fill 6 GB in ten processes of 600 MB."""

DEFENCE = (
    "The memory of all of a job's processes is watched, and the job is ended above the "
    "profile's limit."
)
CELL = r"""
import os
import time
for _ in range(10):
    if os.fork() == 0:
        kept = bytearray(b'x') * (600 << 20)
        time.sleep(4)
        os._exit(0)
time.sleep(4)
"""
