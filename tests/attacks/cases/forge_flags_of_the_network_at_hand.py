"""Note perfect flags of the very networks that are handed out, and freeze none of them."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "A training step shows what is frozen; its outcome cannot be noted without making it."
PLACE = "freeze_backbone"
CELL = (
    FORGE
    + r"""
from course.checks import steps


def evidence_of(case):
    probe = exercises.exercise("freeze_backbone")
    network, known, image = probe.set_up(case)
    network.requires_grad_(True)
    return probe.Evidence(
        returned=type(network).__name__,
        is_module=True,
        sample=belonging.sample(network),
        logits=steps.around_a_step(network, image, case["seed"]),
        **known.look_up(network.requires_grad_(False)) | {"trainable_in_head": 2},
    )


def freeze_backbone(model):
    send_and_leave("freeze_backbone", evidence_of)
"""
)
