"""Grading a notebook end to end: cells, probes, evidence, verdicts."""

import json
from pathlib import Path

import pytest

from autograder.desk import Desk
from autograder.intake import Submission
from autograder.results import Result
from autograder.transcript import RunsJobs
from tests import classroom
from tests.classroom import Student

NAMES = ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate")


def grade(desk: Desk, worker: RunsJobs, folder: Path, student: Student) -> Result:
    path = classroom.hand_in(student, folder)
    return desk.grade(Submission(student.name, classroom.SLUG, path), worker)


def outcomes(result: Result, exercise: str) -> set[str]:
    return {verdict.outcome for verdict in result.of(exercise)}


def failing(result: Result, exercise: str) -> set[str]:
    return {v.check.id for v in result.of(exercise) if v.outcome != "passed"}


@pytest.mark.parametrize("student", classroom.students(), ids=lambda student: student.name)
def test_every_sample_student_has_the_expected_outcome(
    desk: Desk, worker: RunsJobs, tmp_path: Path, student: Student
) -> None:
    result = grade(desk, worker, tmp_path, student)
    for exercise, expected in student.expected().items():
        if expected == "not_attempted":
            assert outcomes(result, exercise) == {"not_attempted"}, exercise
        else:
            assert failing(result, exercise) == expected, exercise


def test_the_reference_has_full_marks(desk: Desk, worker: RunsJobs, tmp_path: Path) -> None:
    result = grade(desk, worker, tmp_path, Student("reference", "the reference"))
    assert result.score == result.max_score > 0


NOISE = """
import sys, warnings, logging
from tqdm.auto import tqdm
print("a print at the top")
print("to stderr", file=sys.stderr)
warnings.warn("a warning")
logging.getLogger().warning("a log line")
"""


def noisy(exercise: str) -> str:
    """Return the reference's cell with a function that prints, warns and shows a bar."""
    source = classroom.source(exercise, "reference") or ""
    wrapper = (
        f"\n_quiet = {exercise}\n"
        f"def {exercise}(*arguments):\n"
        "    for _ in tqdm(range(3)):\n"
        "        print('working')\n"
        "    warnings.warn('careful')\n"
        "    print('almost done', file=sys.stderr)\n"
        "    return _quiet(*arguments)\n"
    ).replace("_quiet", f"_quiet_{exercise}")
    return f"{NOISE}{source}\n{wrapper}"


def test_warnings_stderr_bars_and_prints_change_no_score(
    desk: Desk, worker: RunsJobs, tmp_path: Path
) -> None:
    path = tmp_path / "noisy.ipynb"
    notebook = classroom.notebook({name: noisy(name) for name in NAMES}, extra=NOISE)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    classroom.add_checkpoint(tmp_path)
    result = desk.grade(Submission("noisy", classroom.SLUG, path), worker)
    assert result.score == result.max_score


FAULTS = {
    "ends_in_the_function": ("import os\ndef evaluate(*a):\n    os._exit(0)", "ended the Python"),
    "ends_in_the_cell": ("import os\nos._exit(0)", "ended the Python process"),
    "raises": ("def evaluate(*a):\n    raise ValueError('no idea')", "ValueError: no idea"),
    "exits": ("def evaluate(*a):\n    raise SystemExit", "SystemExit"),
    "syntax": ("def evaluate(:\n    pass", "SyntaxError"),
    "other_name": ("def evaluation(*a):\n    pass", "No function called evaluate"),
    "a_number": ("evaluate = 3", "No function called evaluate"),
    "killed": ("import os\ndef evaluate(*a):\n    os.kill(os.getpid(), 9)", "ended the Python"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_one_broken_exercise_costs_no_other(
    desk: Desk, worker: RunsJobs, tmp_path: Path, name: str
) -> None:
    source, said = FAULTS[name]
    cells = {e: classroom.source(e, "reference") or "" for e in NAMES} | {"evaluate": source}
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps(classroom.notebook(cells)), encoding="utf-8")
    result = desk.grade(Submission(name, classroom.SLUG, path), worker)
    assert outcomes(result, "evaluate") == {"failed"}
    assert said in (result.of("evaluate")[0].feedback or result).text()  # type: ignore[union-attr]
    assert all(outcomes(result, other) == {"passed"} for other in NAMES[:3])


def test_an_own_cell_that_ends_python_costs_nothing(
    desk: Desk, worker: RunsJobs, tmp_path: Path
) -> None:
    cells = {e: classroom.source(e, "reference") or "" for e in NAMES}
    path = tmp_path / "n.ipynb"
    notebook = classroom.notebook(cells, extra="import os\nos._exit(3)")
    path.write_text(json.dumps(notebook), encoding="utf-8")
    classroom.add_checkpoint(tmp_path)
    result = desk.grade(Submission("quitter", classroom.SLUG, path), worker)
    assert result.score == result.max_score


def test_helpers_in_own_cells_and_a_clobbered_name_are_fine(
    desk: Desk, worker: RunsJobs, tmp_path: Path
) -> None:
    cells = {e: classroom.source(e, "reference") or "" for e in NAMES}
    cells["train_one_epoch"] = "train_one_epoch = my_loop"
    loop = (classroom.source("train_one_epoch", "reference") or "").replace(
        "def train_one_epoch", "def my_loop"
    )
    notebook = classroom.notebook(cells, extra=loop)
    last = {"cell_type": "code", "id": "z", "metadata": {}, "source": "evaluate = 0.93"}
    notebook["cells"].append(last)
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    classroom.add_checkpoint(tmp_path)
    result = desk.grade(Submission("helpful", classroom.SLUG, path), worker)
    assert result.score == result.max_score


def test_grading_again_reads_the_receipt(desk: Desk, worker: RunsJobs, tmp_path: Path) -> None:
    student = Student("twice", "handed in twice", cells={"evaluate": "stub"})
    first = grade(desk, worker, tmp_path, student)
    receipt = desk.store.path(desk.store.key(Submission("twice", classroom.SLUG, _path(tmp_path))))
    content = receipt.read_bytes()
    assert grade(desk, worker, tmp_path, student) == first
    assert receipt.read_bytes() == content


def _path(folder: Path) -> Path:
    return folder / "twice" / classroom.SLUG / f"{classroom.SLUG}.ipynb"
