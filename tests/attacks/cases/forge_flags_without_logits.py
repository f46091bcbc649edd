"""Send right flags of the networks at hand, and no logits."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "A training step shows what is frozen; without its logits flags count for nothing."
PLACE = "freeze_backbone"
WITHOUT = r"""
def freeze_backbone(model):
    return model
"""
CELL = (
    FORGE
    + r"""


def evidence_of(case):
    probe = exercises.exercise("freeze_backbone")
    network, known, image = probe.set_up(case)
    return probe.Evidence(
        returned=type(network).__name__,
        is_module=True,
        sample=belonging.sample(network),
        **known.look_up(network.requires_grad_(False)) | {"trainable_in_head": 2},
    )


def freeze_backbone(model):
    send_and_leave("freeze_backbone", evidence_of)
"""
)
