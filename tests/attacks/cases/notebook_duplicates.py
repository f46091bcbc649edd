"""Hand in every cell five times, grade cells with forged outputs among them."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = (
    "The notebook is rebuilt from the release: only sources of solution and own cells are used."
)


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    score = {"output_type": "execute_result", "data": {"text/plain": "50"}, "metadata": {}}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{**score, "execution_count": 1}]
    notebook["cells"] = notebook["cells"] * 5
    return save(folder, json.dumps(notebook).encode())
