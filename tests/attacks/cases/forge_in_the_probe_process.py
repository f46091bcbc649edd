"""Send perfect evidence from inside the function and end the process before the probe can."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence has to show the scores of the case's own network."
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
