"""`course lessons` and `course lesson`: listed, copied, never overwritten."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest

from course.cli import main
from course.lessons.catalogue import find
from course.lessons.command import copy

NAME = "02_feature_extraction.ipynb"


def test_the_list_names_every_lesson(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons"]) == 0
    shown = capsys.readouterr().out
    for title in ("What transfers", "Feature extraction", "Fine-tuning", "Debugging clinic"):
        assert title in shown


def test_the_list_does_not_wait_for_torch() -> None:
    code = (
        "import sys; from course.cli import main; main(['lessons']); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")


@pytest.mark.parametrize("wanted", ["02", "2", "02_feature_extraction", "feature_extraction"])
def test_a_copy_has_no_outputs(wanted: str, tmp_path: Path) -> None:
    assert main(["lesson", wanted, "--folder", str(tmp_path / "mine"), "--no-open"]) == 0
    notebook = json.loads((tmp_path / "mine" / NAME).read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(code) > 20
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_earlier_work_is_kept(tmp_path: Path) -> None:
    path, _ = copy(find("02"), tmp_path)
    path.write_text("my work", encoding="utf-8")
    assert "Your copy is" in copy(find("02"), tmp_path)[1]
    assert path.read_text(encoding="utf-8") == "my work"
    for number in (1, 2):
        _, news = copy(find("02"), tmp_path, new=True)
        assert (
            f"The earlier one is now {tmp_path / f'02_feature_extraction-{number}.ipynb'}" in news
        )
    assert (tmp_path / "02_feature_extraction-1.ipynb").read_text(encoding="utf-8") == "my work"
    assert json.loads(path.read_text(encoding="utf-8"))["cells"]


def test_an_unknown_lesson_and_a_folder_that_cannot_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lesson", "07"]) == 1
    assert "There is no lesson 07; there are 01, 02, 03, 04." in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert main(["lesson", "02", "--folder", str(tmp_path / "file"), "--no-open"]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_no_space_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *_: object, **__: object) -> None:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert main(["lesson", "02", "--folder", str(tmp_path), "--no-open"]) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_jupyterlab_opens_with_the_copy(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    options = ("--allow-root", "--no-browser", f"--port={port}", "--IdentityProvider.token=")
    command = [sys.executable, "-m", "course.cli", "lesson", "02", "--folder", str(tmp_path)]
    with subprocess.Popen(
        [*command, *(f"--lab={option}" for option in options)],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "JUPYTER_RUNTIME_DIR": str(tmp_path)},
        start_new_session=True,
    ) as started:
        try:
            served = _when_it_listens(f"http://localhost:{port}/api/contents/{NAME}")
            assert served["content"]["cells"]
        finally:
            os.killpg(started.pid, signal.SIGKILL)


def _when_it_listens(address: str) -> dict[str, Any]:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                served: dict[str, Any] = json.load(answer)
                return served
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
