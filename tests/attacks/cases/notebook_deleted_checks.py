"""Delete the grade cells and the exercises that are not solved."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = (
    "The notebook is rebuilt from the release: only sources of solution and own cells are used."
)


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if not cell["id"].startswith(("check_", "replace", "evaluate"))
    ]
    return save(folder, json.dumps(notebook).encode())
