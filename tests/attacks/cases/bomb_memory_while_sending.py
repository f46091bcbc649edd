"""Fill 6 GB while a trickle of evidence keeps the grader busy reading."""

from tests.attacks.cases._forging import FORGE

DEFENCE = (
    "The memory of all of a job's processes is watched, and the job is ended above the "
    "profile's limit. Busy or not."
)
CELL = (
    FORGE
    + r"""
import threading
import time


def trickle():
    while True:
        time.sleep(0.05)
        for descriptor in pipes():
            Pipe(descriptor).send({'event': 'cell', 'id': 'evaluate'})


threading.Thread(target=trickle, daemon=True).start()
kept = []
for _ in range(60):
    kept.append(bytearray(b'x') * (100 << 20))
time.sleep(4)
kept.clear()
"""
)
