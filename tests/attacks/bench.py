"""Where attacks are tried: a course folder with canaries in it, a desk, one jailed worker.

Everything goes the real way: intake, jail, evidence, hidden graders, receipt, autograded notebook,
feedback page, report. Only the naming of mistakes is left out, which costs a minute to set up.
"""

import contextlib
import dataclasses
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

from autograder import assignment, bridge, feedback, intake, profile, settings, suspicion
from autograder.desk import Desk
from autograder.diagnosis import Diagnosis
from autograder.intake import Submission
from autograder.judge import Verdict
from autograder.rebuilt import notebook_of
from autograder.report import as_text
from autograder.results import Result
from autograder.transcript import RunsJobs
from tests import classroom
from tests.attacks.case import Attack, submit

SECRET = "INSTRUCTOR_TOKEN"
WAY_OUT = "WORKED"  # printed by attacks that got where they must not get
_SHORT = {"cell": 5, "exercise": 20, "job": 60}
_EXECUTABLE = ("<script", "<img src=x", "<iframe", '="javascript', "<svg onload", "\x1b[")


@dataclass(frozen=True)
class Outcome:
    """What an attack came to; `broken` says which of the promises it broke, empty if none.

    `reported` says whether the instructor is told to read the notebook.
    """

    score: float
    baseline: float
    broken: list[str]
    reported: bool


@dataclass
class Bench:
    """A desk and a worker for attacks, with secrets to find and what to compare with."""

    course: Path
    desk: Desk
    worker: RunsJobs
    canaries: list[str]
    unanswered: list[str] = field(default_factory=list)  # attacks since the last honest student
    _baselines: dict[tuple[str, str], float] = field(default_factory=dict)
    _count: int = 0

    @property
    def slug(self) -> str:
        """The assignment that is graded here."""
        return self.desk.assignment.slug

    def attack(self, attack: Attack) -> Outcome:
        """Grade an attack, look through all that comes out of it, and report."""
        self.unanswered.append(attack.name)
        path = self._submission(attack, armed=True)
        folder = path if path.name == self.slug else path.parent
        submission = intake.in_folder(folder, folder.parent.name, self.slug)
        result = self.desk.grade(submission, self.worker)
        baseline = self.baseline(attack)
        broken = [f"it scored {result.score:g}, not {baseline:g}"] * (result.score > baseline)
        if any(verdict.outcome == "error" for verdict in result.verdicts):
            fault = next(v.fault for v in result.verdicts if v.outcome == "error")
            broken.append(f"it was taken for a fault of the machine ({fault})")
        broken += self._leaks(submission, result)
        reported = suspicion.is_to_read(result.notes)
        return Outcome(result.score, baseline, broken, reported)

    def baseline(self, attack: Attack) -> float:
        """Return what the same submission scores without the attack."""
        key = (attack.place, attack.without)
        if key not in self._baselines:
            path = self._submission(attack, armed=False)
            result = self._grade(path)
            self._baselines[key] = result.score
        return self._baselines[key]

    def next_student(self) -> str:
        """Grade an honest student on the same worker; say what was taken from them, if anything."""
        self.unanswered = []
        folder, names = self._new_folder("honest"), self.desk.assignment.exercises
        cells = {n: classroom.source(n, "reference", self.slug) or "" for n in names}
        notebook = classroom.notebook(cells, slug=self.slug)
        student, submitted = folder.name, folder.parent
        result = self._grade(classroom.hand_in_notebook(notebook, student, submitted, self.slug))
        lost = [
            f"{v.check.exercise}: {v.check.id}" for v in result.verdicts if v.outcome != "passed"
        ]
        return f"the next student lost {', '.join(lost)[:300]}" if lost else ""

    def _submission(self, attack: Attack, armed: bool) -> Path:
        folder = self._new_folder(attack.name) / self.slug
        return submit(attack, folder, self.course, armed)

    def _new_folder(self, name: str) -> Path:
        self._count += 1
        return self.course / "submitted" / f"{name}-{self._count}"

    def _grade(self, path: Path) -> Result:
        student = path.parents[1].name
        return self.desk.grade(Submission(student, self.slug, path), self.worker)

    def _leaks(self, submission: Submission, result: Result) -> list[str]:
        outputs = self.outputs(submission, result)
        found = [
            f"a secret is in the {name}"
            for name, text in outputs.items()
            if any(canary in text for canary in self.canaries)
        ]
        page = outputs["feedback page"]
        found += [f"the feedback page holds {x!r}" for x in _EXECUTABLE if x in page]
        if WAY_OUT in outputs["autograded notebook"] or (self.course / "owned").exists():
            found.append("it found a way out")
        return found

    def outputs(self, submission: Submission, result: Result) -> dict[str, str]:
        """Return everything that a student or an instructor gets to see of a submission."""
        notebook = self._autograded(submission, result)
        receipt = self.desk.store.path(self.desk.store.key(submission))
        return {
            "result": json.dumps([result.to_json(), result.as_json()], ensure_ascii=False),
            "receipt": receipt.read_text(encoding="utf-8") if receipt.is_file() else "",
            "autograded notebook": _without_sources(notebook),
            "feedback page": _page(notebook),
            "report": as_text([result], self.desk.assignment.graded),
        }

    def _autograded(self, submission: Submission, result: Result) -> Any:
        taken = intake.take(submission, self.desk.assignment, self.desk.profile)
        notebook = nbformat.from_dict(notebook_of(taken, self.desk.assignment))
        feedback.fill(notebook, result)
        nbformat.validate(notebook)
        return notebook


def _without_sources(notebook: Any) -> str:
    """Write the notebook out without its cells' sources: what a student wrote is no leak."""
    outputs = [cell.get("outputs", []) for cell in notebook["cells"]]
    given = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return json.dumps([outputs, given], ensure_ascii=False)


def _page(notebook: Any) -> str:
    config = Config()
    bridge.configure(config, Path("."))
    shown = nbformat.from_dict(json.loads(json.dumps(notebook)))
    text, _ = HTMLExporter(config=config, template_name="basic").from_notebook_node(shown)
    return str(text)


class _NoDiagnosis(Diagnosis):
    """Names no mistakes: running the known ones would cost minutes, and has tests of its own."""

    def name_mistakes(self, verdicts: Sequence[Verdict], *rest: Any) -> list[Verdict]:
        return list(verdicts)


@contextlib.contextmanager
def opened(folder: Path, slug: str, hold: bool = False) -> Iterator[Bench]:
    """Set up a course folder with canaries and a desk with short limits for the assignment `slug`.

    With `hold`, points wait where a person should read. The desk is closed at the end.
    """
    course = classroom.course_folder(folder / "course")
    canaries = _plant(course, slug)
    with _environment(f"{SECRET}_{slug.upper()}{'_HELD' * hold}", canaries[0]):
        own = settings.load(course)
        usual = profile.load()
        times = dataclasses.replace(usual.time, **_SHORT)
        short = dataclasses.replace(usual, time=times, reading=profile.Reading(hold))
        found = assignment.find(slug, course)
        with Desk(found, short, own, units=False) as desk:  # which would cost seconds an attack
            worker = desk.worker()
            grader = desk.grader(worker)
            grader.diagnosis = _NoDiagnosis(grader.cases, short, None)
            canaries += [own.seed, own.signing_key().decode()]
            yield Bench(course, desk, worker, canaries)


@contextlib.contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]


def _plant(course: Path, slug: str) -> list[str]:
    """Put a canary wherever an instructor has something that no student may see."""
    places = {
        "environment": None,
        "grader": course / "autograder/graders" / slug / "test_hidden.py",
        "solution": course / "solutions" / "answers.py",
        "submission": course / "submitted/alice" / slug / f"{slug}.ipynb",
        "labels": course / "labels" / "test-labels.json",
        "gradebook": course / "gradebook.db",
    }
    canaries = []
    for name, path in places.items():
        canary = f"canary-{name}-{secrets.token_hex(8)}"
        canaries.append(canary)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, canary)
    return canaries


def _write(path: Path, canary: str) -> None:
    if path.suffix == ".db":
        with contextlib.closing(sqlite3.connect(path)) as book, book:
            book.execute("create table grade (note text)")
            book.execute("insert into grade values (?)", (canary,))
        return
    text = (
        f'"""{canary}"""\n' if path.suffix == ".py" else json.dumps({"cells": [], "note": canary})
    )
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
