"""Raise exceptions that handlers rarely expect, GeneratorExit and one of its own."""

DEFENCE = "Every exercise is probed in a process of its own; how that ended is not evidence."
CELL = r"""
class Odd(BaseException):
    pass


def evaluate(*arguments):
    raise Odd from GeneratorExit()
"""
