"""Give an own cell the ids and names of checks, given cells and other exercises."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import own_cell, save

DEFENCE = (
    "The notebook is rebuilt from the release: only sources of solution and own cells are used."
)
WITHOUT = "def evaluate(*arguments):\n    return 1.0"  # which has the points that it is worth


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    for name in ("check_evaluate", "imports", "find_course", "replace_head", "about_the_file"):
        cell = own_cell(WITHOUT, name)
        cell["metadata"] = {"nbgrader": {"grade_id": name, "grade": True, "points": 99}}
        notebook["cells"].insert(0, cell)
    return save(folder, json.dumps(notebook).encode())
