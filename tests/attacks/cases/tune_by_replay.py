"""Send the published evidence for all exercises of fine-tuning, with each case's own numbers."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Rates, a step's outcome and weights are those of the case's own network, or none."
ACCEPTED = "How a learner trains is free: that fine_tune trained properly is a matter of notes."
ASSIGNMENT = "fine_tuning"
PLACE = "own"
CELL = (
    FORGE
    + r"""
from course.checks import belonging


def evidence_of(name, case):
    made = exercises.exercise(name).set_up(case)[0]
    given = made[0] if isinstance(made, tuple) else made
    return dataclasses.replace(public_like(name, case), sample=belonging.sample(given))


cell = local("cell", lambda value: type(value) is dict)
Pipe(pipes()[-1]).send({"event": "ran", "id": cell["id"], "text": "", "error": None})
for own in job()["exercises"]:
    name = own["name"]
    for record, tensors in events(name, lambda case: evidence_of(name, case)):
        Pipe(pipes()[-1]).send(record, tensors)
    Pipe(pipes()[-1]).send({"event": "ended", "exercise": name, "how": "exit 0"})
Pipe(pipes()[-1]).send({"event": "done"})
os._exit(0)
"""
)
