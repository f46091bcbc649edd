"""Grade again after a grader was mended, and say who gains and who loses."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.desk import Desk
from autograder.intake import Submission
from autograder.judge import Verdict
from autograder.receipts import Store
from autograder.results import Result
from autograder.transcript import RunsJobs


@dataclass(frozen=True)
class Change:
    """What grading again changed for one student."""

    student: str
    before: float | None
    after: float
    checks: tuple[str, ...]


def last_keys(store: Store) -> dict[str, str]:
    """Map each student to the name of their latest receipt, whatever it was graded by."""
    own = store.assignment.slug
    return {e["student"]: e["key"] for e in store.ledger.entries() if e.get("assignment") == own}


def regrade(
    desk: Desk, submission: Submission, worker: RunsJobs, only: Sequence[str], key: str | None
) -> Change:
    """Grade a submission anew; with `only`, all checks but those keep what they had.

    `key` names the latest receipt, if there is one. It stays; the new one names it.
    """
    store = desk.store
    old = Result.from_json(store.read(store.path(key))["result"]) if key else None
    if key == store.key(submission) and old is not None:
        return Change(submission.student, old.score, old.score, ())
    new = desk.grader(worker).grade(submission, worker)
    if old is not None and only:
        new = dataclasses.replace(new, verdicts=_merged(old, new, only))
    store.put(submission, new, regraded_from=key, only=list(only))
    return Change(submission.student, old.score if old else None, new.score, _moved(old, new))


def _merged(old: Result, new: Result, only: Sequence[str]) -> list[Verdict]:
    known = {_name(verdict): verdict for verdict in old.verdicts}
    return [v if v.check.id in only else known.get(_name(v), v) for v in new.verdicts]


def _moved(old: Result | None, new: Result) -> tuple[str, ...]:
    before = {_name(v): v.outcome for v in old.verdicts} if old else {}
    return tuple(_name(v) for v in new.verdicts if before.get(_name(v)) != v.outcome)


def _name(verdict: Verdict) -> str:
    return f"{verdict.check.exercise}.{verdict.check.id}"
