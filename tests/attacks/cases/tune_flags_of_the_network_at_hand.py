"""Note perfect flags of the very networks that are handed out, and the logits of no step."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "A training step shows what is frozen; its outcome cannot be noted without making it."
PLACE = "unfreeze_last_blocks"
CELL = (
    FORGE
    + r"""
from course.checks import steps


def evidence_of(case):
    probe = exercises.exercise("unfreeze_last_blocks")
    network, known, image = probe.set_up(case)
    found = known.look_up(network)
    for place, part in enumerate(reversed(found["parts"])):
        part[1], part[3] = (part[0], part[2]) if place <= case["num_blocks"] else (0, 0)
    return probe.Evidence(
        returned=type(network).__name__,
        is_module=True,
        sample=belonging.sample(network),
        logits=steps.around_a_step(network, image, case["seed"]),
        **found,
    )


def unfreeze_last_blocks(model, num_blocks):
    send_and_leave("unfreeze_last_blocks", evidence_of)
"""
)
