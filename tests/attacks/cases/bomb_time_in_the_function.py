"""Loop for ever in the function."""

DEFENCE = "An exercise's process is killed when its time is over."
LONG = True
CELL = r"""
def evaluate(*arguments):
    while True:
        pass
"""
