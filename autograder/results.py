"""What grading gives: a result a submission, as plain data."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from autograder.judge import Check, Verdict
from course.checks.feedback import Feedback


@dataclass
class Result:
    """One submission's verdicts; `notes` are about the file, `cells` what each cell printed.

    `measured` holds accuracies and how they came about, for the instructor.
    """

    student: str
    assignment: str
    verdicts: list[Verdict]
    notes: list[str] = field(default_factory=list)
    cells: dict[str, dict[str, Any]] = field(default_factory=dict)
    measured: dict[str, Any] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """Add up the points of the checks that passed, and part of those that nearly did."""
        return round(sum(score(verdict) for verdict in self.verdicts), 2)

    @property
    def held(self) -> float:
        """Add up the points that wait for a person to give them."""
        return round(sum(earned(verdict) for verdict in self.verdicts if verdict.held), 2)

    @property
    def max_score(self) -> float:
        """Add up what all checks are worth."""
        return sum(verdict.check.points for verdict in self.verdicts)

    def of(self, exercise: str) -> list[Verdict]:
        """Return the verdicts of one exercise, in the graders' order."""
        return [verdict for verdict in self.verdicts if verdict.check.exercise == exercise]

    def as_json(self) -> dict[str, Any]:
        """Return the result as the JSON that `autograder grade --json` writes."""
        return {
            "student": self.student,
            "assignment": self.assignment,
            "score": self.score,
            "max_score": self.max_score,
            "held": self.held,
            "notes": self.notes,
            "measured": self.measured,
            "checks": [check_json(verdict) for verdict in self.verdicts],
        }

    def to_json(self) -> dict[str, Any]:
        """Return everything, as plain data that `from_json` reads back."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Result":
        """Read back what `to_json` gave."""
        verdicts = [_verdict(verdict) for verdict in data["verdicts"]]
        return cls(**{**data, "verdicts": verdicts})


def _verdict(data: dict[str, Any]) -> Verdict:
    feedback = data["feedback"]
    if feedback is not None:
        feedback = Feedback(**{**feedback, "hints": tuple(feedback["hints"])})
    return Verdict(**{**data, "check": Check(**data["check"]), "feedback": feedback})


def score(verdict: Verdict) -> float:
    """Return the points that a verdict brings; none while they are held."""
    return 0.0 if verdict.held else earned(verdict)


def earned(verdict: Verdict) -> float:
    """Return the points that a verdict is worth, be they held or not."""
    if verdict.outcome == "passed":
        return verdict.check.points
    return round(verdict.check.points * verdict.credit, 2) if verdict.outcome == "failed" else 0.0


def message(verdict: Verdict) -> str:
    """Say in plain words what a verdict means, empty if the check passed."""
    if verdict.outcome == "not_attempted":
        reason = verdict.feedback.text() if verdict.feedback else "the cell still holds the stub."
        return f"Not attempted yet: {reason}"
    if verdict.outcome == "error":
        return f"The grader could not decide; it will be graded again. {verdict.fault}"
    return verdict.feedback.text() if verdict.feedback else ""


def check_json(verdict: Verdict) -> dict[str, Any]:
    """Return one check of a result as plain data."""
    feedback = verdict.feedback
    return {
        "id": verdict.check.id,
        "exercise": verdict.check.exercise,
        "outcome": verdict.outcome,
        "score": score(verdict),
        "max_score": verdict.check.points,
        "message": message(verdict),
        "misconception": feedback.misconception if feedback else None,
    }
