"""The commands as a person runs them: what they print, their status, and what they import."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import classroom
from tests.bank import ROOT

BIN = Path(sys.executable).parent


def run(*command: str, cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("module", ["course.cli", "autograder.cli", "course"])
def test_starting_a_command_imports_no_torch(module: str) -> None:
    code = (
        f"import {module}, sys; print([m for m in ('torch', 'rich', 'numpy') if m in sys.modules])"
    )
    done = run("python", "-c", code)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("command", [["course", "--help"], ["autograder", "--help"]])
def test_help_lists_the_commands(command: list[str]) -> None:
    done = run(*command)
    assert done.returncode == 0
    assert "COMMAND" in done.stdout


NOTEBOOK = "assignments/feature_extraction/feature_extraction.ipynb"


def test_check_of_an_untouched_notebook_is_friendly() -> None:
    done = run("course", "check", NOTEBOOK, "--exercise", "evaluate")
    assert done.returncode == 1
    assert "evaluate: not attempted yet" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_check_of_wrong_work_says_what_why_and_next_with_hints(tmp_path: Path) -> None:
    cells = {"evaluate": classroom.source("evaluate", "wrong mean_of_batch_means") or ""}
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps(classroom.notebook(cells)), encoding="utf-8")
    done = run("course", "check", str(path), "--exercise", "evaluate", "--hints", "2")
    assert done.returncode == 1
    for word in ("Seen:", "Why:", "Next:", "Hint 1:", "Hint 2:"):
        assert word in done.stdout
    assert "Hint 3:" not in done.stdout


def test_check_of_right_work_has_status_0(tmp_path: Path) -> None:
    cells = {"evaluate": classroom.source("evaluate", "reference") or ""}
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps(classroom.notebook(cells)), encoding="utf-8")
    done = run("course", "check", str(path), "--exercise", "evaluate")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["course", "check", "no_such.ipynb"], "cannot be read"),
        (["course", "check", "README.md"], "not a notebook"),
        (["course", "check", NOTEBOOK, "--exercise", "dance"], "no exercise called 'dance'"),
        (["autograder", "grade", "dance", "."], "no assignment 'dance'"),
        (["autograder", "grade", "feature_extraction", "/no/such"], "nothing at /no/such"),
        (["autograder", "grade", "feature_extraction", ".", "--profile", "README.md"], "profile"),
        (["autograder", "release", "dance"], "no assignment 'dance'"),
    ],
)
def test_a_mistaken_command_is_one_sentence(command: list[str], said: str) -> None:
    done = run(*command)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_grade_outside_a_course_folder_says_where_to_go(tmp_path: Path) -> None:
    done = run("autograder", "grade", "feature_extraction", ".", cwd=tmp_path)
    assert done.returncode == 1
    assert "not inside a course folder" in done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [("exercise = 90", "exercise = -1"), ("processes = 64", "processes = true"),
     ("cell = 15", "cells = 15"), ("devices = []", 'devices = ["/etc"]')],
)  # fmt: skip
def test_a_wrong_profile_is_refused_by_entry(tmp_path: Path, line: str, said: str) -> None:
    from autograder import profile
    from autograder.errors import AutograderError

    text = profile.DEFAULT.read_text(encoding="utf-8")
    assert line in text
    path = tmp_path / "p.toml"
    path.write_text(text.replace(line, said), encoding="utf-8")
    with pytest.raises(AutograderError, match=said.split()[0]):
        profile.load(path)


def test_grade_writes_the_json_that_was_promised(tmp_path: Path, course_folder: Path) -> None:
    classroom.hand_in(classroom.Student("zoe", "", cells={"evaluate": "stub"}), tmp_path / "in")
    out = tmp_path / "out.json"
    done = run(
        "autograder", "grade", "feature_extraction", str(tmp_path / "in"), "--json", str(out),
        "--course", str(course_folder), "--seed", "a seed for tests",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(out.read_text())["submissions"]
    assert (found["student"], found["assignment"]) == ("zoe", "feature_extraction")
    assert (found["score"], found["max_score"]) == (60, 70)
    keys = {"id", "exercise", "outcome", "score", "max_score", "message", "misconception"}
    assert all(set(check) == keys for check in found["checks"])
    assert {check["outcome"] for check in found["checks"]} == {"passed", "not_attempted"}
    assert "zoe: evaluate: Not attempted yet" in done.stdout.replace("\n", " ")


def test_the_handed_out_zip_holds_no_secret(tmp_path: Path) -> None:
    import zipfile

    done = run("autograder", "package", "feature_extraction", "--to", str(tmp_path))
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "feature_extraction.zip") as outer:
        (wheel,) = [name for name in outer.namelist() if name.endswith(".whl")]
        assert {"feature_extraction.ipynb", "HOW_TO.txt"} < set(outer.namelist())
        (tmp_path / wheel).write_bytes(outer.read(wheel))
    with zipfile.ZipFile(tmp_path / wheel) as inner:
        names = inner.namelist()
        texts = b"".join(inner.read(name) for name in names if name.endswith((".py", ".txt")))
    assert any(name.startswith("course/") for name in names)
    assert not [name for name in names if name.startswith(("autograder/", "solutions/", "tests/"))]
    assert b"BEGIN SOLUTION" not in texts
    assert b"autograder = autograder.cli" not in texts
