"""Put numbers, lists and nothing where a notebook has text and objects."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = "Everything that is read of a file is checked for its type."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    for index, cell in enumerate(notebook["cells"]):
        cell["metadata"] = [None, 3, [], {"nbgrader": 5}, {"nbgrader": {"grade_id": {}}}][index % 5]
        if index % 3 == 0:
            cell["source"] = [1, None, ["x"], "print(1)"]
        if index % 7 == 0:
            cell["id"] = {"a": 1}
            cell["cell_type"] = ["code"]
    notebook["cells"] += [None, 5, "cell", [], {}, {"cell_type": "code"}]
    return save(folder, json.dumps(notebook).encode())
