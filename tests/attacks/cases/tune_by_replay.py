"""Send the published evidence for all exercises of fine-tuning, with each case's own numbers."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Rates, a step's outcome and weights are those of the case's own network, or none."
ACCEPTED = "How a learner trains is free: that fine_tune trained properly is a matter of notes."
ASSIGNMENT = "fine_tuning"
PLACE = "own"
CELL = (
    FORGE
    + r"""


def evidence_of(name, case):
    made = exercises.exercise(name).set_up(case)[0]
    given = made[0] if isinstance(made, tuple) else made
    return dataclasses.replace(public_like(name, case), sample=belonging.sample(given))


send_everything_and_leave(evidence_of)
"""
)
