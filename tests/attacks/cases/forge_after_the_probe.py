"""Send perfect evidence from a thread, after the real probe has sent its own."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence that comes twice, out of order, for no case or for no function is none."
CELL = (
    FORGE
    + r"""
import threading
import time


def later():
    time.sleep(1)
    for descriptor in pipes():
        for record, tensors in perfect_events("evaluate"):
            Pipe(descriptor).send(record, tensors)


threading.Thread(target=later, daemon=True).start()
"""
)
