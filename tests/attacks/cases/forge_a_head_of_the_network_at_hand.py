"""Note a perfect head for the very networks that are handed out, and give them none."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "The instructor is told which cell to read; a forger must take each case's network apart."
ACCEPTED = "What a head is made of is a matter of shapes and counts: they can be noted beside it."
PLACE = "replace_head"
CELL = (
    FORGE
    + r"""
import os

from course.checks import belonging


def replace_head(model, num_classes):
    probe, pipe = exercises.exercise("replace_head"), Pipe(pipes()[-1])
    own = next(e for e in job()["exercises"] if e["name"] == "replace_head")["cases"]
    for index, case in enumerate(own):
        numbers = belonging.sample(probe.set_up(case)[0])
        seen = dataclasses.replace(perfect("replace_head", case), sample=numbers)
        record, tensors = evidence.encode(seen)
        head = {"event": "evidence", "exercise": "replace_head", "case": index}
        pipe.send({**head, "record": record}, tensors)
    os._exit(0)
"""
)
