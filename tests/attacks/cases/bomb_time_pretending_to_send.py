"""Pretend again and again that a cell has begun, to push the deadline away."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "A job has one deadline, whatever it sends."
LONG = True
CELL = (
    FORGE
    + r"""
import time
import signal
signal.signal(signal.SIGALRM, signal.SIG_IGN)
for _ in range(1500):
    for descriptor in pipes():
        Pipe(descriptor).send({'event': 'cell', 'id': f'evaluate'})
        Pipe(descriptor).send({'event': 'ran', 'id': f'evaluate', 'text': '', 'error': None})
    time.sleep(0.2)
"""
)
