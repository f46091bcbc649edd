"""Send perfect evidence from a cell, before the real probe sends its own."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence that comes twice, out of order or for no case is none."
CELL = (
    FORGE
    + r"""
for descriptor in pipes():
    for record, tensors in perfect_events("evaluate"):
        Pipe(descriptor).send(record, tensors)
"""
)
