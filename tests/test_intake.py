"""Intake: nothing is run, anything unusable becomes a reason, the rest is rebuilt."""

import json
from pathlib import Path
from typing import Any

import pytest

from autograder import assignment, intake, profile
from autograder.intake import Submission
from tests import classroom
from tests.bank import ROOT

FOUND = assignment.find(classroom.SLUG, ROOT)
PROFILE = profile.load()


def take(path: Path | None) -> intake.Taken:
    return intake.take(Submission("ada", classroom.SLUG, path), FOUND, PROFILE)


def write(path: Path, notebook: Any) -> Path:
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"not json", "no valid JSON"),
        (b'{"cells": [', "no valid JSON"),
        (b"[" * 100_000, "no valid JSON"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b"[]", "format 4"),
        (b'{"worksheets": []}', "format 4"),
        (b'{"cells": {}}', "format 4"),
        (b"null", "format 4"),
    ],
)
def test_an_unusable_file_has_a_reason_and_leaves_the_stubs(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "feature_extraction.ipynb"
    path.write_bytes(content)
    taken = take(path)
    assert reason in (taken.unusable or "")
    assert all(cell.origin == "release" for cell in taken.cells)


def test_a_missing_file_a_link_and_a_huge_file_have_reasons(tmp_path: Path) -> None:
    assert "no notebook" in (take(None).unusable or "")
    link = tmp_path / "link.ipynb"
    link.symlink_to("/etc/passwd")
    assert "no ordinary file" in (take(link).unusable or "")
    huge = tmp_path / "huge.ipynb"
    with huge.open("wb") as file:
        file.truncate(PROFILE.intake.notebook_bytes + 1)
    assert "larger than" in (take(huge).unusable or "")


def test_only_solutions_and_own_cells_are_taken(tmp_path: Path) -> None:
    notebook = classroom.notebook({"evaluate": "def evaluate(): pass"}, extra="mine = 1")
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = "forged = 1"
        cell["metadata"].setdefault("nbgrader", {})["points"] = 1000
    taken = take(write(tmp_path / "n.ipynb", notebook))
    assert "forged" not in "".join(cell.source for cell in taken.cells)
    origins = {cell.id: cell.origin for cell in taken.cells if cell.origin != "release"}
    assert origins.pop("evaluate") == "solution"
    assert [o for i, o in origins.items() if i.startswith("extra")] == ["extra"]


def test_own_cells_keep_their_place(tmp_path: Path) -> None:
    taken = take(write(tmp_path / "n.ipynb", classroom.notebook({}, extra="mine = 1")))
    names = [cell.id for cell in taken.cells]
    own = next(i for i, cell in enumerate(taken.cells) if cell.origin == "extra")
    assert names[own - 1] == "imports"


def test_a_duplicated_solution_cell_gives_its_last_filled_one_and_a_note(tmp_path: Path) -> None:
    notebook = classroom.notebook({"evaluate": "first = 1"})
    cell = next(c for c in notebook["cells"] if c["id"] == "evaluate")
    notebook["cells"].append({**cell, "source": "second = 2"})
    taken = take(write(tmp_path / "n.ipynb", notebook))
    assert [c.source for c in taken.cells if c.id == "evaluate"] == ["second = 2"]
    assert any("evaluate was there 2 times" in note for note in taken.notes)


def test_deleted_and_reordered_cells_are_put_back(tmp_path: Path) -> None:
    notebook = classroom.notebook({"evaluate": "e = 1", "replace_head": "r = 1"})
    kept = [c for c in notebook["cells"] if c["id"] in ("evaluate", "replace_head")]
    notebook["cells"] = kept[::-1]
    taken = take(write(tmp_path / "n.ipynb", notebook))
    release = [c["id"] for c in json.loads(FOUND.release_path.read_text())["cells"]]
    assert [c.id for c in taken.cells] == release
    assert {c.id for c in taken.cells if c.origin == "solution"} == {"evaluate", "replace_head"}
    assert any("freeze_backbone was missing" in note for note in taken.notes)


@pytest.mark.parametrize("odd", [None, 5, [], "x", {"grade_id": ["evaluate"]}, {"grade_id": {}}])
def test_odd_metadata_breaks_nothing(tmp_path: Path, odd: Any) -> None:
    notebook = classroom.notebook({})
    for cell in notebook["cells"]:
        cell["metadata"] = odd if not isinstance(odd, dict) else {"nbgrader": odd}
    notebook["cells"] += [odd, {"cell_type": "code"}, {"cell_type": "code", "source": 7}]
    taken = take(write(tmp_path / "n.ipynb", notebook))
    assert taken.unusable is None
    assert [c.id for c in taken.cells if c.origin == "extra"] == []


def test_a_submitted_tree_a_folder_and_a_file_are_found(tmp_path: Path) -> None:
    for student in ("ada", "ben"):
        folder = tmp_path / student / classroom.SLUG
        folder.mkdir(parents=True)
        write(folder / "feature_extraction.ipynb", classroom.notebook({}))
    (tmp_path / "cleo" / classroom.SLUG).mkdir(parents=True)
    found = intake.find(tmp_path, classroom.SLUG)
    assert [(s.student, s.path is None) for s in found] == [
        ("ada", False), ("ben", False), ("cleo", True)
    ]  # fmt: skip
    folder = tmp_path / "ada" / classroom.SLUG
    assert [s.student for s in intake.find(folder, classroom.SLUG)] == ["ada"]
    one = intake.find(folder / "feature_extraction.ipynb", classroom.SLUG)
    assert [s.student for s in one] == ["ada"]


def test_a_folder_full_of_notebooks_is_a_class(tmp_path: Path) -> None:
    for name in ("ada.ipynb", "ben_123.ipynb", "ben_123.zip", "cleo.zip"):
        write(tmp_path / name, classroom.notebook({}))
    found = {one.student: one.path for one in intake.find(tmp_path, classroom.SLUG)}
    assert found == {
        "ada": tmp_path / "ada.ipynb",
        "ben_123": tmp_path / "ben_123.ipynb",
        "cleo": tmp_path / "cleo.zip",
    }
    write(tmp_path / f"{classroom.SLUG}.ipynb", classroom.notebook({}))
    assert [one.student for one in intake.find(tmp_path, classroom.SLUG)] == [tmp_path.name]


@pytest.mark.parametrize("where", ["feature_extraction", "my work/hand in"])
def test_work_in_a_folder_of_its_own_is_found_and_noted(tmp_path: Path, where: str) -> None:
    folder = tmp_path / "ada" / classroom.SLUG
    for name in (where, ".ipynb_checkpoints", "__MACOSX"):
        (folder / name).mkdir(parents=True)
        write(folder / name / f"{classroom.SLUG}.ipynb", classroom.notebook({}))
    (tmp_path / "ben" / classroom.SLUG).mkdir(parents=True)
    (tmp_path / "ben" / classroom.SLUG / "link").symlink_to(folder / where)
    expected = folder / where / f"{classroom.SLUG}.ipynb"
    found = {one.student: one for one in intake.find(tmp_path, classroom.SLUG)}
    assert (found["ada"].path, found["ben"].path) == (expected, None)
    assert found["ada"].notes == (f"The notebook lay deeper, as {where}/{classroom.SLUG}.ipynb.",)
    assert [one.path for one in intake.find(folder, classroom.SLUG)] == [expected]


def test_a_wrong_name_is_found_and_noted(tmp_path: Path) -> None:
    folder = tmp_path / "ada" / classroom.SLUG
    folder.mkdir(parents=True)
    write(folder / "feature_extraction (1).ipynb", classroom.notebook({}))
    (found,) = intake.find(tmp_path, classroom.SLUG)
    assert found.path is not None
    assert "(1)" in found.notes[0]
