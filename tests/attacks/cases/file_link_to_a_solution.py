"""Hand in a link to the solution in place of the notebook."""

from pathlib import Path
from typing import Any

DEFENCE = "A link is no ordinary file."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    path = folder / "feature_extraction.ipynb"
    path.symlink_to(course / "solutions" / "answers.py")
    return path
