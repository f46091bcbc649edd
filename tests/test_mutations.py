"""Notebooks with anything changed in them: none stops the class, none scores above the original."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import assignment, intake, profile
from autograder.desk import Desk
from autograder.intake import Submission
from autograder.results import score
from autograder.transcript import RunsJobs
from tests import classroom
from tests.bank import ROOT

FOUND = assignment.find(classroom.SLUG, ROOT)
PROFILE = profile.load()
HALF = {"evaluate": classroom.source("evaluate", "reference") or ""}
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.just([]), st.just({}),
    st.just({"nbgrader": {"grade_id": "evaluate", "grade": True, "points": 100}}),
).map(copy.deepcopy)  # fmt: skip  # one that was shared could come to hold itself


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """Draw a notebook with one to four changes: cells gone, doubled, moved, renamed, retyped."""
    notebook = copy.deepcopy(classroom.notebook(HALF))
    for _ in range(draw(st.integers(1, 4))):
        cells = notebook["cells"]
        at = draw(st.integers(0, len(cells) - 1)) if cells else 0
        _change(notebook, cells, at, draw)
    return notebook


def _change(notebook: Any, cells: list[Any], at: int, draw: Any) -> None:
    kind = draw(st.sampled_from(["drop", "double", "move", "field", "metadata", "top", "cell"]))
    if not cells or kind == "top":
        notebook[draw(st.sampled_from(["metadata", "nbformat", "nbformat_minor", "x"]))] = draw(ODD)
    elif kind == "drop":
        del cells[at]
    elif kind == "double":
        cells.insert(draw(st.integers(0, len(cells))), copy.deepcopy(cells[at]))
    elif kind == "move":
        cells.insert(draw(st.integers(0, len(cells) - 1)), cells.pop(at))
    elif kind == "cell":
        cells[at] = draw(ODD)
    elif isinstance(cells[at], dict):
        names = ["id", "cell_type", "source", "outputs"] if kind == "field" else ["metadata"]
        cells[at][draw(st.sampled_from(names))] = draw(ODD)


@given(mutated())
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
def test_500_mutated_notebooks_are_taken_in(
    tmp_path_factory: pytest.TempPathFactory, notebook: Any
) -> None:
    path = tmp_path_factory.getbasetemp() / "mutated.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    taken = intake.take(Submission("m", classroom.SLUG, path), FOUND, PROFILE)
    release = [c["id"] for c in json.loads(FOUND.release_path.read_text())["cells"]]
    assert [cell.id for cell in taken.cells if cell.origin != "extra"] == release
    own = {cell.id for cell in taken.cells if cell.origin == "solution"}
    assert own <= set(FOUND.exercises)


@pytest.mark.slow
@given(mutated())
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_mutation_scores_above_the_original(
    desk: Desk, worker: RunsJobs, tmp_path_factory: pytest.TempPathFactory, notebook: Any
) -> None:
    """Each is graded; what is rebuilt to the same cells is graded once."""
    path: Path = tmp_path_factory.getbasetemp() / "graded.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    taken = intake.take(Submission("m", classroom.SLUG, path), FOUND, PROFILE)
    own = tuple((cell.id, cell.source) for cell in taken.cells if cell.origin != "release")
    if own not in _OUTCOMES:
        verdicts, _ = desk.grader(worker).verdicts(taken, worker)
        assert all(verdict.outcome != "error" for verdict in verdicts)
        _OUTCOMES[own] = sum(score(verdict) for verdict in verdicts)
    assert _OUTCOMES[own] <= 10


_OUTCOMES: dict[Any, float] = {}
