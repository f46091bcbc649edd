"""Hand in a zip archive under the notebook's name that unpacks to 1 GB."""

import zipfile
from pathlib import Path
from typing import Any

DEFENCE = "Nothing is ever unpacked: a file that is no text is no notebook."
LONG = True


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    path = folder / "feature_extraction.ipynb"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("x", "w") as entry,
    ):
        for _ in range(1024):
            entry.write(bytes(1 << 20))
    return path
