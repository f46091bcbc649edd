"""`course submit` packs a notebook and its checkpoint, or says what the grader would refuse."""

import json
import pickle
import zipfile
from pathlib import Path
from typing import Any

import pytest
import torch

from autograder import profile
from autograder.handed import read
from course.checks import handing_in
from course.cli import main
from course.untrusted import FILE
from tests import classroom
from tests.accuracy import file, honest_head

NAMES = ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A finished notebook and its checkpoint in one folder."""
    sources = {name: classroom.source(name, "reference") or "" for name in NAMES}
    path = tmp_path / "feature_extraction.ipynb"
    path.write_text(json.dumps(classroom.notebook(sources)), encoding="utf-8")
    (tmp_path / FILE).write_bytes(file(honest_head(), device="cpu x86_64", epochs="4"))
    return path


def test_both_are_packed_as_the_grader_takes_them(work: Path, capsys: Any) -> None:
    assert main(["submit", str(work)]) == 0
    out = capsys.readouterr().out
    assert "2 tensors with 12,810 numbers for mobilenet_v2, 4 epochs on cpu x86_64" in out
    found = read(work.with_suffix(".zip"), profile.load())
    assert found.notebook == work.read_bytes()
    assert found.checkpoint is not None
    assert found.checkpoint.content == (work.parent / FILE).read_bytes()


def test_a_module_that_the_notebook_imports_comes_along(work: Path, capsys: Any) -> None:
    cells = {name: f"from my_work import {name}" for name in NAMES}
    work.write_text(json.dumps(classroom.notebook(cells)), encoding="utf-8")
    sources = [classroom.source(name, "reference") or "" for name in NAMES]
    head = "import torch\nfrom torch import nn\nfrom torch.utils.data import DataLoader\n"
    (work.parent / "my_work.py").write_text("\n\n".join([head, *sources]))
    (work.parent / "diary.py").write_text("dear diary")
    assert main(["submit", str(work)]) == 0
    assert "Packed with the notebook, which names them: my_work.py." in capsys.readouterr().out
    found = read(work.with_suffix(".zip"), profile.load())
    assert list(found.beside) == ["my_work.py"]
    assert main(["check", str(work), "--exercise", "freeze_backbone"]) == 0


REFUSED = {
    "no checkpoint": (lambda f: (f / FILE).unlink(), "run the cell that saves it"),
    "a pickle": (lambda f: (f / FILE).write_bytes(pickle.dumps({})), "is a pickle"),
    "another head": (
        lambda f: (f / FILE).write_bytes(file({"classifier.1.weight": torch.ones(7, 1280)})),
        "of shape (7, 1280) in the file and (10, 1280)",
    ),
    "half a notebook": (
        lambda f: (f / "feature_extraction.ipynb").write_text("{"), "not a notebook",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_grader_would_refuse_is_not_packed(work: Path, name: str, capsys: Any) -> None:
    change, said = REFUSED[name]
    change(work.parent)
    assert main(["submit", str(work)]) == 1
    assert said in capsys.readouterr().err
    assert not list(work.parent.glob("*.zip")) + list(work.parent.glob(".*.part"))


def test_a_stub_is_told(work: Path, capsys: Any) -> None:
    work.write_text(json.dumps(classroom.notebook({})), encoding="utf-8")
    assert main(["submit", str(work)]) == 1
    assert "replace_head stopped with NotImplementedError" in capsys.readouterr().err


def test_a_zip_has_another_place_if_asked(work: Path, tmp_path: Path) -> None:
    target = tmp_path / "ada.zip"
    assert main(["submit", str(work), str(work.parent / FILE), "--to", str(target)]) == 0
    assert set(zipfile.ZipFile(target).namelist()) == {work.name, FILE}


def test_in_the_notebook_the_file_is_described_or_the_fault_named(work: Path) -> None:
    assert "✓ a sound checkpoint" in repr(handing_in.check_checkpoint(work.parent / FILE))
    torch.save({}, work.parent / "model.pth")
    assert "is a pickle" in repr(handing_in.check_checkpoint(work.parent / "model.pth"))


def test_while_grading_nothing_is_said(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_GRADING", "1")
    assert handing_in.check_checkpoint(work.parent / FILE) is None
    assert handing_in.check_together("evaluate") is None
