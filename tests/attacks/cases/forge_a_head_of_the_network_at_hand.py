"""Note a perfect head for the very networks that are handed out, and give them none."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "The instructor is told which cell to read; a forger must take each case's network apart."
ACCEPTED = "What a head is made of is a matter of shapes and counts: they can be noted beside it."
PLACE = "replace_head"
CELL = (
    FORGE
    + r"""


def evidence_of(case):
    numbers = belonging.sample(exercises.exercise("replace_head").set_up(case)[0])
    return dataclasses.replace(perfect("replace_head", case), sample=numbers)


def replace_head(model, num_classes):
    send_and_leave("replace_head", evidence_of)
"""
)
