"""How large the terminal is (`shutil` knows it too, and is slow to import)."""

import os
import sys

USUAL = os.terminal_size((80, 24))


def size() -> os.terminal_size:
    """Return columns and lines: `COLUMNS` and `LINES` if set, else what the terminal says."""
    try:
        told = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1)
    except (OSError, ValueError):
        told = USUAL
    columns = _set("COLUMNS") or told.columns or USUAL.columns
    return os.terminal_size((columns, _set("LINES") or told.lines or USUAL.lines))


def _set(name: str) -> int:
    value = os.environ.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else 0
