"""Send perfect evidence just before the process that probes is forked, and define no function."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "An exercise whose function was not found can have no evidence, before or after."
CELL = (
    FORGE
    + r"""
def before():
    exercise = local("exercise")
    if exercise is not None and exercise["name"] == "evaluate":
        for descriptor in pipes():
            for record, tensors in perfect_events("evaluate"):
                Pipe(descriptor).send(record, tensors)


os.register_at_fork(before=before)
"""
)
