"""Loop for ever in a cell."""

DEFENCE = "A cell is interrupted when its time is over."
CELL = r"""
while True:
    pass
"""
