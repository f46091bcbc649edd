"""What a check says: the outcome, what was observed, why, and the next step."""

from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["passed", "failed", "not_attempted", "error"]


@dataclass(frozen=True)
class Feedback:
    """One check's finding in the order in which a learner reads it; hints go from vague to near."""

    observed: str
    why: str
    next_step: str
    hints: tuple[str, ...] = ()
    misconception: str | None = None

    def text(self) -> str:
        """Join observation, reason and next step, each a sentence."""
        return " ".join(part for part in (self.observed, self.why, self.next_step) if part)


def counted(number: float, thing: str) -> str:
    """Say how many there are: "1 step", "4 steps"."""
    return f"{number:g} {thing}" if number == 1 else f"{number:g} {thing}s"


class Failure(Exception):  # noqa: N818  (a finding about the learner's work, not an error)
    """Raised by a judge whose check does not pass; `credit` is the share of its points, if any."""

    def __init__(
        self, observed: str, why: str, next_step: str, *hints: str, credit: float = 0.0
    ) -> None:
        super().__init__(observed)
        self.feedback = Feedback(observed, why, next_step, hints)
        self.credit = credit


class NotAttempted(Exception):  # noqa: N818
    """Raised by a judge when the learner's function is still the stub, or nothing is there."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.feedback = Feedback(reason, "", "") if reason else None


class EvidenceError(Exception):
    """Evidence is missing or malformed, so no check can pass on it."""


@dataclass(frozen=True)
class CheckResult:
    """What one check found about one submission; `title` is the judge's own docstring line."""

    check: str
    exercise: str
    title: str
    outcome: Outcome
    feedback: Feedback | None = field(default=None)
