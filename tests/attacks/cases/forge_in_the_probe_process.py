"""Send perfect evidence from inside the function and end the process before the probe can."""

from tests.attacks.cases._forging import FORGE

DEFENCE = (
    "The instructor is told which cell to read; a forger must know this program and each case."
)
ACCEPTED = "Some checks rest on flags and counts, which can be forged beside the probe."
CELL = (
    FORGE
    + r"""
import os


def evaluate(*arguments):
    for descriptor in pipes():
        for record, tensors in perfect_events("evaluate"):
            Pipe(descriptor).send(record, tensors)
    os._exit(0)
"""
)
