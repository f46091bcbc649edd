"""The release notebook in a real Jupyter kernel, as a learner runs it."""

import json
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

from tests import classroom

TRAINED = "model.safetensors"


def execute(notebook: dict[str, Any], folder: Path, keep: tuple[str, ...] = ()) -> Any:
    """Run a notebook's cells (all, or those named) in a kernel; return it with its outputs."""
    if keep:
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] in keep]
    node = nbformat.reads(json.dumps(notebook), as_version=4)
    resources = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(node, timeout=600, kernel_name="python3", resources=resources).execute()
    return {cell["id"]: cell.get("outputs", []) for cell in node["cells"]}


def test_the_line_under_an_exercise_shows_a_panel(tmp_path: Path) -> None:
    wrong = classroom.source("evaluate", "wrong mean_of_batch_means") or ""
    cells = ("find_course", "imports", "evaluate", "check_evaluate")
    outputs = execute(classroom.notebook({"evaluate": wrong}), tmp_path, cells)
    (shown,) = outputs["check_evaluate"]
    page, text = shown["data"]["text/html"], shown["data"]["text/plain"]
    for word in ("Seen", "Why", "Next", "Show a hint", "not yet"):
        assert word in page
    assert "✗ not yet" in text
    assert outputs["find_course"] == []


def test_an_untouched_stub_is_friendly(tmp_path: Path) -> None:
    cells = ("find_course", "imports", "replace_head", "check_replace_head")
    outputs = execute(classroom.notebook({}), tmp_path, cells)
    assert "not attempted yet" in outputs["check_replace_head"][0]["data"]["text/plain"]


@pytest.mark.slow
def test_the_whole_notebook_runs_with_the_reference(tmp_path: Path) -> None:
    names = ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate")
    filled = {name: classroom.source(name, "reference") or "" for name in names}
    outputs = execute(classroom.notebook(filled), tmp_path)
    for name in names:
        assert "checks passed" in outputs[f"check_{name}"][0]["data"]["text/plain"]
    errors = [o for own in outputs.values() for o in own if o["output_type"] == "error"]
    assert errors == []
    assert (tmp_path / TRAINED).stat().st_size > 10_000
