"""Say that all is done, and go on for ever."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "A job that says it is done and does not end is killed a few seconds later."
CELL = (
    FORGE
    + r"""
import time
for descriptor in pipes():
    Pipe(descriptor).send({'event': 'done'})
while True:
    time.sleep(1000)
"""
)
