"""The instructor's own commands: nbgrader autograde, feedback, export, and manual scores."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import classroom
from tests.classroom import Student

BIN = Path(sys.executable).parent
CLASS = [
    Student("right", "all right"),
    Student("stub", "untouched", cells=dict.fromkeys(
        ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate"), "stub")),
    Student("renamed", "a downloaded copy", saved_as="feature_extraction (1).ipynb"),
    Student("broken", "not a notebook", file="cut_off.ipynb"),
]  # fmt: skip
ALERT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def nbgrader(course: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [str(BIN / "nbgrader"), *arguments]
    return subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder after autograde, generate_feedback and export."""
    course = classroom.course_folder(tmp_path_factory.mktemp("nbgrader"))
    for student in CLASS:
        classroom.hand_in(student, course / "submitted")
    scripted = classroom.notebook(
        {"evaluate": f"print({ALERT!r})\ndef evaluate(*a):\n    return {ALERT!r}"}
    )
    path = classroom.hand_in_notebook(scripted, "scripted", course / "submitted")
    source = classroom.source("evaluate", "reference") or ""
    looking = classroom.notebook({"evaluate": f"import sys\nsys._getframe()\n{source}"})
    classroom.hand_in_notebook(looking, "looking", course / "submitted")
    zipped = classroom.hand_in(Student("zipped", "as course submit packs it"), course / "submitted")
    _only_a_zip(zipped)
    deeper = classroom.hand_in(Student("deeper", "in a folder again"), course / "submitted")
    _in_a_folder(deeper)
    damaged = course / "submitted" / "damaged" / classroom.SLUG
    damaged.mkdir(parents=True)
    (damaged / "feature_extraction.zip").write_bytes(b"PK no zip at all")
    (course / "submitted" / "nothing" / classroom.SLUG).mkdir(parents=True)
    (path.parent / "notes.txt").symlink_to(course / "solutions" / "feature_extraction.py")
    for command in (["autograde", classroom.SLUG], ["generate_feedback", classroom.SLUG],
                    ["export", "--to", "grades.csv"]):  # fmt: skip
        done = nbgrader(course, *command)
        assert done.returncode == 0, done.stderr[-2000:]
    return course


def _only_a_zip(notebook: Path) -> None:
    """Pack a submission as a student does, and leave nothing else in its folder."""
    loose = list(notebook.parent.iterdir())
    subprocess.run([str(BIN / "course"), "submit", str(notebook)], check=True, capture_output=True)
    for path in loose:
        path.unlink()
    assert [path.suffix for path in notebook.parent.iterdir()] == [".zip"]


def _in_a_folder(notebook: Path) -> None:
    """Put a submission's files, and a module that it imports, in a folder of their own."""
    loose = list(notebook.parent.iterdir())
    inner = notebook.parent / "my work"
    inner.mkdir()
    for path in loose:
        path.rename(inner / path.name)
    content = json.loads((inner / notebook.name).read_text())
    cell = next(cell for cell in content["cells"] if cell["id"] == "evaluate")
    (inner / "measuring.py").write_text(f"import torch\n{_without_types(cell['source'])}")
    cell["source"] = "from measuring import evaluate"
    (inner / notebook.name).write_text(json.dumps(content))


def _without_types(source: str) -> str:
    _, _, body = source.partition("\n")
    return f"def evaluate(model, data_loader, device):\n{body}"


def scores(course: Path) -> dict[str, float]:
    with (course / "grades.csv").open(newline="") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def test_scores_reach_the_export(graded: Path) -> None:
    assert scores(graded) == {
        "right": 70, "renamed": 70, "stub": 0, "broken": 0, "scripted": 0, "looking": 10,
        "zipped": 70, "deeper": 70, "damaged": 0,
    }  # fmt: skip


def test_feedback_pages_say_what_and_why(graded: Path) -> None:
    pages = {
        path.parts[-3]: path.read_text(encoding="utf-8")
        for path in (graded / "feedback").glob("*/*/*.html")
    }
    assert set(pages) == set(scores(graded))
    assert "all 7 checks passed" in pages["right"]
    assert "not attempted yet" in pages["stub"]
    assert "the right name is feature_extraction.ipynb" in pages["renamed"]
    assert "is not a notebook" in pages["broken"]
    assert "is no sound zip" in pages["damaged"]


def test_feedback_pages_list_the_exercises_by_name(graded: Path) -> None:
    page = (graded / "feedback/right" / classroom.SLUG / "feature_extraction.html").read_text()
    assert re.findall(r'<li><a href="#check_\w+">(\w+)</a> \(Score: ', page) == [
        "replace_head", "freeze_backbone", "train_one_epoch", "evaluate", "saved_network",
        "trained_network",
    ]  # fmt: skip
    assert "Test cell" not in page


def test_scripts_of_students_are_neutralised(graded: Path) -> None:
    page = (graded / "feedback/scripted" / classroom.SLUG / "feature_extraction.html").read_text()
    assert "alert(1)" in page  # shown as text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_files_beside_the_notebook_go_nowhere(graded: Path) -> None:
    for folder in ("autograded", "feedback"):
        assert not list((graded / folder / "scripted").rglob("notes*"))


def test_a_manual_score_survives_grading_again(graded: Path) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as book:
        grade = book.find_grade("check_evaluate", classroom.SLUG, classroom.SLUG, "stub")
        grade.manual_score = 7
        book.db.commit()
    assert nbgrader(graded, "autograde", classroom.SLUG, "--force").returncode == 0
    assert nbgrader(graded, "export", "--to", "grades.csv").returncode == 0
    assert scores(graded)["stub"] == 7
    assert scores(graded)["right"] == 70


def test_a_cell_that_a_person_should_read_is_listed_and_costs_nothing(graded: Path) -> None:
    from nbgrader.api import Gradebook

    def listed() -> set[str]:
        with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as book:
            submissions = book.assignment_submissions(classroom.SLUG)
            return {s.student.id for s in submissions if s.needs_manual_grade}

    assert "looking" in listed()
    assert not listed() & {"right", "renamed", "broken", "scripted"}
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as book:
        for notebook in book.assignment_submissions(classroom.SLUG):
            for grade in (g for own in notebook.notebooks for g in own.grades):
                grade.auto_score, grade.needs_manual_grade = None, False
        book.db.commit()
    command = [str(BIN / "autograder"), "grade", classroom.SLUG, "submitted"]
    subprocess.run(command, cwd=graded, check=True, capture_output=True)
    assert "looking" in listed()
    assert not listed() & {"right", "renamed", "broken", "scripted"}
    assert nbgrader(graded, "export", "--to", "grades.csv").returncode == 0
    assert scores(graded)["looking"] == 10


def test_a_fault_of_the_graders_stops_before_the_first_student(tmp_path: Path) -> None:
    course = classroom.course_folder(tmp_path / "faulty")
    classroom.hand_in(CLASS[0], course / "submitted")
    source = course / "solutions" / "feature_extraction.py"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("### BEGIN SOLUTION", "### BEGIN SOLUTION\n    return 0.5"))
    done = nbgrader(course, "autograde", classroom.SLUG)
    assert done.returncode != 0
    assert "Nobody has been graded" in done.stderr
    assert not list(course.glob("autograded/*/*/*.ipynb"))
