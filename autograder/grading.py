"""Grade submissions: cells and probes in the jail, evidence out, verdicts here."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder import evidence, intake, suspicion
from autograder.accuracy import attach, judges, measure
from autograder.assignment import Assignment
from autograder.diagnosis import Diagnosis
from autograder.errors import AutograderError, SourceError
from autograder.intake import Submission, Taken, TakenCell
from autograder.judge import Graders, Verdict
from autograder.profile import Profile
from autograder.results import Result, score
from autograder.transcript import Event, RunsJobs, Transcript
from course import redefined
from course.checks import exercises
from course.checks.feedback import EvidenceError
from course.checks.judging import Run
from course.checks.probing import Case, Fault, Raised

SAVED = "saved_network"
_LATER = "it is defined again in a later cell, and that one was graded."
_TAMPERED = Raised("", "Something in your notebook changes torch or the course itself.", [])
_HELD = "Until then its points wait: your instructor gives them."
Cases = dict[str, list[Case]]
Seen = dict[str, list[Any]]
Runs = dict[str, list[Run]]


def hidden_cases(names: Iterable[str], seed: str, device: str = "cpu") -> Cases:
    """Draw hidden cases of exercises and units from the instructor's seed; units use `device`."""
    drawn: Cases = {}
    for name in names:
        module = exercises.exercise(name)
        rng = random.Random(f"{seed} {name}")
        unseen = getattr(module, "UNSEEN", ())
        if exercises.is_unit(name):
            drawn[name] = attach.with_sets(module.draw(rng, unseen, device), seed)
        else:
            drawn[name] = module.draw(rng, unseen)
    return drawn


@dataclass
class Grader:
    """Everything that grading a class needs, made once: cases, references, graders."""

    assignment: Assignment
    profile: Profile
    seed: str
    cases: Cases
    references: Seen
    graders: Graders
    diagnosis: Diagnosis

    def grade(self, submission: Submission, worker: RunsJobs) -> Result:
        """Grade one submission; a fault of the machine gives the outcome `error`."""
        taken = intake.take(submission, self.assignment, self.profile)
        notes = [*taken.notes, *([taken.unusable] if taken.unusable else [])]
        result = Result(submission.student, self.assignment.slug, [], notes)
        try:
            runs, result.cells = self.runs(taken, worker)
            result.notes += [f"{name}: {_LATER}" for name in sorted(taken.latest)]
            result.notes += suspicion.notes_of_run(taken.reached)
            result.verdicts = self._verdicts(runs, taken, worker)
            self._hold(result)
            result.measured = self._measured(runs)
        except (AutograderError, OSError) as error:
            fault = f"{type(error).__name__}: {error}"
            result.verdicts = [Verdict(c, "error", fault=fault) for c in self.graders.checks]
        return result

    def _hold(self, result: Result) -> None:
        """Let the points wait where a person should read a cell, if the profile says so."""
        if self.profile.reading.hold and suspicion.is_to_read(result.notes):
            result.verdicts = [replace(verdict, held=True) for verdict in result.verdicts]
            result.notes.append(_HELD)

    def verdicts(
        self, taken: Taken, worker: RunsJobs
    ) -> tuple[list[Verdict], dict[str, dict[str, Any]]]:
        """Run a rebuilt notebook, judge it, and name its mistakes; return its cells' output too."""
        runs, cells = self.runs(taken, worker)
        return self._verdicts(runs, taken, worker), cells

    def runs(self, taken: Taken, worker: RunsJobs) -> tuple[Runs, dict[str, dict[str, Any]]]:
        """Run a rebuilt notebook on every case; of a function that is defined twice, the better
        definition counts.
        """
        runs, cells = self._runs(taken, self.cases, worker)
        if later := redefined.later(_own(taken.cells)):
            better = self._better(taken, runs, later, worker)
            taken.latest = later & better.keys()
            runs |= better
        return runs, cells

    def _better(self, taken: Taken, runs: Runs, later: set[str], worker: RunsJobs) -> Runs:
        """Return the runs of later definitions where they bring more points."""
        concerned = [name for name in runs if redefined.concerns(name, later)]
        points = {name: self._points(name, runs[name]) for name in concerned}
        cases = {n: self.cases[n] for n, (own, all_of_it) in points.items() if own < all_of_it}
        again = self._runs(taken, cases, worker, later)[0] if cases else {}
        return {n: own for n, own in again.items() if self._points(n, own) > points[n]}

    def _points(self, name: str, runs: list[Run]) -> tuple[float, float]:
        """Return what the runs of an exercise bring, and what they could."""
        own = [v for v in self._judge({name: runs}) if v.check.exercise == name]
        return sum(map(score, own)), sum(verdict.check.points for verdict in own)

    def _runs(
        self, taken: Taken, cases: Cases, worker: RunsJobs, latest: Iterable[str] = ()
    ) -> tuple[Runs, dict[str, dict[str, Any]]]:
        """Run a rebuilt notebook on cases; where accuracy is a close call, on more seeds."""
        limit = self.profile.intake.checkpoint_bytes
        cases = attach.with_checkpoint(cases, taken.checkpoint, limit, self.seed)
        seen, cells = observe(taken, cases, self.profile, worker, latest)
        self._settle_faults(seen, worker)
        runs = {name: self._paired(name, own, seen[name]) for name, own in cases.items()}
        for name, own in runs.items():
            more = attach.more_cases(own, self.seed)
            if more:
                again, _ = observe(taken, {name: more}, self.profile, worker, latest)
                own += [Run(c, s, None) for c, s in zip(more, again[name], strict=True)]
        return runs, cells

    def _verdicts(self, runs: Runs, taken: Taken, worker: RunsJobs) -> list[Verdict]:
        verdicts = self._judge(runs)
        if any(verdict.outcome == "failed" for verdict in verdicts):
            sources = {cell.id: cell.source for cell in taken.cells}
            verdicts = self.diagnosis.name_mistakes(verdicts, runs, sources, worker)
        return verdicts

    def _measured(self, runs: Runs) -> dict[str, Any]:
        units = [name for name in runs if exercises.is_unit(name)]
        found = {name: measure.report(name, runs[name]) for name in units}
        for run in runs.get(SAVED, []):
            if flag := judges.memorised(run):
                found[SAVED]["flag"] = flag
        return found

    def _judge(self, runs: Runs) -> list[Verdict]:
        """Let the graders decide; verdicts come in the order of the notebook's exercises."""
        order = list(self.cases)
        verdicts = [v for v in self.graders.judge(runs) if v.check.exercise in order]
        return sorted(verdicts, key=lambda v: order.index(v.check.exercise))

    def _settle_faults(self, seen: Seen, worker: RunsJobs) -> None:
        """Where a probe could not be set up, find out whether the machine or the notebook is why.

        If the reference can still be probed it is the notebook, which must have changed torch or
        the course itself.
        """
        if not any(isinstance(piece, Fault) for own in seen.values() for piece in own):
            return
        again, _ = observe(reference(self.assignment), self.cases, self.profile, worker)
        if any(isinstance(piece, Fault) for own in again.values() for piece in own):
            return
        for own in seen.values():
            own[:] = [_TAMPERED if isinstance(piece, Fault) else piece for piece in own]

    def _paired(self, name: str, cases: list[Case], seen: list[Any]) -> list[Run]:
        triples = zip(cases, seen, self.references[name], strict=True)
        return [Run(case, own, reference) for case, own, reference in triples]


def prepare(
    assignment: Assignment,
    profile: Profile,
    seed: str,
    graders: Graders,
    worker: RunsJobs,
    cache: Path | None = None,
    units: bool = True,
) -> Grader:
    """Run the reference through the whole path and make a grader of it.

    Without `units` it grades the exercises alone, and nothing is trained on real images.
    Raises SourceError if the reference does not pass every check: the fault is then in the
    graders, the data or the machine, and no student must be graded.
    """
    names = assignment.graded if units else assignment.exercises
    cases = hidden_cases(names, seed, profile.device)
    handed = attach.reference_checkpoint() if SAVED in cases else None
    attached = attach.with_checkpoint(cases, handed, profile.intake.checkpoint_bytes, seed)
    seen, _ = observe(reference(assignment), attached, profile, worker)
    diagnosis = Diagnosis(cases, profile, cache)
    grader = Grader(assignment, profile, seed, cases, seen, graders, diagnosis)
    runs = {name: grader._paired(name, attached[name], seen[name]) for name in cases}
    for verdict in grader._judge(runs):
        if verdict.outcome != "passed":
            reason = verdict.fault or (verdict.feedback.observed if verdict.feedback else "")
            raise SourceError(
                f"The reference of {assignment.slug} does not pass {verdict.check.exercise}, "
                f"{verdict.check.id}: {verdict.outcome}. {reason} Nobody has been graded."
            )
    return grader


def _own(cells: Iterable[TakenCell]) -> Iterator[tuple[str | None, str]]:
    """Yield what the student wrote: the function that a cell is there for, and its source."""
    for cell in cells:
        if cell.origin != "release":
            yield (cell.id if cell.origin == "solution" else None), cell.source


def reference(assignment: Assignment) -> Taken:
    """Return the source's own cells as if they had been handed in."""
    return Taken([TakenCell(c.grade_id, c.kind, "solution", c.source) for c in assignment.cells])


def observe(
    taken: Taken,
    cases: Cases,
    profile: Profile,
    worker: RunsJobs,
    latest: Iterable[str] = (),
) -> tuple[Seen, dict[str, dict[str, Any]]]:
    """Run a rebuilt notebook and return what was seen of every case, and of every cell.

    Of functions named in `latest` the last definition is probed, not the one of the solution cell.
    """
    story = _run(taken, cases, profile, worker, sorted(latest))
    return {name: _seen(name, own, story, profile) for name, own in cases.items()}, story.cells


@dataclass
class _Story:
    """What happened over all attempts at a job."""

    transcript: Transcript
    cells: dict[str, dict[str, Any]]
    ended_in: dict[str, str]


def _run(
    taken: Taken, cases: Cases, profile: Profile, worker: RunsJobs, latest: list[str]
) -> _Story:
    """Run the job; if a cell or an exercise ends it, run it again without that one."""
    skip: dict[str, str] = {}
    spent: dict[str, str] = {}
    kept: list[Event] = []
    for _ in range(profile.output.attempts):
        transcript = worker.run(_job(taken, cases, profile, skip, latest))
        taken.reached |= {str(e["what"]) for e, _ in transcript.events if "what" in e}
        cells = {e["id"]: e for e, _ in transcript.events if e.get("event") == "ran" and "id" in e}
        if cell := _unfinished_cell(transcript, cells):
            skip[cell] = _how(transcript)
            continue
        kept += transcript.events
        name = _out_of_memory(transcript, cases)
        if name is None:
            break
        spent[name] = _how(transcript)
        cases = _after(name, cases)
    transcript.events = kept
    return _Story(transcript, cells, skip | spent)


def _job(
    taken: Taken, cases: Cases, profile: Profile, skip: Iterable[str], latest: list[str]
) -> dict[str, Any]:
    whole = ("given", "solution", "extra")
    sources = [(cell, cell.source if cell.kind in whole else cell.kept) for cell in taken.cells]
    return {
        "cells": [
            {
                "id": cell.id,
                "source": source,
                "limit": profile.time.cell,
                **_as_exercise(cell),
            }
            for cell, source in sources
            if source or cell.kind == "solution"
        ],
        "exercises": [
            {"name": name, "cases": own, "limit": _limit(name, profile)}
            for name, own in cases.items()
        ],
        "files": taken.files,
        "skip": list(skip),
        "latest": latest,
    }


def _as_exercise(cell: TakenCell) -> dict[str, Any]:
    if cell.kind != "solution":
        return {}
    return {"exercise": cell.id, "untouched": cell.origin == "release"}


def _limit(name: str, profile: Profile) -> int:
    """Return the seconds for an exercise; units train on real images and have more."""
    return profile.time.training if exercises.is_unit(name) else profile.time.exercise


def _unfinished_cell(transcript: Transcript, ran: dict[str, Any]) -> str | None:
    if transcript.end == "done":
        return None
    begun = [str(e.get("id")) for e, _ in transcript.events if e.get("event") == "cell"]
    return begun[-1] if begun and begun[-1] not in ran else None


def _out_of_memory(transcript: Transcript, cases: Cases) -> str | None:
    """Return the exercise whose memory ended the job, if that is what happened."""
    if transcript.end != "memory":
        return None
    ended = {e.get("exercise") for e, _ in transcript.events if e.get("event") == "ended"}
    return next((name for name in cases if name not in ended), None)


def _after(name: str, cases: Cases) -> Cases:
    names = list(cases)
    return {later: cases[later] for later in names[names.index(name) + 1 :]}


def _how(transcript: Transcript) -> str:
    if transcript.end == "timeout":
        return "ran until the time for the whole notebook was over"
    if transcript.end == "memory":
        return "used more memory than is allowed"
    return "ended the Python process"


def _seen(name: str, cases: Sequence[Case], story: _Story, profile: Profile) -> list[Any]:
    module = exercises.exercise(name)
    events = [e for e in story.transcript.events if e[0].get("exercise") == name]
    given = _evidence(events, story.transcript)
    numbers = [record.get("case") for record, _ in given]
    if numbers != list(range(len(numbers))) or len(numbers) > len(cases):
        return [Raised("", "The evidence of this exercise came twice or out of order.", [])] * len(
            cases
        )
    seen = [_decoded(module, record, tensors) for record, tensors in given]
    missing = len(cases) - len(seen)
    return seen + [_reason(name, [e for e, _ in events], story, profile)] * missing


def _evidence(events: Sequence[Event], transcript: Transcript) -> list[Event]:
    """Return an exercise's evidence; none if something broke the order while it was probed.

    What was sent beside the probe cannot be told from what was measured.
    """
    over = any(record.get("event") == "ended" for record, _ in events)
    if transcript.end == "malformed" and not over:
        return []
    return [event for event in events if event[0].get("event") == "evidence"]


def _decoded(module: Any, record: dict[str, Any], tensors: dict[str, Any]) -> Any:
    try:
        return evidence.decode(module, record.get("record"), tensors)
    except EvidenceError as error:
        return Raised("", f"What came back from your code could not be used: {error}.", [])


def _reason(name: str, events: list[Any], story: _Story, profile: Profile) -> Raised:
    """Say why an exercise's evidence is missing, the most telling reason first."""
    if name in story.ended_in:
        return Raised("", f"{name} {story.ended_in[name]}.", [])
    own = story.cells.get(name, {}).get("error")
    if any(e.get("event") == "undefined" for e in events):
        if isinstance(own, dict):
            return _raised_in_cell(own)
        return Raised("", f"No function called {name} was found after your cell had run.", [])
    how = next((str(e.get("how")) for e in events if e.get("event") == "ended"), None)
    if how == "timeout":
        limit = _limit(name, profile)
        return Raised("", f"{name} was stopped after {limit} seconds.", [])
    if how is not None:
        return Raised("", f"{name} ended the Python process ({how}).", [])
    if story.transcript.end in _STOPPED:
        return Raised("", f"The notebook was stopped: {_STOPPED[story.transcript.end]}.", [])
    return Raised("", "The notebook's process ended before this exercise was reached.", [])


_STOPPED = {
    "timeout": "its time was over",
    "memory": "it used more memory than is allowed",
    "malformed": "what it sent back was not evidence",
}


def _raised_in_cell(own: dict[str, Any]) -> Raised:
    try:
        return Raised(str(own["type"]), str(own["message"]), [str(line) for line in own["lines"]])
    except (KeyError, TypeError):
        return Raised("", "The cell stopped with an error.", [])
