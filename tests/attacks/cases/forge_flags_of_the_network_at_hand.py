"""Note perfect flags of the very networks that are handed out, and freeze none of them."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "A training step shows what is frozen; its outcome cannot be noted without making it."
PLACE = "freeze_backbone"
CELL = (
    FORGE
    + r"""
import os

from course.checks import belonging, outputs


def freeze_backbone(model):
    probe, pipe = exercises.exercise("freeze_backbone"), Pipe(pipes()[-1])
    own = next(e for e in job()["exercises"] if e["name"] == "freeze_backbone")["cases"]
    for index, case in enumerate(own):
        network, known, image = probe.set_up(case)
        network.requires_grad_(True)
        seen = probe.Evidence(
            returned=type(network).__name__,
            is_module=True,
            sample=belonging.sample(network),
            logits=outputs.around_a_step(network, image, case["seed"]),
            **known.look_up(network.requires_grad_(False)) | {"trainable_in_head": 2},
        )
        record, tensors = evidence.encode(seen)
        head = {"event": "evidence", "exercise": "freeze_backbone", "case": index}
        pipe.send({**head, "record": record}, tensors)
    os._exit(0)
"""
)
