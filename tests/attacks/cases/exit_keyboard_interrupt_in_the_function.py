"""Raise KeyboardInterrupt while the function is probed."""

DEFENCE = "Every exercise is probed in a process of its own; how that ended is not evidence."
CELL = r"""
def evaluate(*arguments):
    raise KeyboardInterrupt
"""
