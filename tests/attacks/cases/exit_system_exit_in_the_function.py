"""Raise SystemExit(0) while the function is probed."""

DEFENCE = "SystemExit out of a function is evidence of a function that gave no answer."
CELL = r"""
import sys


def evaluate(*arguments):
    sys.exit(0)
"""
