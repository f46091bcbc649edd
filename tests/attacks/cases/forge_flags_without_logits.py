# ruff: noqa: E501  (submissions)
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
import os
from course.checks import belonging

def freeze_backbone(model):
    probe, pipe = exercises.exercise("freeze_backbone"), Pipe(pipes()[-1])
    own = next(e for e in job()["exercises"] if e["name"] == "freeze_backbone")["cases"]
    for index, case in enumerate(own):
        network, known, image = probe.set_up(case)
        seen = probe.Evidence(returned="M", is_module=True, sample=belonging.sample(network),
            **known.look_up(network.requires_grad_(False)) | {"trainable_in_head": 2})
        record, tensors = evidence.encode(seen)
        pipe.send({"event": "evidence", "exercise": "freeze_backbone", "case": index, "record": record}, tensors)
    os._exit(0)
"""
)
