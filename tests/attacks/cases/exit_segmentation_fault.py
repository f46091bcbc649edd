"""Read from address 0."""

DEFENCE = "Every exercise is probed in a process of its own; how that ended is not evidence."
CELL = r"""
import ctypes


def evaluate(*arguments):
    ctypes.string_at(0)
"""
