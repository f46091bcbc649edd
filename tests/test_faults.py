"""No grade is lost: kill -9, a full disk, a locked gradebook, two graders at once."""

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder import assignment, profile, settings
from autograder.ledger import Ledger
from autograder.receipts import Store
from autograder.verify import problems
from tests import classroom
from tests.classroom import Student

pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent
STUDENTS = [
    Student("ada", "right"),
    Student("ben", "half", cells={"evaluate": "stub", "train_one_epoch": "stub"}),
    Student("cleo", "file", file="cut_off.ipynb"),
    Student("dora", "a stub", cells={"replace_head": "stub"}),
]
GRADE = ["autograder", "grade", classroom.SLUG, "submitted"]


def start(course: Path, *command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [str(BIN / command[0]), *command[1:]], cwd=course, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def run(course: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=course,
        capture_output=True,
        text=True,
        check=False,
    )


def export(course: Path) -> list[dict[str, str]]:
    done = run(course, "nbgrader", "export", "--to", "grades.csv")
    assert done.returncode == 0, done.stderr
    with (course / "grades.csv").open(newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["student_id"])


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder that has been graded without any trouble."""
    course = classroom.course_folder(tmp_path_factory.mktemp("whole"))
    for student in STUDENTS:
        classroom.hand_in(student, course / "submitted")
    settings.load(course)
    finished = run(course, *GRADE)
    assert finished.returncode == 0, finished.stderr
    return course


@pytest.fixture
def fresh(done: Path, tmp_path: Path) -> Path:
    """The same course and secrets, nothing graded."""
    course = tmp_path / "course"
    shutil.copytree(done, course)
    for name in ("autograded", "gradebook.db", ".autograder/receipts", ".autograder/log.jsonl"):
        path = course / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return course


def store(course: Path) -> Store:
    found = assignment.find(classroom.SLUG, course)
    return Store(settings.load(course), found, profile.load(), "jail")


def test_a_graded_course_verifies(done: Path) -> None:
    verified = run(done, "autograder", "verify")
    assert verified.returncode == 0, verified.stderr
    assert "4 receipts checked, 0 problems" in verified.stdout


def test_grading_twice_changes_no_byte(done: Path) -> None:
    before = {p: p.read_bytes() for p in (done / ".autograder").rglob("*") if p.is_file()}
    exported = export(done)
    assert run(done, *GRADE).returncode == 0
    after = {p: p.read_bytes() for p in (done / ".autograder").rglob("*") if p.is_file()}
    assert after == before
    assert export(done) == exported


@pytest.mark.slow
@pytest.mark.parametrize("moment", [3, 8, 12, 16, 20])
def test_a_killed_run_goes_on_where_it_was(fresh: Path, done: Path, moment: float) -> None:
    process = start(fresh, *GRADE)
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    finished = run(fresh, *GRADE)
    assert finished.returncode == 0, finished.stderr
    assert export(fresh) == export(done)
    assert list(problems(store(fresh))) == []


@pytest.mark.slow
def test_ctrl_c_stops_cleanly_and_resumes(fresh: Path, done: Path) -> None:
    process = start(fresh, *GRADE)
    time.sleep(12)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert "Traceback" not in said
    assert run(fresh, *GRADE).returncode == 0
    assert export(fresh) == export(done)


@pytest.mark.slow
def test_two_graders_at_once_agree(fresh: Path, done: Path) -> None:
    both = [start(fresh, *GRADE) for _ in range(2)]
    ended = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    assert export(fresh) == export(done)
    assert list(Ledger(fresh / ".autograder/log.jsonl").entries())


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "3"])
def test_any_number_of_workers_gives_the_same_export(fresh: Path, done: Path, workers: str) -> None:
    assert run(fresh, *GRADE, "--workers", workers).returncode == 0
    assert export(fresh) == export(done)


def test_a_locked_gradebook_is_waited_for(done: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(done, course)
    lock = sqlite3.connect(course / "gradebook.db")
    lock.execute("BEGIN EXCLUSIVE")
    process = start(course, *GRADE)
    time.sleep(14)
    lock.rollback()
    lock.close()
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said


def test_a_corrupted_receipt_stops_with_its_name(done: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(done, course)
    path = next((course / ".autograder/receipts").rglob("*.json"))
    data = json.loads(path.read_text())
    data["result"]["notes"] = ["forged"]
    path.write_text(json.dumps(data))
    finished = run(course, *GRADE)
    assert finished.returncode == 1
    assert path.name in finished.stderr
    path.unlink()
    again = run(course, *GRADE)
    assert again.returncode == 0, again.stderr
    assert export(course) == export(done)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small disk, which needs root")
def test_a_full_disk_loses_nothing(fresh: Path, done: Path) -> None:
    folder = fresh / ".autograder" / "receipts"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine allows no mount")
    try:
        finished = run(fresh, *GRADE)
        assert finished.returncode == 1
        assert "No space left" in finished.stderr
        assert "Traceback" not in finished.stderr
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    assert run(fresh, *GRADE).returncode == 0
    assert export(fresh) == export(done)


def test_clocks_do_not_matter(done: Path) -> None:
    entries = list(Ledger(done / ".autograder/log.jsonl").entries())
    ledger = Ledger(done / ".autograder" / "clock.jsonl")
    for entry in reversed(entries):
        ledger.append("graded", student=entry["student"], at=entry["time"] - 10**9)
    assert len(list(ledger.entries())) == len(entries)


def test_a_mended_grader_says_who_gains(done: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(done, course)
    same = run(course, "autograder", "regrade", classroom.SLUG)
    assert same.returncode == 0, same.stderr
    assert "0 gain, 0 lose" in same.stdout
    release = course / "assignments" / classroom.SLUG / f"{classroom.SLUG}.ipynb"
    release.write_text(release.read_text().rstrip() + "\n\n")  # another release, other receipts
    again = run(course, "autograder", "regrade", classroom.SLUG, "--only", "counts_right_answers")
    assert again.returncode == 0, again.stderr
    assert "4 submissions: 0 gain, 0 lose" in again.stdout
    assert len(list((course / ".autograder/receipts").rglob("*.json"))) == 8
    unknown = run(course, "autograder", "regrade", classroom.SLUG, "--only", "no_such_check")
    assert unknown.returncode == 1
    assert "no_such_check" in unknown.stderr
