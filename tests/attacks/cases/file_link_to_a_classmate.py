"""Hand in a link to another student's notebook, which has full marks."""

import json
from pathlib import Path
from typing import Any

from tests import classroom
from tests.attacks.case import save

DEFENCE = "A link is no ordinary file."
EXERCISES = ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate")


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    full = course / "submitted" / "bob" / "feature_extraction"
    full.mkdir(parents=True, exist_ok=True)
    cells = {e: classroom.source(e, "reference") or "" for e in EXERCISES}
    save(full, json.dumps(classroom.notebook(cells)).encode())
    path = folder / "feature_extraction.ipynb"
    path.symlink_to(full / "feature_extraction.ipynb")
    return path
