"""Leave a thread running that writes rubbish into the evidence for ever."""

DEFENCE = (
    "The job's processes are killed when it is over; rubbish in the evidence ends the job as "
    "malformed."
)
CELL = r"""
import os
import threading
import time


def babble():
    while True:
        time.sleep(0.2)
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, b'rubbish')
            except OSError:
                pass


threading.Thread(target=babble, daemon=True).start()
"""
