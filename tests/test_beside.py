"""Files that lie beside a notebook: which belong to it, and what is never touched."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from autograder import assignment, handed, intake, profile, receipts, suspicion
from autograder.intake import Submission
from course import beside
from tests import bank, classroom

PROFILE = profile.load()
NAMES = (
    "import my_utils\nfrom src.thawing import unfreeze\nopen('config.json')\n%run ./part-2.ipynb"
)


def notebook(folder: Path, source: str = NAMES) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": source.splitlines(True)}
    path = folder / "work.ipynb"
    path.write_text(json.dumps({"cells": [cell], "nbformat": 4, "metadata": {}}))
    return path


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


FILES = {
    "my_utils.py": "from deeper import x",
    "deeper.py": "x = 1",
    "src/__init__.py": "",
    "src/thawing.py": "def unfreeze(): pass",
    "config.json": "{}",
    "unrelated.py": "secret = 1",
    "src/unrelated_too.py": "secret = 1",
    "my_utils.ipynb": "{}",
    "part-2.ipynb": '{"cells": []}',
    ".hidden/my_utils.py": "secret = 1",
    "venv/my_utils.py": "secret = 1",
    "notes.txt": "config",
}
BELONGING = [
    "config.json",
    "deeper.py",
    "my_utils.py",
    "part-2.ipynb",
    "src/__init__.py",
    "src/thawing.py",
]


def zipped(path: Path, files: dict[str, str], notebook: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(notebook, f"mine/{notebook.name}")
        for name, text in files.items():
            archive.writestr(f"mine/{name}", text)
    return path


def test_what_the_notebook_names_belongs_to_it(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    put(tmp_path, FILES)
    found = beside.in_folder(path)
    assert list(found) == BELONGING
    assert found == {name: FILES[name] for name in BELONGING}
    assert handed.read(path, PROFILE).beside == found


def test_a_zip_gives_the_same(tmp_path: Path) -> None:
    path = zipped(tmp_path / "work.zip", FILES, notebook(tmp_path / "a"))
    assert list(handed.read(path, PROFILE, "work.ipynb").beside) == BELONGING


def test_copies_that_tools_leave_in_a_zip_are_no_second_notebook(tmp_path: Path) -> None:
    copies = (".ipynb_checkpoints/work-checkpoint.ipynb", "../__MACOSX/mine/._work.ipynb")
    path = zipped(tmp_path / "work.zip", dict.fromkeys(copies, "{}"), notebook(tmp_path / "a"))
    found = handed.read(path, PROFILE)
    assert (found.name, found.unusable) == ("work.ipynb", None)


def test_a_zip_cannot_lead_upwards(tmp_path: Path) -> None:
    names = {"../my_utils.py": "1", "/config.json": "1", "a/../../config.json": "1", "./x.py": "1"}
    names |= {"src\\..\\..\\my_utils.py": "1", "~/my_utils.py": "1"}
    path = zipped(tmp_path / "work.zip", names, notebook(tmp_path / "a"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("my_utils.py", "1")  # beside the notebook's folder, not in it
    assert handed.read(path, PROFILE).beside == {}


def test_a_module_is_read_for_what_belongs_to_the_grader(tmp_path: Path) -> None:
    found = assignment.find(classroom.SLUG, bank.ROOT)
    notebook(tmp_path, "import my_utils").rename(tmp_path / f"{classroom.SLUG}.ipynb")
    put(tmp_path, {"my_utils.py": "import sys\nsys._getframe(3).f_locals"})
    submission = Submission("a", classroom.SLUG, tmp_path / f"{classroom.SLUG}.ipynb")
    notes = intake.take(submission, found, PROFILE).notes
    assert any(
        note.startswith("The file my_utils.py names what no exercise needs") for note in notes
    )
    assert suspicion.is_to_read(notes)


def test_a_word_may_be_as_long_as_the_notebook(tmp_path: Path) -> None:
    path = notebook(tmp_path, f"{'a' * 10_000_000}\n%run ./part-2.ipynb")
    put(tmp_path, FILES)
    assert list(beside.in_folder(path)) == ["part-2.ipynb"]


def test_links_and_what_is_no_text_are_left_out(tmp_path: Path) -> None:
    path = notebook(tmp_path / "mine")
    put(tmp_path, {"elsewhere/config.json": "secret", "secret.py": "secret"})
    (tmp_path / "mine" / "my_utils.py").symlink_to(tmp_path / "secret.py")
    (tmp_path / "mine" / "src").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "mine" / "config.json").write_bytes(b"\xff\xfe\x00")
    os.mkfifo(tmp_path / "mine" / "thawing.py")
    assert beside.in_folder(path) == {}


def test_there_is_an_end_to_it(tmp_path: Path) -> None:
    many = [f"part_{number:03d}" for number in range(80)]
    path = notebook(tmp_path, "import " + ", ".join([*many, "large"]))
    put(tmp_path, {f"{name}.py": "x = 1" for name in many} | {"large.py": "#" * 1_000_001})
    found = beside.in_folder(path)
    assert list(found) == [f"{name}.py" for name in many[:50]]


@pytest.mark.parametrize("content", [b"", b"no notebook", b"\xff\xff", b"[" * 100_000])
def test_what_is_no_notebook_names_nothing(tmp_path: Path, content: bytes) -> None:
    path = notebook(tmp_path)
    path.write_bytes(content)
    put(tmp_path, FILES)
    assert beside.in_folder(path) == {}


def test_files_are_written_where_there_is_room(tmp_path: Path) -> None:
    put(tmp_path, {"a.py": "old", "file": ""})
    beside.write({"a.py": "new", "b/c.py": "c", "file/d.py": "d"}, tmp_path)
    assert (tmp_path / "a.py").read_text() == "old"
    assert (tmp_path / "b" / "c.py").read_text() == "c"


def test_who_changes_a_module_is_graded_again(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    plain = receipts.submission_hash(Submission("a", "x", path))
    put(tmp_path, {"unrelated.py": "1"})
    assert receipts.submission_hash(Submission("a", "x", path)) == plain
    put(tmp_path, {"my_utils.py": "1"})
    first = receipts.submission_hash(Submission("a", "x", path))
    put(tmp_path, {"my_utils.py": "2"})
    assert len({plain, first, receipts.submission_hash(Submission("a", "x", path))}) == 3
