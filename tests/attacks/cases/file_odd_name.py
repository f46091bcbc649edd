"""Hand in a notebook whose file name is HTML and Markdown."""

import json
from pathlib import Path
from typing import Any

DEFENCE = "Names are escaped, and pages are sanitised."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    path = folder / "<img src=x onerror=alert(1)>[x](javascript:alert(1))\n\x1b[2J.ipynb"
    path.write_bytes(json.dumps(notebook).encode())
    return folder
