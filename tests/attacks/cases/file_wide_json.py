"""Hand in 19 MB of empty lists as cells."""

from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = "The number of cells is capped, and the size of the file."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    return save(folder, b'{"cells": [' + b"[]," * 6_400_000 + b"[]]}")
