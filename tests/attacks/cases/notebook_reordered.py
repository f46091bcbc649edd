"""Hand in all cells in the opposite order."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = (
    "The notebook is rebuilt from the release: only sources of solution and own cells are used."
)


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    notebook["cells"] = notebook["cells"][::-1]
    return save(folder, json.dumps(notebook).encode())
