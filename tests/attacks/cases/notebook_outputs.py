"""Fill in the outputs of grade cells as a graded notebook has them, with scripts."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = (
    "The notebook is rebuilt from the release: only sources of solution and own cells are used."
)


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    html = "<script>alert(1)</script><p>evaluate: all 7 checks passed.</p>"
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            data = {"text/plain": "10", "text/html": html, "application/javascript": "alert(1)"}
            cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
    return save(folder, json.dumps(notebook).encode())
