"""Name the mistake: compare a submission's evidence with what each known mistake would have shown.

Every misconception is run on the same hidden cases as the students, once for a class, through the
same jail. Where a check fails, the misconceptions that fail it too and whose evidence is the same
on the cases that the check looks at are candidates; one that explains all failed checks comes
first. No match: the plain observation stands, never a guess.
"""

import ast
import contextlib
import dataclasses
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from autograder import evidence, misconceptions
from autograder.files import write_atomically
from autograder.judge import Verdict
from autograder.likeness import alike
from autograder.misconceptions import Misconception
from autograder.profile import Profile
from autograder.transcript import Frames, RunsJobs
from course import syntax
from course.checks import exercises
from course.checks.evidence import encode, pack
from course.checks.feedback import Feedback
from course.checks.judging import Run
from course.checks.probing import Case

LIKELY = "Most likely: "  # before a mistake that shows what another known one shows, too


@dataclass(frozen=True)
class Match:
    """A mistake that shows what was seen; `certain` if no other known one does."""

    mistake: Misconception
    certain: bool


class Diagnosis:
    """The known mistakes of one assignment and their evidence on the cases of this run."""

    def __init__(self, cases: dict[str, list[Case]], profile: Profile, cache: Path | None) -> None:
        self._cases = cases
        self._profile = profile
        self._cache = cache
        self._running: dict[tuple[str, str], threading.Lock] = {}
        self._known: dict[tuple[str, str], list[Any]] = {}

    def name_mistakes(
        self,
        verdicts: Sequence[Verdict],
        runs: dict[str, list[Run]],
        sources: dict[str, str],
        worker: RunsJobs,
    ) -> list[Verdict]:
        """Return the verdicts, those of failed checks with the mistake named where one matches.

        `sources` are the learner's cells by exercise: of mistakes that show exactly the same, the
        one that reads most like the cell is called the likely one.
        """
        failed: dict[str, set[str]] = {}
        for verdict in verdicts:
            if verdict.outcome == "failed":
                failed.setdefault(verdict.check.exercise, set()).add(verdict.check.id)
        found = {
            name: self._matches(name, runs[name], ids, sources.get(name, ""), worker)
            for name, ids in failed.items()
        }
        return [_named(v, found.get(v.check.exercise, {}).get(v.check.id)) for v in verdicts]

    def _matches(
        self, exercise: str, runs: list[Run], failed: set[str], source: str, worker: RunsJobs
    ) -> dict[str, Match]:
        """Find, for each failed check, the mistake that shows the same on the check's cases."""
        kinds = {j.__name__: j.kinds for j in exercises.judges(exercises.exercise(exercise))}
        possible = [  # what fails more is another mistake
            mistake for mistake in misconceptions.of(exercise) if failed.issuperset(mistake.fails)
        ]
        self._run(possible, worker)
        like = [(m, self._kinds_alike(runs, self._known[m.exercise, m.slug])) for m in possible]
        whole = {run.case["kind"] for run in runs}
        found = {}
        for check in failed:
            looked_at = whole.intersection(kinds.get(check, ()))
            fitting = [(m, same) for m, same in like if check in m.fails and same >= looked_at]
            if fitting:
                found[check] = _best(fitting, source)
        return found

    def _kinds_alike(self, runs: list[Run], seen: list[Any]) -> set[str]:
        """Return the kinds of case on all of which the evidence is the same."""
        differing = {
            run.case["kind"]
            for run, theirs in zip(runs, seen, strict=True)
            if not alike(run.seen, theirs, run.reference)
        }
        return {run.case["kind"] for run in runs} - differing

    def _run(self, mistakes: Sequence[Misconception], worker: RunsJobs) -> None:
        """See what mistakes show on the cases of their exercise, at the first need.

        What another worker is running is waited for last: so workers share the work.
        """
        for wait in (False, True):
            for mistake in mistakes:
                key = (mistake.exercise, mistake.slug)
                lock = self._running.setdefault(key, threading.Lock())
                if key in self._known or not lock.acquire(blocking=wait):
                    continue
                try:
                    if key not in self._known:
                        self._known[key] = self._kept(mistake, worker)
                finally:
                    lock.release()

    def _kept(self, mistake: Misconception, worker: RunsJobs) -> list[Any]:
        path = self._cache and self._cache / mistake.exercise / f"{mistake.slug}.evidence"
        if path and path.is_file():
            return self._read(mistake, path)
        seen = self._observe(mistake, worker)
        if path:
            frames = [encode(piece) for piece in seen]
            write_atomically(path, b"".join(pack({"record": r}, t) for r, t in frames))
        return seen

    def _read(self, mistake: Misconception, path: Path) -> list[Any]:
        module = exercises.exercise(mistake.exercise)
        events = Frames(self._profile).feed(path.read_bytes())
        return [evidence.decode(module, record["record"], tensors) for record, tensors in events]

    def _observe(self, mistake: Misconception, worker: RunsJobs) -> list[Any]:
        """Run a mistake on the cases of its exercise, through the same path as students."""
        from autograder.grading import observe
        from autograder.intake import Taken, TakenCell

        cell = TakenCell(mistake.exercise, "solution", "solution", mistake.source)
        cases = {mistake.exercise: self._cases[mistake.exercise]}
        seen, _ = observe(Taken([cell]), cases, self._profile, worker)
        return seen[mistake.exercise]


def _best(fitting: list[tuple[Misconception, set[str]]], source: str) -> Match:
    """Choose what explains most; of equals, what reads most like the learner's cell."""
    top = max(_fit(mistake, same) for mistake, same in fitting)
    equals = [mistake for mistake, same in fitting if _fit(mistake, same) == top]
    return Match(max(equals, key=lambda m: likeness(m.source, source)), len(equals) == 1)


def _fit(mistake: Misconception, same: set[str]) -> tuple[int, int]:
    """Rank a candidate: it shows the same on most kinds of case, and explains most failures."""
    return len(same), len(mistake.fails)


def likeness(one: str, other: str) -> float:
    """Return how alike two cells read, from 0 to 1, comments and layout aside."""
    return SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


def _words(source: str) -> list[str]:
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        functions = [n for n in syntax.parse(source).body if not _is_prose(n)]
        source = "\n".join(ast.unparse(node) for node in functions)
    return re.findall(r"\w+|[^\w\s]", source)[:2000]


def _is_prose(node: ast.stmt) -> bool:
    """Say whether a statement is a docstring, an import or the list of failing checks."""
    named = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FAILS"
    return named or isinstance(node, (ast.Expr, ast.Import, ast.ImportFrom))


def _named(verdict: Verdict, match: Match | None) -> Verdict:
    if match is None or verdict.feedback is None:
        return verdict
    mistake = match.mistake
    title = mistake.title if match.certain else f"{LIKELY}{mistake.title}"
    feedback = Feedback(
        observed=f"{verdict.feedback.observed} {title}",
        why=mistake.why,
        next_step=mistake.next_step,
        hints=mistake.hints,
        misconception=mistake.slug,
    )
    return dataclasses.replace(verdict, feedback=feedback)
