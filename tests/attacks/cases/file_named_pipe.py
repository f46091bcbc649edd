"""Hand in a named pipe, from which nothing ever comes."""

import os
from pathlib import Path
from typing import Any

DEFENCE = "What is no ordinary file is not opened."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    path = folder / "feature_extraction.ipynb"
    os.mkfifo(path)
    return path
