"""Tag cells so that tools skip them, hide them or let them raise."""

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
        cell["metadata"]["tags"] = [
            "raises-exception",
            "skip-execution",
            "remove_cell",
            "parameters",
        ]
        cell["metadata"]["deletable"] = cell["metadata"]["editable"] = True
    return save(folder, json.dumps(notebook).encode())
