"""Send two million tiny frames."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "The number of frames is capped."
CELL = (
    FORGE
    + r"""
import os
frame = b'THAW\x02\x00\x00\x00\x00\x00\x00\x00{}'
for descriptor in pipes():
    for _ in range(200):
        os.write(descriptor, frame * 10_000)
"""
)
