"""Overflow the C stack by recursion without a limit."""

DEFENCE = "Every exercise is probed in a process of its own; how that ended is not evidence."
CELL = r"""
import sys
sys.setrecursionlimit(10**8)


def evaluate(*arguments):
    return evaluate(*arguments)
"""
