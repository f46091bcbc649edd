"""Send perfect evidence of an epoch from inside the function, and end the process."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence carries numbers of what its own case handed out."
PLACE = "train_one_epoch"
CELL = (
    FORGE
    + r"""
import os


def train_one_epoch(*arguments):
    for descriptor in pipes():
        for record, tensors in perfect_events("train_one_epoch"):
            Pipe(descriptor).send(record, tensors)
    os._exit(0)
"""
)
