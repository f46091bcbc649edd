"""Read a notebook's code cells as text, whoever wrote the file; nothing of it is run."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import CheckError


@dataclass(frozen=True)
class CodeCell:
    """A code cell: its grade_id if it has one, its `kind` in the course, and its source."""

    grade_id: str | None
    kind: str
    source: str


def read(path: Path) -> list[CodeCell]:
    """Read the code cells of a notebook.

    Raises CheckError saying what is wrong with the file and how to mend it.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CheckError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise CheckError(f"{path} is not a notebook: save it from Jupyter again.") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise CheckError(f"{path} is not a notebook of format 4: save it from a current Jupyter.")
    return [_cell(c) for c in notebook["cells"] if _is_code(c)]


def _is_code(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def _cell(cell: dict[str, Any]) -> CodeCell:
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(str(part) for part in source)
    metadata = cell.get("metadata") or {}
    grade_id = (metadata.get("nbgrader") or {}).get("grade_id")
    return CodeCell(grade_id, (metadata.get("course") or {}).get("kind", "extra"), text)
