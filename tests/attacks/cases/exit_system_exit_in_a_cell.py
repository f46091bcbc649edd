"""Raise SystemExit(0), as a successful program does."""

DEFENCE = "An exception ends its own cell and nothing else."
CELL = r"""
raise SystemExit(0)
"""
