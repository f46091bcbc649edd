"""Raise an exception whose __str__ never returns."""

DEFENCE = "The time of cells and exercises covers their messages."
LONG = True
CELL = r"""
class Endless(Exception):
    def __str__(self):
        while True:
            pass


raise Endless
"""
