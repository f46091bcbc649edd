"""The notebook that instructors see: the release's, with the student's sources in their places."""

from typing import Any

import nbformat

from autograder.assignment import Assignment
from autograder.intake import Taken


def notebook_of(taken: Taken, assignment: Assignment) -> dict[str, Any]:
    """Return the release notebook with the student's sources and extra cells in their places."""
    release: dict[str, Any] = nbformat.read(assignment.release_path, as_version=4)
    by_id = {cell["id"]: cell for cell in release["cells"]}
    cells = []
    for cell in taken.cells:
        made = by_id.get(cell.id) or nbformat.v4.new_code_cell(id=cell.id)
        made["source"] = cell.source
        cells.append(made)
    release["cells"] = cells
    return release
