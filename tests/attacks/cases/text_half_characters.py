"""Print and raise text that is no valid Unicode."""

DEFENCE = "Half characters are replaced before anything is written."
CELL = r"""
print("\ud800 half \udfff")


def evaluate(*arguments):
    raise ValueError("\ud83d half \x00 and nothing")
"""
