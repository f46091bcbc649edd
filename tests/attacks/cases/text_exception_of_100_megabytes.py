"""Raise an exception whose text is 100 MB long."""

DEFENCE = "Messages are cut at 300 characters."
CELL = r"""
def evaluate(*arguments):
    raise ValueError('x' * (100 << 20))
"""
