"""Hand in checkpoints that are pickles which run a program when loaded."""

import json
import os
import pickle
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = "Nothing is ever unpickled, and no file beside the notebook is opened."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""

    class Run:
        def __reduce__(self) -> Any:
            return os.system, (f"touch {course / 'owned'}",)

    for name in ("model.safetensors", "model.pt", "feature_extraction.pkl"):
        (folder / name).write_bytes(pickle.dumps(Run()))
    return save(folder, json.dumps(notebook).encode())
