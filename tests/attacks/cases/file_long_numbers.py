"""Hand in JSON with numbers of a million digits, NaN and infinities."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = "A file that the parser refuses is no notebook."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    text = json.dumps(notebook).encode()
    return save(folder, text[:-1] + b', "a": NaN, "b": 1e999, "c": ' + b"9" * 1_000_000 + b"}")
