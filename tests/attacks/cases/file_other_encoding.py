"""Hand in the notebook in UTF-16, in UTF-7 and with NUL characters."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = "A file that is not UTF-8 text is no notebook."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    return save(folder, json.dumps(notebook).encode("utf-16") + bytes(100))
