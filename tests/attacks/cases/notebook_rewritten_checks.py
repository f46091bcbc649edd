"""Rewrite the grade cells and the given cells to print full marks and patch the course."""

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
        if cell["id"].startswith(("check_", "imports", "find_course")):
            cell["source"] = "import course\ncourse.check = lambda *a: 10\nprint(10)\n10"
    return save(folder, json.dumps(notebook).encode())
