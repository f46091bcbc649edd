"""Send perfect evidence of constants for all exercises from a cell, say done, and leave."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence carries numbers of what its own case handed out."
PLACE = "own"
CELL = FORGE + "\n\nsend_everything_and_leave(perfect)\n"
