"""Send forged evidence from an exit handler."""

from tests.attacks.cases._forging import FORGE

DEFENCE = (
    "Processes leave by os._exit, so no exit handler runs; and evidence that came twice is none."
)
CELL = (
    FORGE
    + r"""
import atexit
import os


def forge():
    for descriptor in range(3, 64):
        try:
            send(descriptor)
        except OSError:
            pass


def send(descriptor):
    for event in perfect_events('evaluate'):
        Pipe(descriptor).send(*event)


atexit.register(forge)
raise SystemExit(0)
"""
)
