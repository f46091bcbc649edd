"""Note perfect counts of groups that were never made."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence has the rate of every single parameter of the case's own network."
PLACE = "parameter_groups"
WITHOUT = """
def parameter_groups(model, backbone_lr, head_lr):
    return []
"""
CELL = (
    FORGE
    + r"""


def evidence_of(case):
    network, before = exercises.exercise("parameter_groups").set_up(case)
    count = sum(before.flags.values())
    backbone = {"of": count - 2, "right": count - 2, "another": 0, "missing": 0}
    head = {"of": 2, "right": 2, "another": 0, "missing": 0}
    seen = public_like("parameter_groups", case)
    numbers = belonging.sample(network)
    return dataclasses.replace(seen, backbone=backbone, head=head, sample=numbers)


def parameter_groups(model, backbone_lr, head_lr):
    send_and_leave("parameter_groups", evidence_of)
"""
)
