"""Give its own cells a thousand points each, and grade cells too."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = (
    "The notebook is rebuilt from the release: only sources of solution and own cells are used."
)


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    for cell in notebook["cells"]:
        tags = {
            "grade": True,
            "solution": True,
            "points": 1000,
            "locked": False,
            "schema_version": 3,
        }
        cell["metadata"].setdefault("nbgrader", {}).update(tags)
        cell["metadata"]["course"] = {"kind": "given", "points": 1000}
    return save(folder, json.dumps(notebook).encode())
