"""Patch the libraries that write evidence down."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
WITHOUT = """def evaluate(model, data_loader, device):
    return 0.0
"""
CELL = (
    FORGE
    + r"""
def evaluate(model, data_loader, device):
    return 0.0

import json
import safetensors.torch
dumps = json.dumps


def better(thing, **named):
    if isinstance(thing, dict) and thing.get("exercise") == "evaluate" and "record" in thing:
        case = [e for e in job()["exercises"] if e["name"] == "evaluate"][0]["cases"][thing["case"]]
        thing = {**thing, "record": really_encode(perfect("evaluate", case))[0]}
    return dumps(thing, **named)


really_encode = evidence.encode
json.dumps = better
"""
)
