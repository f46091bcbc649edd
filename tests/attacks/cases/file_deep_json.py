"""Hand in JSON nested a million deep."""

from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = "A file that overflows the parser is no notebook."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    return save(folder, b'{"cells": ' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}")
