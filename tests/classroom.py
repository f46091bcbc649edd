"""A class of students for demos and tests: composed of the bank's right and wrong solutions.

`tests/submissions/class.toml` says who hands in what. A cell is `reference`, `stub`, `right SLUG`
(from `accepted`) or `wrong SLUG` (from the misconceptions); `file` hands in a file as it is.
"""

import ast
import json
import shutil
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import assignment
from autograder.accuracy import attach
from course.untrusted import FILE
from tests.bank import ACCEPTED, MISCONCEPTIONS, ROOT, expected_failures

SUBMISSIONS = ROOT / "tests" / "submissions"
SLUG = "feature_extraction"


@dataclass(frozen=True)
class Student:
    """One sample student: what each solution cell holds, or the raw file that is handed in."""

    name: str
    about: str
    cells: dict[str, str] = field(default_factory=dict)
    extra: str = ""
    file: str = ""
    saved_as: str = f"{SLUG}.ipynb"

    def expected(self) -> dict[str, set[str] | str]:
        """Return each exercise's failing checks, or `not_attempted`."""
        names = assignment.find(SLUG, ROOT).exercises
        if self.file:
            return dict.fromkeys(names, "not_attempted")
        return {name: _expected(name, self.cells.get(name, "reference")) for name in names}


def _expected(exercise: str, what: str) -> set[str] | str:
    kind, _, slug = what.partition(" ")
    if kind == "wrong":
        return expected_failures(MISCONCEPTIONS / exercise / f"{slug}.py")
    return "not_attempted" if kind == "stub" else set()


def students() -> list[Student]:
    """Read the sample class."""
    data = tomllib.loads((SUBMISSIONS / "class.toml").read_text(encoding="utf-8"))
    return [Student(name, **entry) for name, entry in data.items()]


def source(exercise: str, what: str, slug: str = SLUG) -> str | None:
    """Return what a solution cell of assignment `slug` holds; None leaves the stub."""
    kind, _, name = what.partition(" ")
    if kind == "reference":
        cells = assignment.find(slug, ROOT).cells
        return _without_marks(next(cell.source for cell in cells if cell.grade_id == exercise))
    if kind == "right":
        return (ACCEPTED / exercise / f"{name}.py").read_text(encoding="utf-8")
    if kind == "wrong":
        return _without_lesson((MISCONCEPTIONS / exercise / f"{name}.py").read_text("utf-8"))
    return None


def _without_marks(text: str) -> str:
    """Leave out the lines that mark a source's solution: no student has them."""
    marks = ("### BEGIN SOLUTION", "### END SOLUTION")
    return "".join(line for line in text.splitlines(True) if line.strip() not in marks)


def _without_lesson(text: str) -> str:
    """Leave out what a known mistake's file says about itself: a student would not write that."""
    lines: list[str | None] = [*text.splitlines()]
    for node in ast.parse(text).body:
        named = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FAILS"
        if named or isinstance(node, ast.Expr):
            lines[node.lineno - 1 : node.end_lineno] = [None] * (node.end_lineno - node.lineno + 1)  # type: ignore[operator]
    kept = "\n".join(line for line in lines if line is not None)
    return kept.strip() + "\n"


def notebook(cells: dict[str, str], extra: str = "", slug: str = SLUG) -> dict[str, Any]:
    """Fill in a release notebook: its solution cells, and one cell of the student's own."""
    path = assignment.find(slug, ROOT).release_path
    made: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for cell in made["cells"]:
        if cell["id"] in cells:
            cell["source"] = cells[cell["id"]]
    if extra:
        at = next(i for i, cell in enumerate(made["cells"]) if cell["id"] == "imports") + 1
        own = {"cell_type": "code", "id": "my-own", "metadata": {}, "outputs": []}
        made["cells"].insert(at, {**own, "execution_count": None, "source": extra})
    return made


def hand_in(student: Student, folder: Path) -> Path:
    """Write a student's submission below nbgrader's `folder` (submitted/)."""
    target = folder / student.name / SLUG
    target.mkdir(parents=True, exist_ok=True)
    path = target / student.saved_as
    if student.file:
        shutil.copy(SUBMISSIONS / "files" / student.file, path)
        return path
    if student.cells.get("replace_head") != "stub":
        add_checkpoint(target)
    names = assignment.find(SLUG, ROOT).exercises
    sources = {name: source(name, student.cells.get(name, "reference")) for name in names}
    filled = {name: text for name, text in sources.items() if text is not None}
    path.write_text(json.dumps(notebook(filled, student.extra), indent=1), encoding="utf-8")
    return path


def hand_in_notebook(made: dict[str, Any], student: str, folder: Path, slug: str = SLUG) -> Path:
    """Write a notebook, and nothing else, as a student's submission below `folder`."""
    path = folder / student / slug / f"{slug}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def add_checkpoint(folder: Path) -> Path:
    """Write the checkpoint that the reference would hand in."""
    path = folder / FILE
    path.write_bytes(attach.reference_checkpoint().content)
    return path


def course_folder(path: Path) -> Path:
    """Make an instructor's course folder: the project's content, nobody's grades."""
    path.mkdir(parents=True, exist_ok=True)
    for name in ("solutions", "assignments"):
        shutil.copytree(ROOT / name, path / name, dirs_exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", path)
    return path
