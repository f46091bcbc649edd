"""Ask for a kernel, a language and an interpreter of its own."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = (
    "The notebook is rebuilt from the release: only sources of solution and own cells are used."
)


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    notebook["metadata"]["kernelspec"] = {
        "name": "owned",
        "display_name": "x",
        "argv": ["/bin/sh", "-c", "touch " + str(course / "owned")],
        "language": "bash",
        "env": {"PYTHONSTARTUP": "evil.py"},
    }
    notebook["metadata"]["language_info"] = {"name": "bash", "pygments_lexer": "<script>"}
    notebook["metadata"]["thaw_graded"] = True
    return save(folder, json.dumps(notebook).encode())
