"""Raise KeyboardInterrupt, as an instructor's Ctrl-C would."""

DEFENCE = "An exception ends its own cell and nothing else."
CELL = r"""
raise KeyboardInterrupt
"""
