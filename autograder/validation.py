"""How often the graders are wrong: every known wrong and right solution through the whole path.

Wrong work must fail exactly the checks that it is about, and be named; right work must pass them
all. Each solution is graded as a student's notebook whose other exercises hold the reference, so
that what it costs elsewhere shows as collateral. Units, which measure what several functions train
together, are left out: their odds are `autograder calibrate`'s.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import misconceptions
from autograder.desk import Desk
from autograder.diagnosis import LIKELY
from autograder.grading import Grader
from autograder.intake import Taken, TakenCell
from autograder.judge import Verdict
from autograder.transcript import RunsJobs


@dataclass(frozen=True)
class Specimen:
    """One solution of the bank: `fails` is empty for right work."""

    exercise: str
    slug: str
    source: str
    fails: frozenset[str] = frozenset()

    @property
    def wrong(self) -> bool:
        """Say whether this is wrong work."""
        return bool(self.fails)


@dataclass
class Trial:
    """What the graders said of one specimen."""

    specimen: Specimen
    failed: set[str]
    collateral: set[str]
    named: set[str] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)
    certain: bool = True

    @property
    def accepted(self) -> bool:
        """Say whether it lost nothing."""
        return not self.failed and not self.collateral

    @property
    def exact(self) -> bool:
        """Say whether it failed exactly the checks that it should."""
        return self.failed == set(self.specimen.fails) and not self.collateral

    @property
    def outcome(self) -> tuple[set[str], set[str], set[str]]:
        """Return which checks failed, here and elsewhere, and what the mistake was called."""
        return self.failed, self.collateral, self.named


def specimens(desk: Desk, accepted: Path) -> Iterator[Specimen]:
    """Yield the bank of an assignment: its misconceptions, and what lies in folder `accepted`."""
    for exercise in desk.assignment.exercises:
        for known in misconceptions.of(exercise):
            yield Specimen(exercise, known.slug, known.source, frozenset(known.fails))
        for path in sorted((accepted / exercise).glob("[!_]*.py")):
            yield Specimen(exercise, path.stem, path.read_text(encoding="utf-8"))


def run_bank(desk: Desk, bank: list[Specimen], workers: int) -> Iterator[Trial]:
    """Grade every specimen, `workers` at a time, in the bank's order."""
    engaged = [desk.worker() for _ in range(workers)]
    grader = desk.grader(engaged[0])
    lanes = [bank[lane::workers] for lane in range(workers)]

    def run_lane(number: int) -> list[Trial]:
        return [try_out(grader, one, engaged[number]) for one in lanes[number]]

    with ThreadPoolExecutor(workers) as pool:
        done = list(pool.map(run_lane, range(workers)))
    for index in range(len(bank)):
        yield done[index % workers][index // workers]


def try_out(grader: Grader, specimen: Specimen, worker: RunsJobs) -> Trial:
    """Grade one specimen and sort out what was said."""
    cells = [
        TakenCell(
            cell.grade_id,
            cell.kind,
            "solution",
            specimen.source if cell.grade_id == specimen.exercise else cell.source,
        )
        for cell in grader.assignment.cells
    ]
    verdicts, _ = grader.verdicts(Taken(cells), worker)
    lost = [verdict for verdict in verdicts if verdict.outcome != "passed"]
    own = [verdict for verdict in lost if verdict.check.exercise == specimen.exercise]
    other = {f"{v.check.exercise}.{v.check.id}" for v in lost if v not in own}
    return Trial(
        specimen,
        failed={verdict.check.id for verdict in own},
        collateral=other,
        named={slug for verdict in own if (slug := _name(verdict))},
        unnamed={verdict.check.id for verdict in own if not _name(verdict)},
        certain=not any(LIKELY in (v.feedback.observed if v.feedback else "") for v in own),
    )


def _name(verdict: Verdict) -> str | None:
    return verdict.feedback.misconception if verdict.feedback else None


@dataclass(frozen=True)
class Rate:
    """k of n with a 95 % interval (Clopper-Pearson)."""

    k: int
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        """Return the exact binomial interval."""
        from scipy.stats import beta

        low = float(beta.ppf(0.025, self.k, self.n - self.k + 1)) if self.k else 0.0
        high = float(beta.ppf(0.975, self.k + 1, self.n - self.k)) if self.k < self.n else 1.0
        return low, high

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.k} of {self.n} (95 % interval {low:.1%} to {high:.1%})"


@dataclass(frozen=True)
class Validation:
    """The trials of one assignment, and what they come to."""

    assignment: str
    trials: list[Trial]
    checks: list[str]

    @property
    def wrong_accepted(self) -> Rate:
        """Count wrong work that passed everything."""
        wrong = [trial for trial in self.trials if trial.specimen.wrong]
        return Rate(sum(trial.accepted for trial in wrong), len(wrong))

    @property
    def right_rejected(self) -> Rate:
        """Count right work that lost anything."""
        right = [trial for trial in self.trials if not trial.specimen.wrong]
        return Rate(sum(not trial.accepted for trial in right), len(right))

    @property
    def inexact(self) -> list[Trial]:
        """List wrong work that failed other checks than it should."""
        return [trial for trial in self.trials if trial.specimen.wrong and not trial.exact]

    @property
    def undiagnosed(self) -> list[Trial]:
        """List wrong work that got no name, or another one for a failed check."""
        wrong = [trial for trial in self.trials if trial.specimen.wrong]
        return [t for t in wrong if t.unnamed or t.named != {t.specimen.slug}]

    @property
    def told_apart(self) -> Rate:
        """Count wrong work whose name needed the evidence alone, no look at how the cell reads."""
        wrong = [trial for trial in self.trials if trial.specimen.wrong]
        return Rate(sum(trial.certain for trial in wrong), len(wrong))

    @property
    def unexercised(self) -> list[str]:
        """List checks that no known mistake fails."""
        failed = {f"{t.specimen.exercise}.{c}" for t in self.trials for c in t.failed}
        return [check for check in self.checks if check not in failed]

    @property
    def sound(self) -> bool:
        """Say whether both rates are zero and every mistake was told apart and named."""
        rates = self.wrong_accepted.k + self.right_rejected.k
        return not (rates or self.inexact or self.undiagnosed or self.unexercised)

    def differences(self, other: "Validation") -> list[str]:
        """Name the solutions that another run of the same bank judged otherwise."""
        known = {_name_of(trial): trial.outcome for trial in other.trials}
        return [_name_of(t) for t in self.trials if known.get(_name_of(t)) != t.outcome]

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "assignment": self.assignment,
            "wrong_accepted": _rate_json(self.wrong_accepted),
            "right_rejected": _rate_json(self.right_rejected),
            "collateral": sum(len(trial.collateral) for trial in self.trials),
            "told_apart": _rate_json(self.told_apart),
            "undiagnosed": [t.specimen.slug for t in self.undiagnosed],
            "unexercised": self.unexercised,
            "matrix": [_trial_json(trial) for trial in self.trials],
        }


def _name_of(trial: Trial) -> str:
    return f"{trial.specimen.exercise}/{trial.specimen.slug}"


def _rate_json(rate: Rate) -> dict[str, Any]:
    return {"k": rate.k, "n": rate.n, "interval": list(rate.interval)}


def _trial_json(trial: Trial) -> dict[str, Any]:
    return {
        "exercise": trial.specimen.exercise,
        "slug": trial.specimen.slug,
        "wrong": trial.specimen.wrong,
        "should_fail": sorted(trial.specimen.fails),
        "failed": sorted(trial.failed),
        "collateral": sorted(trial.collateral),
        "named": sorted(trial.named),
    }
