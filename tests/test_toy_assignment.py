"""A second assignment is one new file or folder per room, and no engine edit."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import course.checks
from tests import classroom
from tests.bank import ROOT

SOURCE = '''# %% [markdown] grade_id="intro"
# # A toy

# %% grade_id="double" kind="solution"
def double(x: float) -> float:
    """Return twice `x`."""
    ### BEGIN SOLUTION
    return 2 * x  # the answer that nobody sees
    ### END SOLUTION

# %% grade_id="check_double" kind="check"
course.check("double", double)
'''
MODULE = '''"""Exercise `double`."""

from dataclasses import dataclass

from course.checks.feedback import Failure
from course.checks.judging import judge

EXERCISE = "double"


@dataclass(frozen=True)
class Evidence:
    """What came back."""

    value: float


def draw(rng, unseen=()):
    return [{"kind": "number", "x": rng.random()} for _ in range(3)]


def probe(function, case):
    return Evidence(float(function(case["x"])))


@judge("number")
def doubles(run):
    """It doubles."""
    if run.seen.value != run.reference.value:
        raise Failure("It is off.", "Twice is twice.", "Multiply by two.")
'''
GRADER = """import pytest
from course.checks.toy import double as judges


@pytest.mark.points(3)
def test_doubles(runs):
    judges.doubles(runs)
"""
MISTAKE = '''"""The number is squared.

Seen: Large numbers come out too large.
Why: Squaring is not doubling.
Next: Multiply by two.
Hints:
- What is twice 3?
- Not 9.
- `2 * x`.
"""

FAILS = ("doubles",)


def double(x):
    return x * x
'''


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with one more assignment and nothing else changed."""
    skip = shutil.ignore_patterns("__pycache__", "*.pyc")
    for room in ("course", "autograder"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=skip)
    classroom.course_folder(tmp_path)
    for path, text in {
        "solutions/toy.py": SOURCE,
        "course/checks/toy/__init__.py": '"""A toy."""\n\nEXERCISES = ("double",)\n',
        "course/checks/toy/double.py": MODULE,
        "autograder/graders/toy/__init__.py": "",
        "autograder/graders/toy/test_double.py": GRADER,
        "autograder/misconceptions/double/squared.py": MISTAKE,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def autograder(project: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "autograder.cli", *arguments]
    done = subprocess.run(
        command, cwd=project, env={"PYTHONPATH": str(project), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_toy_assignment_is_released_and_graded(project: Path) -> None:
    assert Path(course.checks.__file__).is_relative_to(ROOT)
    autograder(project, "release", "toy")
    release = json.loads((project / "assignments/toy/toy.ipynb").read_text())
    assert "nobody sees" not in json.dumps(release)
    answers = {"right": "def double(x): return x + x", "wrong": "def double(n):\n    return n**2"}
    for student, answer in answers.items():
        made = json.loads(json.dumps(release))
        next(c for c in made["cells"] if c["id"] == "double")["source"] = answer
        folder = project / "submitted" / student / "toy"
        folder.mkdir(parents=True)
        (folder / "toy.ipynb").write_text(json.dumps(made))
    autograder(project, "grade", "toy", "submitted", "--json", "out.json")
    found = json.loads((project / "out.json").read_text())["submissions"]
    assert {s["student"]: s["score"] for s in found} == {"right": 3, "wrong": 0}
    wrong = next(s for s in found if s["student"] == "wrong")
    assert wrong["checks"][0]["misconception"] == "squared"
