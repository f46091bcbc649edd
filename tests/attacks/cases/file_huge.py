"""Hand in a notebook of 300 MB, nearly all of it a hole."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = "The size of the file is capped before it is read."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    path = save(folder, json.dumps(notebook).encode())
    with path.open("r+b") as file:
        file.truncate(300 << 20)
    return path
